import type { Batch } from '../../bind/scope.ts';
import type { PlanNodeOf } from '../../plan/plan-node.ts';
import type { VertexIndex } from '../../storage/store.ts';
import type { EdgeRef } from '../../values/graph-values.ts';
import { BATCH_ROWS, type Execution } from '../execution.ts';
import { PathSearch, shortestWalks } from './path-search.ts';
import { pathOf } from './path-value.ts';
import { sourceVertices } from './vertex-source.ts';

type FindPathNode = PlanNodeOf<'findPath'>;

/** FIND … PATH: a row per path, as they are found. */
export async function* findPath(node: FindPathNode, execution: Execution): AsyncGenerator<Batch> {
  const starts = [...(await sourceVertices(node.from, execution)).keys()];
  const targets = new Set((await sourceVertices(node.to, execution)).keys());
  const condition = node.condition && execution.compile(node.condition);
  const search = new PathSearch(node.walks, condition, node.shown === undefined, execution);
  const walks = node.path === 'all' || node.path === 'noloop' ? allWalks : shortest;
  let rows: Batch = [];
  for await (const { start, walk } of walks(node, starts, targets, search, execution)) {
    rows.push([pathOf(execution.reader, start, walk, node.shown)]);
    if (rows.length >= BATCH_ROWS) {
      yield rows;
      rows = [];
    }
    if (execution.pace.due()) await execution.pace.pause();
  }
  if (rows.length > 0) yield rows;
}

interface Found {
  readonly start: VertexIndex;
  readonly walk: EdgeRef[];
}

async function* shortest(
  node: FindPathNode,
  starts: readonly VertexIndex[],
  targets: ReadonlySet<VertexIndex>,
  search: PathSearch,
): AsyncGenerator<Found> {
  for (const start of starts) {
    const tree = await search.shortest(start, targets, node.maxSteps);
    for (const target of targets) {
      for (const walk of shortestWalks(tree, start, target)) {
        yield { start, walk };
        if (node.path === 'singleShortest') break;
      }
    }
  }
}

/** Depth first; no edge twice (ALL) or no vertex twice (NOLOOP); never farther than a target can still be reached. */
async function* allWalks(
  node: FindPathNode,
  starts: readonly VertexIndex[],
  targets: ReadonlySet<VertexIndex>,
  search: PathSearch,
  execution: Execution,
): AsyncGenerator<Found> {
  const distances = await search.distances(targets, node.maxSteps);
  const noLoop = node.path === 'noloop';
  for (const start of starts) {
    if (!distances.has(start)) continue;
    const walk: EdgeRef[] = [];
    const stack = [search.edges(start)];
    while (stack.length > 0) {
      if (execution.pace.due()) await execution.pace.pause();
      const { done, value: edge } = stack.at(-1)!.next();
      if (done) {
        stack.pop();
        walk.pop();
        continue;
      }
      if (!edge) continue;
      const left = node.maxSteps - walk.length - 1;
      if ((distances.get(edge.to) ?? Infinity) > left) continue;
      const isUsed = noLoop
        ? edge.to === start || walk.some((other) => other.to === edge.to)
        : walk.some((other) => other.isSameEdge(edge));
      if (isUsed) continue;
      walk.push(edge);
      if (targets.has(edge.to)) yield { start, walk: [...walk] };
      if (left > 0) stack.push(search.edges(edge.to));
      else walk.pop();
    }
  }
}
