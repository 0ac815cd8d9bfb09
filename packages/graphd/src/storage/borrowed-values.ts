import type { DatabaseOptions, RangeOptions, RootDatabase } from 'lmdb';
import type { ReadContext } from './block-tree.ts';

/** Takes a value of `size` bytes, which are overwritten by the next read of any database: they must be copied at once. */
export type TakeValue = (bytes: Uint8Array, size: number) => void;

/**
 * A database whose values are looked at where LMDB put them. A buffer of its own for each value, which lmdb-js makes
 * otherwise, is half the time of reading many.
 */
export class BorrowedValues {
  readonly #db: { getRange(options: RangeOptions & ReadContext): Iterable<{ readonly key: Uint8Array }> };
  #take: TakeValue = () => {};

  /** `name`: of a database that is there. */
  constructor(root: RootDatabase<Uint8Array, Uint8Array>, name: string) {
    const encoder = {
      encode: (value: Uint8Array): Uint8Array => value,
      decode: (bytes: Uint8Array, size: number): void => this.#take(bytes, size),
    };
    const options: DatabaseOptions & { encoder: typeof encoder } = { encoder, keyEncoding: 'binary' };
    this.#db = root.openDB<Uint8Array, Uint8Array>(name, options);
  }

  /** Gives `take` the values of a range, in order; within it nothing may be read. Returns the last key. */
  read(range: RangeOptions & ReadContext, take: TakeValue): Uint8Array | undefined {
    this.#take = take;
    let last: Uint8Array | undefined;
    for (const { key } of this.#db.getRange(range)) last = key;
    return last;
  }
}
