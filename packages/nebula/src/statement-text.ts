import { printValue } from '@orrery/ngql';
import type { Value } from '@orrery/contracts';

/**
 * A name of a space, tag, edge type or property, always in backticks: which names are keywords depends on the version of
 * the graph. @throws RangeError on a name that nGQL can't write
 */
export function quoteName(name: string): string {
  if (name === '' || name.includes('`')) {
    throw new RangeError(`${JSON.stringify(name)} can't be a name in nGQL: names are not empty and hold no backtick`);
  }
  return `\`${name}\``;
}

/** A value as an nGQL expression that evaluates to it. @throws RangeError on what has no literal, as NaN and vertices */
export function literal(value: Value): string {
  try {
    return printValue(value);
  } catch (error) {
    throw error instanceof TypeError ? new RangeError(error.message, { cause: error }) : error;
  }
}
