import type { Row } from '../../bind/scope.ts';
import type { Execution } from '../../execute/execution.ts';
import { column } from '../plan-context.ts';
import type { CommandNode, PlanNode } from '../plan-node.ts';

/** A node that does something once and answers a small table; without columns it answers nothing. */
export function command(
  name: string,
  columns: readonly string[],
  run: (execution: Execution) => Promise<Row[]> | Row[],
  input?: PlanNode,
): CommandNode {
  return {
    kind: 'command',
    name,
    columns: columns.map((title) => column(title)),
    input,
    run: async (execution) => run(execution),
  };
}

/** A node that changes something and has no result. */
export function action(name: string, run: (execution: Execution) => Promise<unknown>, input?: PlanNode): CommandNode {
  return command(
    name,
    [],
    async (execution) => {
      await run(execution);
      return [];
    },
    input,
  );
}
