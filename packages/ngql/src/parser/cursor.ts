import { INT64_MAX } from '@orrery/contracts';
import type { Expression } from '../ast/expression.ts';
import { unescape } from '../lexer/lexer.ts';
import { NAME_TYPES } from '../lexer/keywords.ts';
import type { Tokens } from '../lexer/tokens.ts';
import { NgqlDepthError, NgqlSyntaxError } from '../syntax-error.ts';

/** What a parse knows of its surroundings. */
export interface ParseContext {
  /** Names of the session's parameters; undefined: any `$name` may be one. */
  readonly parameters: ReadonlySet<string> | undefined;
  /** Whether a function exists, by lower-case name and number of arguments. */
  readonly hasFunction: (name: string, count: number) => boolean;
  /** Deepest nesting of expressions and statements. */
  readonly maxDepth: number;
  /** The rule of an expression inside another one, which the rules it is made of reach through here. */
  readonly inner: (cursor: Cursor) => Expression;
}

/**
 * A place in the tokens, with the small steps that every rule of the grammar is made of. `at…` look, `accept…` move
 * on when they match, `expect…` move on or throw.
 */
export class Cursor {
  readonly tokens: Tokens;
  readonly text: string;
  readonly context: ParseContext;
  /** Index of the next token. */
  index = 0;
  /** Type of the next token. */
  type: string;
  private depth = 0;

  constructor(tokens: Tokens, context: ParseContext) {
    this.tokens = tokens;
    this.text = tokens.text;
    this.context = context;
    this.type = tokens.types[0]!;
  }

  /** Source offset of the next token. */
  get offset(): number {
    return this.tokens.starts[this.index]!;
  }

  /** Exclusive end of the last token that was taken. */
  get end(): number {
    return this.index === 0 ? 0 : this.tokens.ends[this.index - 1]!;
  }

  /** Type of the token `ahead` places after the next one. */
  peek(ahead: number): string {
    return this.tokens.types[this.index + ahead] ?? 'end';
  }

  advance(): void {
    this.index++;
    this.type = this.tokens.types[this.index] ?? 'end';
  }

  /** Go to a token, forward or back. */
  seek(index: number): void {
    this.index = index;
    this.type = this.tokens.types[index] ?? 'end';
  }

  at(type: string): boolean {
    return this.type === type;
  }

  /** True when the next tokens have these types. */
  atAll(...types: readonly string[]): boolean {
    return types.every((type, ahead) => this.peek(ahead) === type);
  }

  accept(type: string): boolean {
    if (this.type !== type) return false;
    this.advance();
    return true;
  }

  /** Moves past all the types or none. */
  acceptAll(...types: readonly string[]): boolean {
    if (!this.atAll(...types)) return false;
    this.seek(this.index + types.length);
    return true;
  }

  expect(type: string): void {
    if (this.type !== type) this.fail();
    this.advance();
  }

  expectAll(...types: readonly string[]): void {
    for (const type of types) this.expect(type);
  }

  /** Source text of the next token. */
  get tokenText(): string {
    return this.text.slice(this.tokens.starts[this.index], this.tokens.ends[this.index]);
  }

  /** Refuses the next token. At the end of the text, NebulaGraph's place is the last token. */
  fail(what = 'syntax error'): never {
    const index = this.type === 'end' && this.index > 0 ? this.index - 1 : this.index;
    throw new NgqlSyntaxError(what, this.text, this.tokens.starts[index]!, this.tokens.ends[index]!);
  }

  /** Refuses what was read from an offset up to here. */
  failFrom(offset: number, what: string): never {
    throw new NgqlSyntaxError(what, this.text, offset, this.end);
  }

  /** @throws NgqlDepthError about what was read from an offset up to here, or about the next token */
  failDepth(offset?: number): never {
    const [start, end] = offset === undefined ? [this.offset, this.tokens.ends[this.index]!] : [offset, this.end];
    throw new NgqlDepthError(this.context.maxDepth, this.text, start, end);
  }

  /** Runs a rule one level deeper. @throws NgqlDepthError beyond the context's depth */
  nested<T>(rule: (cursor: Cursor) => T): T {
    if (++this.depth > this.context.maxDepth) this.failDepth();
    const result = rule(this);
    this.depth--;
    return result;
  }

  /** Runs a rule; undefined, and back where it was, when the text is not of that form. */
  attempt<T>(rule: (cursor: Cursor) => T): T | undefined {
    const { index, depth } = this;
    try {
      return rule(this);
    } catch (error) {
      if (!(error instanceof NgqlSyntaxError)) throw error;
      this.seek(index);
      this.depth = depth;
      return undefined;
    }
  }

  atName(): boolean {
    return this.type === 'label' || this.type === 'quoted' || NAME_TYPES.has(this.type);
  }

  /** A name: bare, an unreserved keyword, which stands for itself in lower case, or in backticks. */
  name(): string {
    const { type } = this;
    if (type === 'quoted') {
      const name = this.text.slice(this.offset + 1, this.tokens.ends[this.index]! - 1);
      this.advance();
      return name;
    }
    if (type !== 'label' && !NAME_TYPES.has(type)) this.fail();
    const name = type === 'label' ? this.tokenText : type.toLowerCase();
    this.advance();
    return name;
  }

  names(): string[] {
    const names = [this.name()];
    while (this.accept(',')) names.push(this.name());
    return names;
  }

  /** A word that is no keyword, compared without case: `partition_num`, `SECONDS`. */
  atWord(word: string): boolean {
    return this.type === 'label' && this.tokenText.toUpperCase() === word;
  }

  acceptWord(word: string): boolean {
    if (!this.atWord(word)) return false;
    this.advance();
    return true;
  }

  atString(): boolean {
    return this.type === 'string' || this.type === 'escaped';
  }

  string(): string {
    const start = this.offset + 1;
    const end = this.tokens.ends[this.index]! - 1;
    if (this.type === 'string') {
      this.advance();
      return this.text.slice(start, end);
    }
    if (this.type === 'placeholder') {
      this.advance();
      return '';
    }
    if (this.type !== 'escaped') this.fail();
    const value = unescape(this.text, start, end);
    this.advance();
    return value;
  }

  atInt(): boolean {
    return this.type === 'int' || this.type === 'placeholder';
  }

  /** An int without sign, at most `max`. */
  int(max = INT64_MAX): bigint {
    if (this.type === 'placeholder') {
      this.advance();
      return 1n;
    }
    if (this.type !== 'int') this.fail();
    const start = this.offset;
    const end = this.tokens.ends[this.index]!;
    const value = intOf(this.text, start, end);
    if (value > max) this.fail('Out of range:');
    this.advance();
    return value;
  }

  /** An int with an optional sign. */
  signedInt(): bigint {
    if (this.accept('-')) return -this.int(INT64_MAX + 1n);
    this.accept('+');
    return this.int();
  }

  /** An expression inside another one. */
  inner(): Expression {
    return this.context.inner(this);
  }

  /** One or more, separated by commas. */
  list<T>(item: (cursor: Cursor) => T): T[] {
    const items = [item(this)];
    while (this.accept(',')) items.push(item(this));
    return items;
  }

  /** `IF NOT EXISTS` */
  ifNotExists(): boolean {
    if (!this.accept('IF')) return false;
    this.expectAll('NOT', 'EXISTS');
    return true;
  }

  /** `IF EXISTS` */
  ifExists(): boolean {
    if (!this.accept('IF')) return false;
    this.expect('EXISTS');
    return true;
  }
}

/** Decimal, octal with a leading 0, or hexadecimal. Digits 8 and 9 make `08` decimal. */
function intOf(text: string, start: number, end: number): bigint {
  const length = end - start;
  if (length < 16 && text.charCodeAt(start) !== 48) return BigInt(Number(text.slice(start, end)));
  const digits = text.slice(start, end);
  if (length === 1 || digits.charCodeAt(0) !== 48 || (digits.charCodeAt(1) | 32) === 120) return BigInt(digits);
  return /^[0-7]+$/.test(digits) ? BigInt(`0o${digits}`) : BigInt(digits);
}
