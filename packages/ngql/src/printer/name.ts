import { KEYWORD_TYPES } from '../lexer/keywords.ts';
import { escapeString } from './escape.ts';

/** ASCII letters, digits and underscores. */
const PLAIN = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * A name as source: bare, or in backticks where it is a keyword or holds other characters.
 * @throws RangeError on names that nGQL cannot write: empty, or with a backtick
 */
export function printName(name: string): string {
  if (PLAIN.test(name) && !KEYWORD_TYPES.has(name.toUpperCase())) return name;
  if (name === '' || name.includes('`')) {
    throw new RangeError(`nGQL cannot write the name ${JSON.stringify(name)}`);
  }
  return `\`${name}\``;
}

export function printNames(names: readonly string[]): string {
  return names.map(printName).join(', ');
}

/** A key of a map: a name, or a string where it cannot be one. */
export function printKey(key: string): string {
  return key === '' || key.includes('`') ? `"${escapeString(key)}"` : printName(key);
}
