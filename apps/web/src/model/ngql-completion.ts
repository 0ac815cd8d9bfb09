import { FUNCTIONS, KEYWORDS, printName } from '@orrery/ngql';
import type { Data } from '@orrery/sdk';

export type SpaceSchema = Pick<Data<'getSpace'>, 'tags' | 'edges'>;

export type CompletionKind = 'keyword' | 'function' | 'tag' | 'edge' | 'property' | 'parameter';

export interface NgqlCompletion {
  readonly label: string;
  readonly apply: string;
  readonly kind: CompletionKind;
  readonly detail?: string;
  /** Larger ones come first. */
  readonly boost?: number;
}

export interface NgqlCompletions {
  /** Offset of the word that a choice replaces. */
  readonly from: number;
  readonly options: readonly NgqlCompletion[];
}

const keyword = (label: string, boost: number): NgqlCompletion => ({ label, apply: label, kind: 'keyword', boost });
const KEYWORD_OPTIONS: readonly NgqlCompletion[] = [
  ...KEYWORDS.reserved.map((word) => keyword(word, 0)),
  ...KEYWORDS.unreserved.map((word) => keyword(word, -10)),
];

const FUNCTION_OPTIONS: readonly NgqlCompletion[] = [
  ...[...FUNCTIONS.scalar].map(([name, [least, most]]): NgqlCompletion => {
    const detail = least === most ? `(${least})` : `(${least}–${most === Infinity ? '…' : most})`;
    return { label: name, apply: `${name}(`, kind: 'function', detail };
  }),
  ...[...FUNCTIONS.aggregate]
    .filter((name) => !FUNCTIONS.scalar.has(name))
    .map((name): NgqlCompletion => ({ label: name, apply: `${name}(`, kind: 'function' })),
];

/**
 * What could stand at an offset of a statement: properties after a point, tags and edge types after a colon, edge
 * types after OVER, tags after ON and FETCH PROP ON, else keywords, functions and names of the schema. Undefined inside
 * of strings and comments, and after AS, where a new name stands.
 */
export function ngqlCompletions(
  text: string,
  offset: number,
  schema: SpaceSchema | undefined,
  parameters: readonly string[] = [],
): NgqlCompletions | undefined {
  const before = text.slice(0, offset);
  const word = /[\p{L}_][\p{L}\p{N}_]*$/u.exec(before)?.[0] ?? '';
  const from = offset - word.length;
  const lead = before.slice(0, from);
  if (lead.endsWith('${')) {
    const others = parameters.filter((name) => name !== word);
    return { from, options: others.map((name) => ({ label: name, apply: name, kind: 'parameter' })) };
  }
  if (isInText(lead) || /\bAS\s+$/iu.test(lead)) return undefined;
  const tags = names(schema?.tags, 'tag');
  const edges = names(schema?.edges, 'edge');
  if (/[\p{L}\p{N}_)\]}$^]\.$/u.test(lead)) return { from, options: propertiesAfter(lead, schema) };
  if (/\[[^\]()]*:\s*$|\[[^\]()]*\|:?\s*$/u.test(lead)) return { from, options: edges };
  if (/\([^()[\]]*:\s*$/u.test(lead)) return { from, options: tags };
  if (/\bOVER\s+(?:[\p{L}\p{N}_`]+\s*,\s*)*$/iu.test(lead)) return { from, options: edges };
  if (/\bON\s+$/iu.test(lead)) return { from, options: [...tags, ...edges] };
  if (/\{\s*$|\{[^{}]*,\s*$/u.test(lead) && /[(:[][^()[\]]*\{[^{}]*$/u.test(lead)) {
    return { from, options: propertiesOfPattern(lead, schema) };
  }
  return { from, options: [...KEYWORD_OPTIONS, ...FUNCTION_OPTIONS, ...tags, ...edges] };
}

function names(items: SpaceSchema['tags'] | undefined, kind: 'tag' | 'edge'): NgqlCompletion[] {
  return (items ?? []).map(({ name }) => ({ label: name, apply: printName(name), kind, boost: 20 }));
}

type SchemaItem = SpaceSchema['tags'][number];

function properties(items: readonly SchemaItem[]): NgqlCompletion[] {
  const found = new Map<string, NgqlCompletion>();
  for (const item of items) {
    for (const { name, type } of item.properties) {
      if (!found.has(name)) {
        found.set(name, { label: name, apply: printName(name), kind: 'property', detail: `${item.name} · ${type}` });
      }
    }
  }
  return [...found.values()];
}

/** `player.` has a tag's properties, `v.` tags and all properties. */
function propertiesAfter(lead: string, schema: SpaceSchema | undefined): NgqlCompletion[] {
  const items = [...(schema?.tags ?? []), ...(schema?.edges ?? [])];
  const owner = /([\p{L}_][\p{L}\p{N}_]*)`?\.$/u.exec(lead)?.[1];
  const own = items.filter(({ name }) => name === owner);
  if (own.length > 0) return properties(own);
  return [...names(schema?.tags, 'tag'), ...properties(items)];
}

function propertiesOfPattern(lead: string, schema: SpaceSchema | undefined): NgqlCompletion[] {
  const items = [...(schema?.tags ?? []), ...(schema?.edges ?? [])];
  const owner = /:\s*([\p{L}_][\p{L}\p{N}_]*)\s*\{[^{}]*$/u.exec(lead)?.[1];
  const own = items.filter(({ name }) => name === owner);
  return properties(own.length > 0 ? own : items);
}

/** True where the end of `lead` is inside a quoted string or a comment. */
function isInText(lead: string): boolean {
  const rest = lead.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`|\/\*[\s\S]*?\*\/|(?:#|\/\/)[^\n]*\n/g, ' ');
  return /["'`#]|\/\*|\/\//.test(rest);
}
