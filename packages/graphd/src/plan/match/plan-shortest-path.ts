import { semanticError } from '../../bind/statement-error.ts';
import type { Condition, Environment } from './environment.ts';
import type { PlannedPath } from './patterns.ts';
import { edgeCondition, edgeWalks, scanNode } from './path-parts.ts';

/** shortestPath(…) and allShortestPaths(…): both ends are found first, then the paths between each pair. */
export function planShortestPath(path: PlannedPath, pending: Condition[], environment: Environment): void {
  const [edge] = path.edges;
  if (path.edges.length !== 1 || !edge) {
    throw semanticError(`\`${path.shortest}(...)' only support pattern like (start)-[edge*..hop]-(end)`);
  }
  const range = edge.range ?? { min: 1, max: 1 };
  if (range.min > 1) {
    throw semanticError(`The minimal number of steps for ${path.shortest}() must be either 0 or 1.`);
  }
  const [from, to] = path.nodes as readonly [PlannedPath['nodes'][number], PlannedPath['nodes'][number]];
  if (from.alias === to.alias) {
    throw semanticError('The shortest path algorithm does not work when the start and end nodes are the same');
  }
  path.nodes.forEach((node, i) => {
    if (!environment.isBound(node.alias)) scanNode(path, i, pending, environment);
    environment.applyReady(pending);
  });
  const alias = path.alias ?? environment.anonymous('walk');
  environment.plan = {
    kind: 'shortestPath',
    input: environment.plan,
    from: environment.slotOf(from.alias),
    to: environment.slotOf(to.alias),
    walks: edgeWalks(edge, 'right'),
    minHops: range.min,
    maxHops: range.max,
    all: path.shortest === 'allShortestPaths',
    pattern: edge.pattern,
    edgeCondition: edgeCondition(edge, environment),
    columns: environment.columnsWith(alias),
  };
  const { offset, end } = path.pattern;
  const found = { kind: 'label', name: alias, offset, end } as const;
  const list = { kind: 'call', name: 'relationships', arguments: [found], offset, end } as const;
  const first = { kind: 'call', name: 'head', arguments: [list], offset, end } as const;
  environment.extend(edge.alias, edge.range ? list : first);
  environment.applyReady(pending);
}
