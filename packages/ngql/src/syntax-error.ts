/** Line and column, both from 1, of an offset. Columns count UTF-16 units. */
export function positionOf(text: string, offset: number): { line: number; column: number } {
  let line = 1;
  let lineStart = 0;
  for (let i = text.indexOf('\n'); i >= 0 && i < offset; i = text.indexOf('\n', i + 1)) {
    line++;
    lineStart = i + 1;
  }
  return { line, column: offset - lineStart + 1 };
}

/**
 * A text that is not nGQL. `message` has NebulaGraph's form, such as ``syntax error near `x'``; the offset (UTF-16),
 * line and column (from 1) say where.
 */
export class NgqlSyntaxError extends Error {
  override readonly name: string = 'NgqlSyntaxError';
  readonly offset: number;
  /** Exclusive end of what was refused. */
  readonly end: number;
  readonly line: number;
  readonly column: number;
  constructor(what: string, text: string, offset: number, end: number) {
    super(`${what} near \`${excerpt(text, offset, end)}'`);
    this.offset = offset;
    this.end = end;
    const { line, column } = positionOf(text, offset);
    this.line = line;
    this.column = column;
  }
}

/** A text that nests deeper than is allowed. */
export class NgqlDepthError extends NgqlSyntaxError {
  override readonly name = 'NgqlDepthError';
  constructor(maxDepth: number, text: string, offset: number, end: number) {
    super(`The above expression's depth exceeds the maximum depth:${maxDepth}`, text, offset, end);
  }
}

/** NebulaGraph quotes up to 80 characters of what was refused, and 8 from its start where it is a single character. */
function excerpt(text: string, offset: number, end: number): string {
  return end - offset > 1 ? text.slice(offset, Math.min(end, offset + 80)) : text.slice(offset, offset + 8);
}
