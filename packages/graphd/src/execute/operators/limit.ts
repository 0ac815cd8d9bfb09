import type { Batch } from '../../bind/scope.ts';
import type { PlanNodeOf } from '../../plan/plan-node.ts';
import type { Execution } from '../execution.ts';
import { slices } from './rows.ts';

/** Stops its input as soon as it has enough. */
export async function* limit(node: PlanNodeOf<'limit'>, execution: Execution): AsyncGenerator<Batch> {
  let toSkip = node.skip;
  let left = node.count;
  if (left <= 0) return;
  for await (const batch of execution.run(node.input)) {
    const rows = toSkip > 0 ? batch.slice(toSkip) : batch;
    toSkip = Math.max(0, toSkip - batch.length);
    if (rows.length === 0) continue;
    yield rows.length > left ? rows.slice(0, left) : rows;
    left -= rows.length;
    if (left <= 0) return;
  }
}

/** Vitter's algorithm R. Holds as many rows as are wanted. */
export async function* sample(node: PlanNodeOf<'sample'>, execution: Execution): AsyncGenerator<Batch> {
  const chosen: Batch = [];
  let seen = 0;
  for await (const batch of execution.run(node.input)) {
    for (const row of batch) {
      seen++;
      if (chosen.length < node.count) chosen.push(row);
      else {
        const at = Math.floor(execution.evaluation.random() * seen);
        if (at < node.count) chosen[at] = row;
      }
      if (execution.pace.due()) await execution.pace.pause();
    }
  }
  yield* slices(chosen);
}
