import { column, prepare } from '../plan-context.ts';
import type { EdgeWalk, PlanNode } from '../plan-node.ts';
import { walksOf } from '../statements/go.ts';
import type { Condition, Environment } from './environment.ts';
import { MatchScope } from './match-scope.ts';
import { nodeAccess } from './node-access.ts';
import type { PlannedEdge, PlannedPath } from './patterns.ts';

/** Adds the scan that gives a path's node at `at`, by its cheapest access. */
export function scanNode(path: PlannedPath, at: number, pending: readonly Condition[], environment: Environment): void {
  const node = path.nodes[at]!;
  const { access } = nodeAccess(node, pending, environment);
  const columns = environment.columnsWith(node.alias);
  // The scan of a path's edges has such ends as well: a condition on the id must not lose them.
  const danglingIds = path.edges.some(({ range }) => range === undefined || range.min > 0);
  environment.plan = { kind: 'scanVertices', input: environment.plan, access, danglingIds, columns };
}

/** Which types of an edge are walked, and how, when the path is planned in this direction. */
export function edgeWalks(edge: PlannedEdge, towards: 'left' | 'right'): EdgeWalk[] {
  if (edge.direction === 'both') return walksOf(edge.schemas, 'both');
  const isOut = (edge.direction === 'out') === (towards === 'right');
  return walksOf(edge.schemas, isOut ? 'out' : 'in');
}

/** The condition on every edge of a range, over rows of one edge. */
export function edgeCondition(
  edge: PlannedEdge,
  environment: Environment,
): Extract<PlanNode, { kind: 'expandVariable' }>['edgeCondition'] {
  return edge.each && prepare(edge.each, new MatchScope([column('#edge')]), environment.context);
}
