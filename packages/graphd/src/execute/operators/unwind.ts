import { isNull, SetValue, type Value } from '@orrery/contracts';
import type { Batch } from '../../bind/scope.ts';
import type { PlanNodeOf } from '../../plan/plan-node.ts';
import { BATCH_ROWS, type Execution } from '../execution.ts';

export async function* unwind(node: PlanNodeOf<'unwind'>, execution: Execution): AsyncGenerator<Batch> {
  const list = execution.compile(node.list);
  let rows: Batch = [];
  for await (const batch of execution.run(node.input)) {
    for (const row of batch) {
      for (const item of itemsOf(list(row))) {
        rows.push([...row, item]);
        if (rows.length >= BATCH_ROWS) {
          yield rows;
          rows = [];
        }
        if (execution.pace.due()) await execution.pace.pause();
      }
    }
  }
  if (rows.length > 0) yield rows;
}

function itemsOf(value: Value): readonly Value[] {
  if (Array.isArray(value)) return value;
  if (value instanceof SetValue) return value.items;
  return isNull(value) || value === undefined ? [] : [value];
}
