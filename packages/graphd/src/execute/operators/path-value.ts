import { PathValue, VertexValue } from '@orrery/contracts';
import type { SpaceReader, VertexIndex } from '../../storage/store.ts';
import { PathStepRef, VertexRef, type EdgeRef } from '../../values/graph-values.ts';
import { shownEdge, type ShownProperties } from './shown-properties.ts';

/** The path of a walk, its edges with the properties that are shown; vertices have all of theirs where edges have, else none. */
export function pathOf(
  reader: SpaceReader,
  start: VertexIndex,
  walk: readonly EdgeRef[],
  shown: ShownProperties,
): PathValue {
  const vertex = (index: VertexIndex): VertexValue =>
    shown === undefined ? new VertexRef(reader, index) : new VertexValue(reader.vidOf(index), []);
  return new PathValue(
    vertex(start),
    walk.map((edge) => new PathStepRef(shownEdge(edge, shown), vertex(edge.to))),
  );
}
