import { parseLossless, stringifyLossless, type LosslessJson, type WorkflowDefinition } from '@orrery/contracts';
import { LineCounter } from 'yaml';
import { jsonStructure, MAX_DEPTH } from './json-structure.ts';
import { parseYaml, printYaml, type ParsedText, type TextFault } from './lossless-yaml.ts';
import { faultWords, type FaultWords } from './fault.ts';
import { shortened } from './field-path.ts';

export type DefinitionFormat = 'json' | 'yaml';

/** Longest text of a definition, in characters. */
export const MAX_DEFINITION_LENGTH = 4 * 1024 * 1024;

/**
 * The value that a definition's text stands for, not yet checked (see validateDefinition), or its faults with line and
 * column. Without a format, text that starts with `{` is JSON.
 */
export function parseDefinitionText(text: string, format?: DefinitionFormat): ParsedText {
  if (text.length > MAX_DEFINITION_LENGTH) {
    return refused(faultWords('text.tooLong', { maximum: MAX_DEFINITION_LENGTH, count: text.length }));
  }
  const source = text.startsWith('\uFEFF') ? text.slice(1) : text;
  return (format ?? (/^\s*\{/.test(source) ? 'json' : 'yaml')) === 'json' ? parseJson(source) : parseYaml(source);
}

/**
 * JSON without rounding. Refused: keys that occur twice, with their place, and nesting beyond {@link MAX_DEPTH}.
 */
export function parseJson(text: string): ParsedText {
  const { depth, duplicates } = jsonStructure(text);
  if (depth > MAX_DEPTH) return refused(faultWords('text.tooDeep', { maximum: MAX_DEPTH }));
  let value: LosslessJson;
  try {
    value = parseLossless(text);
  } catch (error) {
    return refused(faultWords('text.notJson', { message: (error as Error).message }));
  }
  if (duplicates.length === 0) return { ok: true, value };
  const lines = new LineCounter();
  for (let at = 0; at !== -1; at = text.indexOf('\n', at) + 1 || -1) lines.addNewLine(at);
  const faults = duplicates.slice(0, 20).map(({ key, offset }): TextFault => {
    const place = lines.linePos(offset);
    return {
      line: place.line,
      column: place.col,
      ...faultWords('text.keyTwice', { key: shortened(key, 60) }),
    };
  });
  return { ok: false, faults };
}

function refused(words: FaultWords): ParsedText {
  return { ok: false, faults: [{ line: undefined, column: undefined, ...words }] };
}

const TASK_FIELDS = ['type', 'space', 'query', 'input', 'params', 'execution', 'result', 'after', 'retry', 'timeout'];
const DEFINITION_FIELDS = ['name', 'description', 'tasks', 'layout'];

/** The definition as a file, fields in the order of the documentation; parseDefinitionText reads it back unchanged. */
export function printDefinition(definition: WorkflowDefinition, format: DefinitionFormat): string {
  const tasks = Object.entries(definition.tasks).map(([id, task]) => [id, inOrder(task, TASK_FIELDS)] as const);
  const ordered = inOrder({ ...definition, tasks: Object.fromEntries(tasks) }, DEFINITION_FIELDS);
  return format === 'yaml' ? printYaml(ordered as unknown as LosslessJson) : `${stringifyLossless(ordered, 2)}\n`;
}

function inOrder(record: object, fields: readonly string[]): object {
  const place = (key: string) => (fields.includes(key) ? fields.indexOf(key) : fields.length);
  const entries = Object.entries(record).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries.toSorted(([a], [b]) => place(a) - place(b)));
}
