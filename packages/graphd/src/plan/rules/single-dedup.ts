import type { PlanNode } from '../plan-node.ts';

/** DISTINCT of what is distinct already. */
export function singleDedup(node: PlanNode): PlanNode | undefined {
  if (node.kind !== 'dedup' || node.input.kind !== 'dedup') return undefined;
  return node.input;
}
