import type { Batch, Compiled, Row } from '../../bind/scope.ts';
import type { PlanNodeOf } from '../../plan/plan-node.ts';
import { equalityKey, equalityKeys } from '../../values/equality-keys.ts';
import { BATCH_ROWS, type Execution } from '../execution.ts';
import type { MemoryAccount } from '../memory-account.ts';

/** Rows of the left that are gathered before it is known which side is held. */
const MOST_LEFT_ROWS = 1 << 16;

/** What a name and its list of rows take. */
const ENTRY_BYTES = 64;

/** Rows of one side by the values that have to be equal, and the memory that they take. */
class RowIndex {
  readonly #memory: MemoryAccount;
  readonly #rows = new Map<string, Row[]>();
  #heldBytes = 0;

  constructor(memory: MemoryAccount) {
    this.#memory = memory;
  }

  hold(row: Row): void {
    this.#heldBytes += this.#memory.holdRow(row);
  }

  release(): void {
    this.#memory.release(this.#heldBytes);
  }

  add(row: Row, keys: readonly Compiled[]): void {
    let name = '';
    for (const key of keys) {
      const part = equalityKey(key(row));
      if (part === undefined) return;
      name += part;
    }
    const rows = this.#rows.get(name);
    if (rows) {
      rows.push(row);
      return;
    }
    this.#rows.set(name, [row]);
    this.#memory.hold(ENTRY_BYTES + name.length);
    this.#heldBytes += ENTRY_BYTES + name.length;
  }

  /** Those that may equal the other side's row. */
  *matches(row: Row, keys: readonly Compiled[]): Generator<Row> {
    let names: readonly string[] = [''];
    for (const key of keys) {
      const parts = equalityKeys(key(row));
      names =
        names.length === 1 && parts.length === 1
          ? [names[0]! + parts[0]!]
          : names.flatMap((name) => parts.map((part) => name + part));
    }
    for (const name of names) yield* this.#rows.get(name) ?? [];
  }
}

/**
 * Pairs of rows whose keys may be equal; a filter above decides. Holds the left side where it is small, and then comes in the order of
 * the right; else the right side.
 */
export async function* equalityJoin(node: PlanNodeOf<'equalityJoin'>, execution: Execution): AsyncGenerator<Batch> {
  const { pace, memory } = execution;
  const leftKeys = node.leftKeys.map((key) => execution.compile(key));
  const rightKeys = node.rightKeys.map((key) => execution.compile(key));
  const index = new RowIndex(memory);
  const first: Row[] = [];
  const left = execution.run(node.left);
  let isWhole = true;
  try {
    for (let next = await left.next(); !next.done; next = await left.next()) {
      for (const row of next.value) {
        index.hold(row);
        first.push(row);
      }
      isWhole = first.length < MOST_LEFT_ROWS;
      if (!isWhole) break;
    }
    if (first.length === 0) return;
    if (isWhole) {
      for (const row of first) {
        index.add(row, leftKeys);
        if (pace.due()) await pace.pause();
      }
    } else {
      for await (const batch of execution.run(node.right)) {
        for (const row of batch) {
          index.hold(row);
          index.add(row, rightKeys);
          if (pace.due()) await pace.pause();
        }
      }
    }
    let joined: Batch = [];
    const probing = isWhole ? execution.run(node.right) : following(first, left);
    for await (const batch of probing) {
      for (const row of batch) {
        for (const match of index.matches(row, isWhole ? rightKeys : leftKeys)) {
          joined.push(isWhole ? [...match, ...row] : [...row, ...match]);
          if (joined.length >= BATCH_ROWS) {
            yield joined;
            joined = [];
          }
          if (pace.due()) await pace.pause();
        }
        if (pace.due()) await pace.pause();
      }
    }
    if (joined.length > 0) yield joined;
  } finally {
    // Below an OPTIONAL MATCH there are many joins in a statement, one after the other.
    index.release();
  }
}

async function* following(first: Batch, rest: AsyncGenerator<Batch>): AsyncGenerator<Batch> {
  yield first;
  yield* rest;
}
