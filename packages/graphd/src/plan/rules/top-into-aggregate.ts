import type { AggregateNode, PlanNode, ProjectNode, SortKey } from '../plan-node.ts';

/** `ORDER BY … LIMIT` above an aggregation: it may leave out the groups that will not be among the first. */
export function topIntoAggregate(node: PlanNode): PlanNode | undefined {
  if (node.kind !== 'sort' || node.top === undefined) return undefined;
  const project = node.input;
  if (project.kind !== 'project' || project.input.kind !== 'aggregate' || project.input.top) return undefined;
  const keys = keysBelow(node.keys, project, project.input);
  if (!keys) return undefined;
  const input: PlanNode = { ...project.input, top: { keys, count: node.top } };
  return { ...node, input: { ...project, input } };
}

/** The keys as slots of the aggregation; undefined when one of them is computed above it. */
function keysBelow(keys: readonly SortKey[], project: ProjectNode, below: AggregateNode): SortKey[] | undefined {
  const found: SortKey[] = [];
  for (const { slot, descending } of keys) {
    const expression = project.expressions[slot]?.expression;
    if (expression?.kind !== 'label') return undefined;
    const at = below.columns.findIndex(({ name }) => name === expression.name);
    if (at < 0) return undefined;
    found.push({ slot: at, descending });
  }
  return found;
}
