import { doubleText, INT64_MAX, INT64_MIN } from '@orrery/contracts';
import { escapeString, printString } from '../printer/escape.ts';
import { tokenize } from '../lexer/lexer.ts';
import { positionOf } from '../syntax-error.ts';
import { findParameters, type ParameterOccurrence } from './find-parameters.ts';

/** A value of a parameter: a bigint is an int, a number a double. */
export type ParameterScalar = string | bigint | number | boolean | null;
export type SubstitutionValue = ParameterScalar | readonly ParameterScalar[];

/** A parameter that has no value, an unusable one, or stands where no value can be written. */
export class ParameterError extends Error {
  override readonly name = 'ParameterError';
  /** The parameters at fault. */
  readonly parameters: readonly string[];
  constructor(message: string, parameters: readonly string[]) {
    super(message);
    this.parameters = parameters;
  }
}

/**
 * Puts values in the place of every `${name}`: outside quotes as nGQL literals (a list as literals with commas between),
 * inside a quoted string as escaped text (a list joined by commas). Comments stay as they are. Whatever the values hold,
 * they end no literal and join no neighbouring token: the statement parses to the same tree as with harmless values, and
 * each literal reads back to exactly its value.
 *
 * @param values by name; names that the text does not use are ignored
 * @throws ParameterError when values are missing (all of them are named), not finite, ints beyond 64 bits, or empty lists
 * where a literal must stand; or when a parameter stands in backticks
 * @throws NgqlSyntaxError on a text whose strings, backticks or comments do not end
 */
export function substituteParameters(text: string, values: ReadonlyMap<string, SubstitutionValue>): string {
  const occurrences = findParameters(text).filter(({ context }) => context !== 'comment');
  refuseBackticks(text, occurrences);
  const missing = new Set(occurrences.map(({ name }) => name).filter((name) => !values.has(name)));
  if (missing.size > 0) {
    const names = [...missing];
    const noun = names.length === 1 ? 'parameter has' : 'parameters have';
    throw new ParameterError(`${names.length} ${noun} no value: ${names.join(', ')}`, names);
  }
  tokenize(text, { placeholders: true });
  let result = '';
  let copied = 0;
  for (const occurrence of occurrences) {
    const value = values.get(occurrence.name)!;
    if (occurrence.context === 'string') {
      result += closedText(text, copied, occurrence) + stringText(occurrence.name, value);
    } else {
      result += text.slice(copied, occurrence.start) + literalText(text, occurrence, value);
    }
    copied = occurrence.end;
  }
  return result + text.slice(copied);
}

function refuseBackticks(text: string, occurrences: readonly ParameterOccurrence[]): void {
  const inName = occurrences.find(({ context }) => context === 'backticks');
  if (inName === undefined) return;
  const { line, column } = positionOf(text, inName.start);
  throw new ParameterError(
    `parameter ${inName.name} stands in backticks (line ${line}, column ${column}); a parameter can be a value or a part ` +
      'of a string, not a name',
    [inName.name],
  );
}

/** The text before an occurrence, with an escape that the value could join written in full: `\1` as `\001`. */
function closedText(text: string, from: number, { start, openEscape }: ParameterOccurrence): string {
  if (openEscape < from) return text.slice(from, start);
  const escape = text.slice(openEscape + 1, start);
  const closed = /^[0-7]/.test(escape) ? `\\${escape.padStart(3, '0')}` : escape;
  return text.slice(from, openEscape) + closed;
}

function stringText(name: string, value: SubstitutionValue): string {
  if (isList(value)) return value.map((item) => stringText(name, item)).join(',');
  return typeof value === 'string' ? escapeString(value) : scalarText(name, value);
}

/** Neighbours that no literal can join. */
const NEUTRAL_BEFORE = /[ \t\r\n([{,;:]/;
const NEUTRAL_AFTER = /[ \t\r\n)\]},;]/;

function literalText(text: string, { name, start, end }: ParameterOccurrence, value: SubstitutionValue): string {
  if (isList(value) && value.length === 0) {
    throw new ParameterError(`parameter ${name} is an empty list, which has no literal outside of quotes`, [name]);
  }
  const literal = isList(value) ? value.map((item) => scalarText(name, item)).join(', ') : scalarText(name, value);
  const before = text[start - 1];
  const after = text[end];
  return (
    (before === undefined || NEUTRAL_BEFORE.test(before) ? '' : ' ') +
    literal +
    (after === undefined || NEUTRAL_AFTER.test(after) ? '' : ' ')
  );
}

function isList(value: SubstitutionValue): value is readonly ParameterScalar[] {
  return Array.isArray(value);
}

function scalarText(name: string, value: ParameterScalar): string {
  switch (typeof value) {
    case 'string':
      return printString(value);
    case 'bigint':
      if (value < INT64_MIN || value > INT64_MAX) {
        throw new ParameterError(`parameter ${name} is ${value}, which is no 64-bit integer`, [name]);
      }
      return value.toString();
    case 'number':
      if (!Number.isFinite(value)) {
        throw new ParameterError(`parameter ${name} is ${value}, which nGQL cannot write`, [name]);
      }
      return doubleText(value);
    case 'boolean':
      return value ? 'true' : 'false';
    default:
      return 'NULL';
  }
}
