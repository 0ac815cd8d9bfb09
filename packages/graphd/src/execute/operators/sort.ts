import type { Batch, Row } from '../../bind/scope.ts';
import type { PlanNodeOf, SortKey } from '../../plan/plan-node.ts';
import { compareValues } from '../../values/compare.ts';
import type { Execution } from '../execution.ts';
import { slices } from './rows.ts';

function comparator(keys: readonly SortKey[]): (a: Row, b: Row) => number {
  return (a, b) => {
    for (const { slot, descending } of keys) {
      const order = compareValues(a[slot], b[slot]);
      if (order !== 0) return descending ? -order : order;
    }
    return 0;
  };
}

/**
 * A stable sort. With `top` it never holds more than twice as many rows as are wanted; sorted runs are merged so that no
 * step blocks for long.
 */
export async function* sort(node: PlanNodeOf<'sort'>, execution: Execution): AsyncGenerator<Batch> {
  const compare = comparator(node.keys);
  if (node.top === 0) return;
  // Many wanted rows are sorted in runs as all of them would be: a selection would sort them in one go, again and again.
  const wanted = node.top !== undefined && node.top <= RUN_ROWS / 2 ? node.top : Infinity;
  let rows: Row[] = [];
  const runs: Row[][] = [];
  for await (const batch of execution.run(node.input)) {
    for (const row of batch) {
      if (wanted === Infinity) execution.memory.holdRow(row);
      rows.push(row);
      if (execution.pace.due()) await execution.pace.pause();
    }
    if (wanted !== Infinity && rows.length > Math.max(4096, 2 * wanted)) rows = rows.sort(compare).slice(0, wanted);
    else if (wanted === Infinity && rows.length >= RUN_ROWS) {
      runs.push(rows.sort(compare));
      rows = [];
    }
  }
  runs.push(rows.sort(compare));
  if (runs.length === 1) yield* slices(wanted === Infinity ? runs[0]! : runs[0]!.slice(0, wanted));
  else yield* merge(runs, compare, execution);
}

/** Rows that are sorted in one go; about 10 ms of work. */
const RUN_ROWS = 8192;

async function* merge(runs: Row[][], compare: (a: Row, b: Row) => number, execution: Execution): AsyncGenerator<Batch> {
  let level = runs;
  while (level.length > 1) {
    const next: Row[][] = [];
    for (let i = 0; i < level.length; i += 2) {
      const right = level[i + 1];
      next.push(right ? await mergePair(level[i]!, right, compare, execution) : level[i]!);
    }
    level = next;
  }
  yield* slices(level[0]!);
}

async function mergePair(
  left: Row[],
  right: Row[],
  compare: (a: Row, b: Row) => number,
  execution: Execution,
): Promise<Row[]> {
  const merged: Row[] = [];
  let [i, j] = [0, 0];
  while (i < left.length && j < right.length) {
    merged.push(compare(left[i]!, right[j]!) <= 0 ? left[i++]! : right[j++]!);
    if (execution.pace.due()) await execution.pace.pause();
  }
  while (i < left.length) merged.push(left[i++]!);
  while (j < right.length) merged.push(right[j++]!);
  return merged;
}
