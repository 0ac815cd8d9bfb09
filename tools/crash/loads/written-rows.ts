/** One row that is set to a text, or removed. */
export interface Change {
  readonly key: string;
  readonly text: string | undefined;
}

/** A statement with what it does, in the pieces that are there as a whole or not at all, one after the other. */
export interface Write {
  readonly statement: string;
  readonly pieces: readonly (readonly Change[])[];
  /** It removes more than one transaction does, in an order that is the graph's: any part of its one piece may be done. */
  readonly isAnyPart?: boolean;
}

export type Rows = ReadonlyMap<string, string>;

/** INSERT and DELETE write so many rows in one transaction (docs/ngql-differences.md). */
export const PIECE_ROWS = 256;

/** The pieces of an INSERT whose rows make these changes. */
export function insertPieces(rows: readonly (readonly Change[])[]): Change[][] {
  const pieces: Change[][] = [];
  for (let at = 0; at < rows.length; at += PIECE_ROWS) pieces.push(rows.slice(at, at + PIECE_ROWS).flat());
  return pieces;
}

/** What one writer has written: rows that were acknowledged, and the write that was not yet. */
export class WrittenRows {
  readonly #rows = new Map<string, string>();
  #pending: (readonly Change[])[] = [];
  #isAnyPart = false;

  get rows(): Rows {
    return this.#rows;
  }

  begin({ pieces, isAnyPart = false }: Pick<Write, 'pieces' | 'isAnyPart'>): void {
    this.#pending = [...pieces];
    this.#isAnyPart = isAnyPart;
  }

  /** The first of the pending pieces is there. */
  acknowledgePiece(): void {
    this.#apply(this.#pending.shift() ?? []);
  }

  acknowledge(): void {
    for (const piece of this.#pending.splice(0)) this.#apply(piece);
  }

  /**
   * Compares with what is there, which must be what was acknowledged with none, some, or all of the pending pieces in
   * their order; goes on from there. @returns what is wrong, undefined when nothing
   */
  settle(found: Rows): string | undefined {
    const pending = this.#pending.splice(0);
    if (this.#isAnyPart) {
      for (const piece of pending.splice(0)) this.#apply(piece.filter(({ key }) => !found.has(key)));
    }
    const first = difference(this.#rows, found);
    let differs = first;
    for (const piece of pending) {
      if (differs === undefined) break;
      this.#apply(piece);
      differs = difference(this.#rows, found);
    }
    if (differs === undefined) return undefined;
    const more = pending.length === 0 ? '' : `; none of 1 to ${pending.length} pending pieces explains it (${differs})`;
    return `${first}${more}`;
  }

  #apply(piece: readonly Change[]): void {
    for (const { key, text } of piece) {
      if (text === undefined) this.#rows.delete(key);
      else this.#rows.set(key, text);
    }
  }
}

/** Some of the rows that differ, as a text; undefined when there are none. */
export function difference(expected: Rows, found: Rows): string | undefined {
  const keys = [...new Set([...expected.keys(), ...found.keys()])].filter(
    (key) => expected.get(key) !== found.get(key),
  );
  if (keys.length === 0) return undefined;
  const shown = keys
    .slice(0, 5)
    .map((key) => `${key} is ${found.get(key) ?? 'missing'}, expected ${expected.get(key) ?? 'nothing'}`);
  return `${keys.length} rows differ: ${shown.join('; ')}`;
}
