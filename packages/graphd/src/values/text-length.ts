import { executionError } from '../bind/statement-error.ts';

/** A longer text is refused, so that one expression can't take the memory of the server. */
export const MAX_TEXT_LENGTH = 1 << 24;

/** To be asked before a text of so many UTF-16 units is made. @throws StatementError ExecutionError */
export function checkTextLength(length: number): void {
  if (length > MAX_TEXT_LENGTH) {
    throw executionError(`a text would have more than ${MAX_TEXT_LENGTH} characters; make several shorter ones`);
  }
}

const SURROGATE = /[\ud800-\udfff]/;

/** Characters of a text are code points, not UTF-16 units: these are the ones from … to, as `slice` counts. */
export function sliceText(text: string, from: number, to?: number): string {
  return SURROGATE.test(text) ? Array.from(text).slice(from, to).join('') : text.slice(from, to);
}

export function countCharacters(text: string): number {
  if (!SURROGATE.test(text)) return text.length;
  let count = 0;
  for (const _character of text) count++;
  return count;
}
