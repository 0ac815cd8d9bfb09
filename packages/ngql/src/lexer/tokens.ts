/**
 * The tokens of a text as parallel arrays, so that the parser can look ahead and go back at no cost.
 *
 * A type is an interned string: the upper-case text of a keyword, the text of a punctuation, or one of `label`
 * (bare name), `quoted` (name in backticks), `int`, `double`, `string` (no escapes), `escaped` (string with escapes),
 * `variable` (`$name`), `placeholder` (`${name}`, where asked for), `unknown` (a character nGQL has no use for) and
 * `end`, always the last.
 */
export class Tokens {
  readonly text: string;
  readonly types: string[] = [];
  starts: Int32Array;
  ends: Int32Array;
  constructor(text: string) {
    this.text = text;
    const capacity = Math.max(16, text.length >> 2);
    this.starts = new Int32Array(capacity);
    this.ends = new Int32Array(capacity);
  }

  push(type: string, start: number, end: number): void {
    const index = this.types.length;
    if (index === this.starts.length) this.grow();
    this.types.push(type);
    this.starts[index] = start;
    this.ends[index] = end;
  }

  private grow(): void {
    const { starts, ends } = this;
    this.starts = new Int32Array(starts.length * 2);
    this.ends = new Int32Array(ends.length * 2);
    this.starts.set(starts);
    this.ends.set(ends);
  }
}
