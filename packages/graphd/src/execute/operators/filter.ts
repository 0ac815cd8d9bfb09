import { NullValue, type Value } from '@orrery/contracts';
import type { Batch, Row } from '../../bind/scope.ts';
import { executionError } from '../../bind/statement-error.ts';
import type { PlanNodeOf } from '../../plan/plan-node.ts';
import type { Execution } from '../execution.ts';
import { RowValue } from '../row-values.ts';

/**
 * Whether a condition's value lets a row pass: true or a list with items does; false, NULL and EMPTY don't.
 * @throws StatementError ExecutionError for anything else, with NebulaGraph's advice
 */
export function passes(verdict: Value, text: () => string): boolean {
  if (typeof verdict === 'boolean') return verdict;
  if (verdict === null || verdict === undefined) return false;
  if (Array.isArray(verdict)) return verdict.length > 0;
  if (verdict === NullValue.UNKNOWN_PROP) return false;
  throw executionError(
    `Failed to evaluate condition: ${text()}. For boolean conditions, please write in their full forms like ` +
      '<condition> == <true/false> or <condition> IS [NOT] NULL.',
  );
}

/** The condition of a filter, ready to run. */
export function rowTest(node: PlanNodeOf<'filter'>, execution: Execution): (row: Row) => boolean {
  const condition = execution.compile(node.condition);
  return (row) => letsPass(node, condition(row));
}

function letsPass({ lenient, text }: PlanNodeOf<'filter'>, verdict: Value): boolean {
  return lenient ? verdict === true : passes(verdict, text);
}

export async function* filter(node: PlanNodeOf<'filter'>, execution: Execution): AsyncGenerator<Batch> {
  const condition = new RowValue(node.condition, execution);
  for await (const batch of execution.run(node.input)) {
    const kept: Batch = [];
    for (const row of batch) {
      const verdict = condition.of(row);
      if (letsPass(node, verdict instanceof Promise ? await verdict : verdict)) kept.push(row);
      if (execution.pace.due()) await execution.pace.pause();
    }
    if (kept.length > 0) yield kept;
  }
}
