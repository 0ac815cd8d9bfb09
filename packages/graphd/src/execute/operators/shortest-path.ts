import type { Batch } from '../../bind/scope.ts';
import type { PlanNodeOf } from '../../plan/plan-node.ts';
import { BATCH_ROWS, type Execution } from '../execution.ts';
import { PathSearch, shortestWalks } from './path-search.ts';
import { pathOf } from './path-value.ts';
import { vertexIndexOf } from './vertex-source.ts';

/** shortestPath() and allShortestPaths() of MATCH: for each row, the paths between its two vertices. */
export async function* shortestPath(node: PlanNodeOf<'shortestPath'>, execution: Execution): AsyncGenerator<Batch> {
  const { reader, pace } = execution;
  const edgeCondition = node.edgeCondition && execution.compile(node.edgeCondition);
  const search = new PathSearch(node.walks, edgeCondition && ((row) => edgeCondition([row[1]])), true, execution);
  let rows: Batch = [];
  for await (const batch of execution.run(node.input)) {
    for (const row of batch) {
      const [from, to] = [vertexIndexOf(reader, row[node.from]), vertexIndexOf(reader, row[node.to])];
      if (from === undefined || to === undefined) continue;
      const tree = await search.shortest(from, new Set([to]), node.maxHops);
      for (const walk of shortestWalks(tree, from, to)) {
        rows.push([...row, pathOf(reader, from, walk, undefined)]);
        if (!node.all) break;
        if (pace.due()) await pace.pause();
      }
      if (rows.length >= BATCH_ROWS) {
        yield rows;
        rows = [];
      }
    }
  }
  if (rows.length > 0) yield rows;
}
