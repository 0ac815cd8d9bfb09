import { VertexValue, type Value } from '@orrery/contracts';
import type { Row } from '../../bind/scope.ts';
import type { VertexSource } from '../../plan/plan-node.ts';
import type { SpaceReader, VertexIndex } from '../../storage/store.ts';
import { VertexRef } from '../../values/graph-values.ts';
import type { Execution } from '../execution.ts';

/** The number of the vertex with an id; undefined for ids that were never written and values that are no ids. */
export function vertexIndexOf(reader: SpaceReader, value: Value): VertexIndex | undefined {
  if (value instanceof VertexRef && value.reader === reader) return value.index;
  const vid = value instanceof VertexValue ? value.vid : value;
  const expected = reader.catalog.definition.vid.kind === 'int64' ? 'bigint' : 'string';
  return typeof vid === expected ? reader.indexOf(vid as string | bigint) : undefined;
}

/** Start vertices, each once (ids that were never written go to `onUnknown`), with the input rows that named it (one empty row for ids written down). */
export async function sourceVertices(
  source: VertexSource,
  execution: Execution,
  onUnknown?: (vid: Value) => void,
): Promise<Map<VertexIndex, Row[]>> {
  const { reader } = execution;
  const found = new Map<VertexIndex, Row[]>();
  const add = (value: Value, row: Row): void => {
    const index = vertexIndexOf(reader, value);
    if (index === undefined) {
      if (typeof value === 'string' || typeof value === 'bigint') onUnknown?.(value);
      return;
    }
    const rows = found.get(index);
    if (rows) rows.push(row);
    else found.set(index, [row]);
  };
  if (source.kind === 'ids') {
    for (const bound of source.ids) {
      add(execution.compile(bound)([]), []);
      if (execution.pace.due()) await execution.pace.pause();
    }
    return found;
  }
  for await (const batch of execution.run(source.input)) {
    for (const row of batch) {
      execution.memory.holdRow(row);
      add(row[source.slot], row);
      if (execution.pace.due()) await execution.pace.pause();
    }
  }
  return found;
}
