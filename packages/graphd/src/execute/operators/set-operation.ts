import type { Batch } from '../../bind/scope.ts';
import type { PlanNodeOf } from '../../plan/plan-node.ts';
import { rowKey } from '../../values/key.ts';
import type { Execution } from '../execution.ts';

export async function* union(node: PlanNodeOf<'union'>, execution: Execution): AsyncGenerator<Batch> {
  yield* execution.run(node.left);
  yield* execution.run(node.right);
}

/** INTERSECT and MINUS: the rows of the left that are, or are not, in the right; holds the keys of the right. */
export async function* membership(node: PlanNodeOf<'membership'>, execution: Execution): AsyncGenerator<Batch> {
  const keys = new Set<string>();
  for await (const batch of execution.run(node.right)) {
    for (const row of batch) {
      const key = rowKey(row);
      keys.add(key);
      execution.memory.hold(key.length + 32);
      if (execution.pace.due()) await execution.pace.pause();
    }
  }
  for await (const batch of execution.run(node.left)) {
    const kept = batch.filter((row) => keys.has(rowKey(row)) === node.wanted);
    if (kept.length > 0) yield kept;
  }
}
