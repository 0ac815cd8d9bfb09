import { parameterEnd } from '../lexer/parameter-syntax.ts';

/** Where a `${name}` stands: as a value, inside a quoted string, inside a name in backticks, or in a comment. */
export type ParameterPlace = 'literal' | 'string' | 'backticks' | 'comment';

/** One `${name}` of a text; `start` and `end` (exclusive) are UTF-16 offsets of the whole `${name}`. */
export interface ParameterOccurrence {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly context: ParameterPlace;
  /**
   * Offset of a backslash escape in front that is so short that the value's first characters could join it
   * (`"\1${x}"`), else -1.
   */
  readonly openEscape: number;
}

/** Opening text -> what ends it. Order: longer openings first. */
const REGIONS: readonly (readonly [string, string, ParameterPlace])[] = [
  ['"', '"', 'string'],
  ["'", "'", 'string'],
  ['`', '`', 'backticks'],
  ['//', '\n', 'comment'],
  ['#', '\n', 'comment'],
  ['/*', '*/', 'comment'],
];

/** First characters of the openings. */
const REGION_STARTS = /["'`/#]/;

/**
 * Finds every `${name}`, in order. Regions are told apart exactly as the lexer does; one that does not end reaches to
 * the end of the text. `\${name}` in a string and `$${name}` outside are no parameters.
 */
export function findParameters(text: string): ParameterOccurrence[] {
  const found: ParameterOccurrence[] = [];
  let i = 0;
  while (i < text.length) {
    const region = REGION_STARTS.test(text[i]!) ? REGIONS.find(([opening]) => text.startsWith(opening, i)) : undefined;
    if (region !== undefined) {
      const [opening, closing, context] = region;
      i = scanRegion(text, i + opening.length, closing, context, found);
      continue;
    }
    const end = parameterEnd(text, i);
    if (end > 0) {
      found.push({ name: text.slice(i + 2, end - 1), start: i, end, context: 'literal', openEscape: -1 });
      i = end;
    } else {
      // `$$`, `$^` and `$-` are tokens of two characters.
      i += text[i] === '$' && '$^-'.includes(text[i + 1] ?? ' ') ? 2 : 1;
    }
  }
  return found;
}

function scanRegion(
  text: string,
  start: number,
  closing: string,
  context: ParameterPlace,
  found: ParameterOccurrence[],
): number {
  let escape = -1;
  let i = start;
  while (i < text.length) {
    if (text.startsWith(closing, i)) return i + closing.length;
    if (context === 'string' && text[i] === '\\') {
      escape = i;
      i += 2;
      continue;
    }
    const end = parameterEnd(text, i);
    if (end === 0) {
      i++;
      continue;
    }
    const open = escape >= 0 && isOpenEscape(text.slice(escape + 1, i)) ? escape : -1;
    found.push({ name: text.slice(i + 2, end - 1), start: i, end, context, openEscape: open });
    i = end;
  }
  return text.length;
}

/** An octal escape of fewer than 3 digits, or a hexadecimal one of fewer than 4. */
function isOpenEscape(escape: string): boolean {
  return /^[0-7]{1,2}$/.test(escape) || /^[uUxX][0-9a-fA-F]{0,3}$/.test(escape);
}
