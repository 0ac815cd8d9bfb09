import type { PlanNode } from '../plan-node.ts';

/** `LIMIT` above `ORDER BY`: the sort keeps only the rows that will be wanted. */
export function limitIntoSort(node: PlanNode): PlanNode | undefined {
  if (node.kind !== 'limit' || node.input.kind !== 'sort') return undefined;
  const top = node.skip + node.count;
  const { input } = node;
  if (top === Infinity || (input.top !== undefined && input.top <= top)) return undefined;
  return { ...node, input: { ...input, top } };
}
