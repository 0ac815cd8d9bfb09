import { pathOver } from './match-scope.ts';
import type { Condition, Environment } from './environment.ts';
import { nodeAccess } from './node-access.ts';
import { edgeCondition, edgeWalks, scanNode } from './path-parts.ts';
import type { PlannedPath } from './patterns.ts';
import { planShortestPath } from './plan-shortest-path.ts';

/** Cost of starting a path, for choosing between paths: 0 when one of its nodes is bound. */
export function startCost(path: PlannedPath, pending: readonly Condition[], environment: Environment): number {
  return Math.min(
    ...path.nodes.map((node) => (environment.isBound(node.alias) ? 0 : nodeAccess(node, pending, environment).cost)),
  );
}

/** Adds a path to the plan: from its cheapest node outwards, conditions as soon as they can be decided. */
export function planPath(path: PlannedPath, pending: Condition[], environment: Environment): void {
  if (path.shortest) {
    planShortestPath(path, pending, environment);
    return;
  }
  const start = cheapestNode(path, pending, environment);
  const used: string[] = [];
  if (!environment.isBound(path.nodes[start]!.alias)) {
    const access = nodeAccess(path.nodes[start]!, pending, environment);
    if (access.access.kind === 'all' && scanEdges(path, environment)) {
      used.push(path.edges[0]!.alias);
      environment.applyReady(pending);
      expandRight(path, 1, used, pending, environment);
      finish(path, 0, environment);
      return;
    }
    scanNode(path, start, pending, environment);
  }
  environment.applyReady(pending);
  expandRight(path, start, used, pending, environment);
  for (let i = start - 1; i >= 0; i--) {
    expandEdge(path, i, 'left', used, environment);
    used.push(path.edges[i]!.alias);
    environment.applyReady(pending);
  }
  finish(path, start, environment);
}

function expandRight(
  path: PlannedPath,
  start: number,
  used: string[],
  pending: Condition[],
  environment: Environment,
): void {
  for (let i = start; i < path.edges.length; i++) {
    expandEdge(path, i, 'right', used, environment);
    used.push(path.edges[i]!.alias);
    environment.applyReady(pending);
  }
}

function cheapestNode(path: PlannedPath, pending: readonly Condition[], environment: Environment): number {
  let [best, least] = [0, Infinity];
  path.nodes.forEach((node, i) => {
    const cost = environment.isBound(node.alias) ? 0 : nodeAccess(node, pending, environment).cost;
    if (cost < least) [best, least] = [i, cost];
  });
  return best;
}

/** Where nothing narrows the nodes, the edges of the first hop are scanned: one pass, no look-up per vertex. */
function scanEdges(path: PlannedPath, environment: Environment): boolean {
  const edge = path.edges[0];
  const [from, to] = path.nodes;
  if (!edge || !to || edge.range || edge.again || edge.direction === 'both') return false;
  if (from!.alias === to.alias || path.nodes.some(({ alias }) => environment.isBound(alias))) return false;
  const ends = edge.direction === 'out' ? [from!.alias, to.alias] : [to.alias, from!.alias];
  const columns = environment.columnsWith(ends[0]!, edge.alias, ends[1]!);
  const access = { kind: 'edge', schemas: edge.schemas } as const;
  environment.plan = { kind: 'scanEdges', input: environment.plan, access, columns };
  return true;
}

function expandEdge(
  path: PlannedPath,
  at: number,
  towards: 'left' | 'right',
  used: readonly string[],
  environment: Environment,
): void {
  const edge = path.edges[at]!;
  const [from, to] =
    towards === 'right' ? [path.nodes[at]!, path.nodes[at + 1]!] : [path.nodes[at + 1]!, path.nodes[at]!];
  const isBound = environment.isBound(to.alias);
  const name = edge.again ? environment.anonymous('edge') : edge.alias;
  const common = {
    input: environment.plan,
    from: environment.slotOf(from.alias),
    walks: edgeWalks(edge, towards),
    to: isBound ? environment.slotOf(to.alias) : undefined,
    distinctFrom: used.map((alias) => environment.slotOf(alias)),
    columns: isBound ? environment.columnsWith(name) : environment.columnsWith(name, to.alias),
  };
  environment.plan = edge.range
    ? {
        kind: 'expandVariable',
        ...common,
        minHops: edge.range.min,
        maxHops: edge.range.max,
        edgeCondition: edgeCondition(edge, environment),
        reversed: towards === 'left',
      }
    : { kind: 'expand', ...common, withProperties: edge.isNamed || path.alias !== undefined };
  if (edge.again) {
    const { offset, end } = edge.pattern;
    const label = (alias: string) => ({ kind: 'label', name: alias, offset, end }) as const;
    environment.filter({ kind: 'binary', operator: '==', left: label(name), right: label(edge.alias), offset, end });
  }
}

/** The path as a value, when it has a name; its edges before `start` were walked from the right. */
function finish(path: PlannedPath, start: number, environment: Environment): void {
  if (path.alias === undefined) return;
  const parts = path.nodes.flatMap((node, i) => {
    const edge = path.edges[i];
    return edge ? [node.alias, edge.alias] : [node.alias];
  });
  environment.extend(path.alias, pathOver(parts, start, path.pattern));
}
