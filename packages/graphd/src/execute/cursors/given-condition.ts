import { testedTag } from '../../plan/match/match-scope.ts';
import type { FilterNode } from '../../plan/plan-node.ts';

/** Whether a condition holds for all rows, because the vertices below were found by the very tag that it asks for. */
export function isGiven({ condition, input }: FilterNode): boolean {
  const { expression } = condition;
  const tested = expression.kind === 'label' ? testedTag(expression.name) : undefined;
  let below = input;
  while (below.kind === 'filter') below = below.input;
  if (!tested || below.kind !== 'scanVertices' || below.access.kind !== 'tag') return false;
  return tested.tag === below.access.schema.name && tested.alias === below.columns.at(-1)!.name;
}
