/** The source range of a node: UTF-16 offsets into the parsed text, `end` exclusive. */
export interface Span {
  readonly offset: number;
  readonly end: number;
}
