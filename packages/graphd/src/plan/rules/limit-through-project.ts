import type { PlanNode } from '../plan-node.ts';

/** `LIMIT` above a projection: only the rows that are wanted are computed. */
export function limitThroughProject(node: PlanNode): PlanNode | undefined {
  if (node.kind !== 'limit' || node.input.kind !== 'project') return undefined;
  const project = node.input;
  const limited: PlanNode = { ...node, input: project.input, columns: project.input.columns };
  return { ...project, input: limited };
}
