import { EdgeValue, VertexValue, type Value } from '@orrery/contracts';
import type { PropertyRow } from '../../storage/store.ts';
import type { EdgeRef, VertexRef } from '../../values/graph-values.ts';

/** Properties that are shown, by the name of the tag or edge type; undefined for all of all. */
export type ShownProperties = ReadonlyMap<string, ReadonlySet<string>> | undefined;

/** With all of its tags, but of their properties only those that are asked for. */
export function shownVertex(vertex: VertexRef, shown: ShownProperties): VertexValue {
  if (shown === undefined) return vertex;
  const tags = vertex.reader.tagsOf(vertex.index).map(({ tag, row }) => ({
    name: tag.name,
    props: only(row, shown.get(tag.name)),
  }));
  return new VertexValue(vertex.vid, tags);
}

/** In the direction that it has. */
export function shownEdge(edge: EdgeRef, shown: ShownProperties): EdgeValue {
  if (shown === undefined) return edge;
  const names = shown.get(edge.schema.name);
  const props = names && edge.row ? only(edge.row, names) : new Map<string, Value>();
  return new EdgeValue(edge.src, edge.dst, edge.typeId, edge.name, edge.ranking, props);
}

function only(row: PropertyRow, names: ReadonlySet<string> | undefined): Map<string, Value> {
  const known = [...(names ?? [])].flatMap((name): [string, Value][] => {
    const value = row.get(name);
    return value === undefined ? [] : [[name, value]];
  });
  return new Map(known);
}
