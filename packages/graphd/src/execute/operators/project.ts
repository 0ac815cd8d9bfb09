import type { Batch, Row } from '../../bind/scope.ts';
import type { PlanNodeOf } from '../../plan/plan-node.ts';
import type { Execution } from '../execution.ts';
import { RowValues } from '../row-values.ts';

/** A batch whose rows took so many items of lists is passed on as it is: who takes it accounts for what it holds. */
const ITEMS_PER_BATCH = 100_000;

export function project(node: PlanNodeOf<'project'>, execution: Execution): AsyncGenerator<Batch> {
  const values = new RowValues(node.expressions, execution);
  return computed(node, execution, (row) => values.appendTo([], row));
}

export function extend(node: PlanNodeOf<'extend'>, execution: Execution): AsyncGenerator<Batch> {
  const values = new RowValues(node.expressions, execution);
  return computed(node, execution, (row) => values.appendTo([...row], row));
}

async function* computed(
  node: PlanNodeOf<'project' | 'extend'>,
  execution: Execution,
  compute: (row: Row) => Row | Promise<Row>,
): AsyncGenerator<Batch> {
  const { pace } = execution;
  for await (const batch of execution.run(node.input)) {
    let rows: Batch = [];
    let begun = pace.budget.total;
    for (const row of batch) {
      const computedRow = compute(row);
      rows.push(computedRow instanceof Promise ? await computedRow : computedRow);
      if (pace.budget.total - begun > ITEMS_PER_BATCH) {
        yield rows;
        rows = [];
        begun = pace.budget.total;
      }
      if (pace.due()) await pace.pause();
    }
    yield rows;
  }
}
