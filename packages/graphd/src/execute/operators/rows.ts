import type { Batch } from '../../bind/scope.ts';
import type { PlanNodeOf } from '../../plan/plan-node.ts';
import { BATCH_ROWS, type Execution } from '../execution.ts';

/** Leaves: rows that exist before the plan runs. */
export async function* start(): AsyncGenerator<Batch> {
  yield [[]];
}

export async function* values(node: PlanNodeOf<'values'>): AsyncGenerator<Batch> {
  yield* slices(node.rows as Batch);
}

export async function* variable(node: PlanNodeOf<'variable'>, execution: Execution): AsyncGenerator<Batch> {
  yield* slices((execution.variables.get(node.name) ?? []) as Batch);
}

export async function* argument(node: PlanNodeOf<'argument'>, execution: Execution): AsyncGenerator<Batch> {
  yield execution.arguments.get(node) ?? [];
}

export async function* command(node: PlanNodeOf<'command'>, execution: Execution): AsyncGenerator<Batch> {
  yield* slices(await node.run(execution));
}

/** Batches of a long list of rows. */
export function* slices(rows: Batch): Generator<Batch> {
  for (let at = 0; at < rows.length; at += BATCH_ROWS) yield rows.slice(at, at + BATCH_ROWS);
}
