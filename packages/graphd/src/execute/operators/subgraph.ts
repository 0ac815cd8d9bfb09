import { VertexValue, type Value } from '@orrery/contracts';
import type { Batch } from '../../bind/scope.ts';
import type { PlanNodeOf } from '../../plan/plan-node.ts';
import type { VertexIndex } from '../../storage/store.ts';
import { reversedEdge, VertexRef, type EdgeRef } from '../../values/graph-values.ts';
import type { Execution } from '../execution.ts';
import { PathSearch } from './path-search.ts';
import { shownEdge, shownVertex } from './shown-properties.ts';
import { sourceVertices } from './vertex-source.ts';

/**
 * GET SUBGRAPH: a row per step with the vertices it reached and the edges that lead on from them; the last row has the
 * edges among what was reached. Holds what was visited.
 */
export async function* subgraph(node: PlanNodeOf<'subgraph'>, execution: Execution): AsyncGenerator<Batch> {
  const { reader, pace, memory } = execution;
  const condition = node.condition && execution.compile(node.condition);
  const { shown } = node;
  const search = new PathSearch(node.walks, condition, shown === undefined, execution);
  const unknown: VertexValue[] = [];
  const starts = await sourceVertices(node.from, execution, (vid) => {
    if (shown !== undefined) unknown.push(new VertexValue(vid, []));
  });
  let frontier = [...starts.keys()];
  const visited = new Set(frontier);
  const seen = new Set<string>();
  for (let step = 0; step <= node.steps && (frontier.length > 0 || unknown.length > 0); step++) {
    const isLast = step === node.steps;
    const next: VertexIndex[] = [];
    const edges: Value[] = [];
    if (!isLast || (node.withEdges && step > 0)) {
      for (const vertex of frontier) {
        for (const edge of search.edges(vertex)) {
          if (pace.due()) await pace.pause();
          if (!edge) continue;
          if (isLast && !visited.has(edge.to)) continue;
          const key = keyOf(edge);
          if (!seen.has(key)) {
            seen.add(key);
            memory.hold(128);
            edges.push(shownEdge(edge.typeId < 0 ? reversedEdge(edge) : edge, shown));
          }
          if (visited.has(edge.to)) continue;
          visited.add(edge.to);
          next.push(edge.to);
        }
        if (pace.due()) await pace.pause();
      }
    }
    const vertices: Value[] = frontier.map((vertex) => shownVertex(new VertexRef(reader, vertex), shown));
    yield [[[...vertices, ...unknown.splice(0)], edges]];
    frontier = next;
  }
}

function keyOf(edge: EdgeRef): string {
  const [src, dst] = edge.typeId < 0 ? [edge.to, edge.from] : [edge.from, edge.to];
  return `${src} ${dst} ${edge.schema.id} ${edge.ranking}`;
}
