import type { Batch, Compiled, Row } from '../../bind/scope.ts';
import type { PlanNodeOf } from '../../plan/plan-node.ts';
import { equalityKey, equalityKeys } from '../../values/equality-keys.ts';
import { BATCH_ROWS, type Execution } from '../execution.ts';

/** Rows of the left that are gathered before it is known which side is held. */
const MOST_LEFT_ROWS = 1 << 16;

/** Rows of one side by the values that have to be equal. */
class RowIndex {
  readonly #keys: readonly Compiled[];
  readonly #rows = new Map<string, Row[]>();

  constructor(keys: readonly Compiled[]) {
    this.#keys = keys;
  }

  add(row: Row): void {
    let name = '';
    for (const key of this.#keys) {
      const part = equalityKey(key(row));
      if (part === undefined) return;
      name += part;
    }
    const rows = this.#rows.get(name);
    if (rows) rows.push(row);
    else this.#rows.set(name, [row]);
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
  const first: Row[] = [];
  const left = execution.run(node.left);
  let isWhole = true;
  for (let next = await left.next(); !next.done; next = await left.next()) {
    for (const row of next.value) {
      memory.holdRow(row);
      first.push(row);
    }
    isWhole = first.length < MOST_LEFT_ROWS;
    if (!isWhole) break;
  }
  if (first.length === 0) return;
  const index = new RowIndex(isWhole ? leftKeys : rightKeys);
  for (const row of isWhole ? first : await execution.collect(node.right)) {
    index.add(row);
    if (pace.due()) await pace.pause();
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
}

async function* following(first: Batch, rest: AsyncGenerator<Batch>): AsyncGenerator<Batch> {
  yield first;
  yield* rest;
}
