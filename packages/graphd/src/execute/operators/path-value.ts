import { EdgeValue, PathValue, VertexValue } from '@orrery/contracts';
import type { SpaceReader, VertexIndex } from '../../storage/store.ts';
import { EdgeRef, PathStepRef, VertexRef } from '../../values/graph-values.ts';

/** The path of a walk; vertices and edges without properties where they were not asked for. */
export function pathOf(
  reader: SpaceReader,
  start: VertexIndex,
  walk: readonly EdgeRef[],
  withProperties: boolean,
  withEdgeProperties = withProperties,
): PathValue {
  const vertex = (index: VertexIndex): VertexValue =>
    withProperties ? new VertexRef(reader, index) : new VertexValue(reader.vidOf(index), []);
  const edgeOf = (edge: EdgeRef): EdgeValue =>
    withEdgeProperties ? edge : new EdgeValue(edge.src, edge.dst, edge.typeId, edge.name, edge.ranking, new Map());
  return new PathValue(
    vertex(start),
    walk.map((edge) => new PathStepRef(edgeOf(edge), vertex(edge.to))),
  );
}
