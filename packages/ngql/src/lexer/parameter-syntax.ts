/**
 * Exclusive end of the `${name}` that starts at an offset, or 0 when there is none. Names have the form of those in a
 * workflow definition: a letter or underscore, then letters, digits, underscores.
 */
export function parameterEnd(text: string, start: number): number {
  if (text.charCodeAt(start) !== 36 || text.charCodeAt(start + 1) !== 123) return 0;
  let i = start + 2;
  for (; i < text.length; i++) {
    const c = text.charCodeAt(i);
    const letter = (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || c === 95;
    if (!letter && !(c >= 48 && c <= 57 && i > start + 2)) break;
  }
  return i > start + 2 && text.charCodeAt(i) === 125 ? i + 1 : 0;
}
