import type { Batch, Row } from '../../bind/scope.ts';
import type { PlanNodeOf } from '../../plan/plan-node.ts';
import { valueKey } from '../../values/key.ts';
import { BATCH_ROWS, type Execution } from '../execution.ts';

/** An inner join by hash; holds the right side. */
export async function* join(node: PlanNodeOf<'join'>, execution: Execution): AsyncGenerator<Batch> {
  const rightKey = execution.compile(node.rightKey);
  const byKey = new Map<string, Row[]>();
  for (const row of await execution.collect(node.right)) {
    const key = valueKey(rightKey(row));
    const rows = byKey.get(key);
    if (rows) rows.push(row);
    else byKey.set(key, [row]);
    if (execution.pace.due()) await execution.pace.pause();
  }
  const leftKey = execution.compile(node.leftKey);
  let joined: Batch = [];
  for await (const batch of execution.run(node.left)) {
    for (const row of batch) {
      for (const match of byKey.get(valueKey(leftKey(row))) ?? []) {
        joined.push([...row, ...match]);
        if (joined.length >= BATCH_ROWS) {
          yield joined;
          joined = [];
        }
        if (execution.pace.due()) await execution.pace.pause();
      }
    }
  }
  if (joined.length > 0) yield joined;
}
