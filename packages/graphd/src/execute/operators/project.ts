import type { Batch } from '../../bind/scope.ts';
import type { PlanNodeOf } from '../../plan/plan-node.ts';
import type { Execution } from '../execution.ts';

export async function* project(node: PlanNodeOf<'project'>, execution: Execution): AsyncGenerator<Batch> {
  const expressions = node.expressions.map((bound) => execution.compile(bound));
  for await (const batch of execution.run(node.input)) {
    const projected: Batch = [];
    for (const row of batch) {
      projected.push(expressions.map((expression) => expression(row)));
      if (execution.pace.due()) await execution.pace.pause();
    }
    yield projected;
  }
}

export async function* extend(node: PlanNodeOf<'extend'>, execution: Execution): AsyncGenerator<Batch> {
  const expressions = node.expressions.map((bound) => execution.compile(bound));
  for await (const batch of execution.run(node.input)) {
    const extended: Batch = [];
    for (const row of batch) {
      extended.push([...row, ...expressions.map((expression) => expression(row))]);
      if (execution.pace.due()) await execution.pace.pause();
    }
    yield extended;
  }
}
