import { inOneGo } from '../in-one-go.ts';
import { NgqlSyntaxError } from '../syntax-error.ts';
import { KEYWORD_TYPES, LONGEST_KEYWORD } from './keywords.ts';
import { parameterEnd } from './parameter-syntax.ts';
import { Tokens } from './tokens.ts';

export interface LexerOptions {
  /** Accept `${name}` as a token of its own. */
  readonly placeholders?: boolean;
}

/** Punctuation by first character, longest first. `--`, `]-` and `]->` are tokens, as in NebulaGraph's scanner. */
const PUNCTUATION: ReadonlyMap<number, readonly string[]> = new Map(
  Object.entries({
    '(': ['('],
    ')': [')'],
    '[': ['['],
    ']': [']->', ']-', ']'],
    '{': ['{'],
    '}': ['}'],
    ',': [','],
    ';': [';'],
    ':': [':'],
    '?': ['?'],
    '|': ['|'],
    '@': ['@'],
    '+': ['+'],
    '*': ['*'],
    '/': ['/'],
    '%': ['%'],
    '.': ['..', '.'],
    '-': ['-->', '--', '->', '-'],
    '<': ['<-->', '<--', '<-', '<=', '<>', '<'],
    '>': ['>=', '>'],
    '=': ['==', '=~', '='],
    '!': ['!=', '!'],
  }).map(([first, tokens]) => [first.charCodeAt(0), tokens]),
);

const isDigit = (c: number): boolean => c >= 48 && c <= 57;
const isOctal = (c: number): boolean => c >= 48 && c <= 55;
const isHex = (c: number): boolean => isDigit(c) || (c >= 65 && c <= 70) || (c >= 97 && c <= 102);
const isLetter = (c: number): boolean => (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || c === 95;
/** White space beyond ASCII ends a name; every other character beyond ASCII may be part of one. */
const isSpace = (c: number): boolean =>
  c <= 32
    ? c === 32 || (c >= 9 && c <= 13)
    : c >= 0xa0 &&
      (c === 0xa0 ||
        c === 0x3000 ||
        c === 0xfeff ||
        (c >= 0x2000 && c <= 0x200a) ||
        c === 0x2028 ||
        c === 0x2029 ||
        c === 0x202f);
const isNameStart = (c: number): boolean => isLetter(c) || (c >= 0x80 && !isSpace(c));
const isNamePart = (c: number): boolean => isLetter(c) || isDigit(c) || (c >= 0x80 && !isSpace(c));

/** Characters of a step; a millisecond or two. */
const STEP_LENGTH = 1 << 15;

/**
 * Cuts a text into tokens, in time linear in its length.
 * @throws NgqlSyntaxError on a string, backtick or comment that does not end
 */
export function tokenize(text: string, options: LexerOptions = {}): Tokens {
  return inOneGo(tokenSteps(text, options));
}

/** The same with a yield after every so many characters. */
export function* tokenSteps(text: string, options: LexerOptions): Generator<undefined, Tokens> {
  const tokens = new Tokens(text);
  for (let at = 0; at < text.length;) {
    at = lex(tokens, at, Math.min(text.length, at + STEP_LENGTH), options);
    if (at < text.length) yield;
  }
  tokens.push('end', text.length, text.length);
  return tokens;
}

/** Pushes the tokens that begin from a position up to another; returns where the last of them ends. */
function lex(tokens: Tokens, from: number, until: number, options: LexerOptions): number {
  const { text } = tokens;
  const length = text.length;
  let i = from;
  while (i < until) {
    const c = text.charCodeAt(i);
    if (c === 32 || (c <= 13 && c >= 9)) {
      i++;
    } else if (isNameStart(c)) {
      const start = i++;
      while (i < length && isNamePart(text.charCodeAt(i))) i++;
      const type = i - start > LONGEST_KEYWORD ? undefined : KEYWORD_TYPES.get(text.slice(start, i).toUpperCase());
      tokens.push(type ?? 'label', start, i);
    } else if (c === 34 || c === 39) {
      i = lexString(tokens, i, c);
    } else if (isDigit(c) || (c === 46 && isDigit(text.charCodeAt(i + 1)))) {
      i = lexNumber(tokens, i);
    } else if (c === 96) {
      const end = text.indexOf('`', i + 1);
      if (end < 0) throw new NgqlSyntaxError('Unterminated backtick', text, i, length);
      if (end === i + 1) throw new NgqlSyntaxError('syntax error', text, i, end + 1);
      tokens.push('quoted', i, end + 1);
      i = end + 1;
    } else if (c === 36) {
      i = lexDollar(tokens, i, options.placeholders === true);
    } else if (c === 35 || (c === 47 && text.charCodeAt(i + 1) === 47)) {
      const end = text.indexOf('\n', i);
      i = end < 0 ? length : end + 1;
    } else if (c === 47 && text.charCodeAt(i + 1) === 42) {
      const end = text.indexOf('*/', i + 2);
      if (end < 0) throw new NgqlSyntaxError('unterminated comment', text, i, length);
      i = end + 2;
    } else if (isSpace(c)) {
      i++;
    } else {
      i = lexPunctuation(tokens, i, c);
    }
  }
  return i;
}

function lexPunctuation(tokens: Tokens, start: number, first: number): number {
  const { text } = tokens;
  for (const punctuation of PUNCTUATION.get(first) ?? []) {
    if (punctuation.length === 1 || text.startsWith(punctuation, start)) {
      tokens.push(punctuation, start, start + punctuation.length);
      return start + punctuation.length;
    }
  }
  tokens.push('unknown', start, start + 1);
  return start + 1;
}

function lexString(tokens: Tokens, start: number, quote: number): number {
  const { text } = tokens;
  let escaped = false;
  for (let i = start + 1; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === quote) {
      tokens.push(escaped ? 'escaped' : 'string', start, i + 1);
      return i + 1;
    }
    if (c === 92) {
      escaped = true;
      i++;
    } else if (c === 10) {
      throw new NgqlSyntaxError('Unterminated string (write a line break as \\n):', text, start, i);
    }
  }
  throw new NgqlSyntaxError('Unterminated string:', text, start, text.length);
}

/** Decimal, octal (0…) and hexadecimal (0x…) ints, doubles; `1..3` is a range of two ints. */
function lexNumber(tokens: Tokens, start: number): number {
  const { text } = tokens;
  let i = start;
  if (text.charCodeAt(i) === 48 && (text.charCodeAt(i + 1) | 32) === 120 && isHex(text.charCodeAt(i + 2))) {
    i += 3;
    while (isHex(text.charCodeAt(i))) i++;
    tokens.push('int', start, i);
    return i;
  }
  let type = 'int';
  while (isDigit(text.charCodeAt(i))) i++;
  if (text.charCodeAt(i) === 46 && text.charCodeAt(i + 1) !== 46) {
    type = 'double';
    i++;
    while (isDigit(text.charCodeAt(i))) i++;
  }
  if ((text.charCodeAt(i) | 32) === 101) {
    const sign = text.charCodeAt(i + 1);
    const digits = sign === 43 || sign === 45 ? i + 2 : i + 1;
    if (isDigit(text.charCodeAt(digits))) {
      type = 'double';
      i = digits + 1;
      while (isDigit(text.charCodeAt(i))) i++;
    }
  }
  tokens.push(type, start, i);
  return i;
}

function lexDollar(tokens: Tokens, start: number, placeholders: boolean): number {
  const { text } = tokens;
  const next = text.charCodeAt(start + 1);
  if (next === 45 || next === 94 || next === 36) {
    const type = next === 45 ? '$-' : next === 94 ? '$^' : '$$';
    tokens.push(type, start, start + 2);
    return start + 2;
  }
  if (isNameStart(next)) {
    let i = start + 2;
    while (i < text.length && isNamePart(text.charCodeAt(i))) i++;
    tokens.push('variable', start, i);
    return i;
  }
  if (placeholders && next === 123) {
    const end = parameterEnd(text, start);
    if (end > 0) {
      tokens.push('placeholder', start, end);
      return end;
    }
  }
  tokens.push('unknown', start, start + 1);
  return start + 1;
}

/**
 * The value of a string token with escapes: `\n \t \r \b \f`, `\ooo` (octal, a byte of UTF-8), `\uHHHH` or `\xHHHH`
 * (a UTF-16 unit), and `\c` for any other character c itself.
 */
export function unescape(text: string, start: number, end: number): string {
  let result = '';
  let copied = start;
  let bytes: number[] = [];
  const flush = (): void => {
    if (bytes.length > 0) result += new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(bytes));
    bytes = [];
  };
  for (let i = start; i < end;) {
    if (text.charCodeAt(i) !== 92) {
      i++;
      continue;
    }
    if (i > copied) {
      flush();
      result += text.slice(copied, i);
    }
    const c = text.charCodeAt(i + 1);
    let next = i + 2;
    if (isOctal(c)) {
      let value = c - 48;
      while (next < i + 4 && next < end && isOctal(text.charCodeAt(next)))
        value = value * 8 + text.charCodeAt(next++) - 48;
      if (value > 255) throw new NgqlSyntaxError('Out of range:', text, i, next);
      bytes.push(value);
    } else {
      flush();
      if (((c | 32) === 117 || (c | 32) === 120) && isHexRun(text, next, end)) {
        result += String.fromCharCode(Number.parseInt(text.slice(next, next + 4), 16));
        next += 4;
      } else {
        result += SIMPLE_ESCAPES.get(c) ?? text[i + 1]!;
      }
    }
    i = next;
    copied = next;
  }
  flush();
  return result + text.slice(copied, end);
}

const SIMPLE_ESCAPES: ReadonlyMap<number, string> = new Map([
  [110, '\n'],
  [116, '\t'],
  [114, '\r'],
  [98, '\b'],
  [102, '\f'],
]);

function isHexRun(text: string, start: number, end: number): boolean {
  if (start + 4 > end) return false;
  for (let i = start; i < start + 4; i++) if (!isHex(text.charCodeAt(i))) return false;
  return true;
}
