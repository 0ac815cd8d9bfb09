import type { Batch } from '../../bind/scope.ts';
import type { PlanNodeOf } from '../../plan/plan-node.ts';
import { rowKey } from '../../values/key.ts';
import type { Execution } from '../execution.ts';

/** The first of equal rows. Holds a key per distinct row. */
export async function* dedup(node: PlanNodeOf<'dedup'>, execution: Execution): AsyncGenerator<Batch> {
  const seen = new Set<string>();
  for await (const batch of execution.run(node.input)) {
    const fresh: Batch = [];
    for (const row of batch) {
      const key = rowKey(row);
      if (!seen.has(key)) {
        seen.add(key);
        execution.memory.hold(key.length + 32);
        fresh.push(row);
      }
      if (execution.pace.due()) await execution.pace.pause();
    }
    if (fresh.length > 0) yield fresh;
  }
}
