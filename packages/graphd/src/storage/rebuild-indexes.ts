import { CatalogError } from '../catalog/catalog.ts';
import type { IndexDefinition, SpaceId } from '../catalog/definitions.ts';
import { faultPoint } from './fault-point.ts';
import type { StoredSpaceWriter } from './space-writer.ts';
import type { EdgeKey, Snapshot, VertexIndex } from './store.ts';

/** Rows in one transaction: some milliseconds. */
const ROWS_PER_STEP = 500;

/**
 * Walks over the rows of a snapshot and, in small transactions, adds the entries of those that are still there, as
 * they are then. What is written meanwhile keeps its own entries.
 */
export async function rebuildIndexes(
  indexes: readonly IndexDefinition[],
  openSnapshot: () => Snapshot,
  write: <T>(work: (writer: StoredSpaceWriter) => T) => Promise<T>,
  spaceId: SpaceId,
  signal?: AbortSignal,
): Promise<number> {
  let entries = 0;
  using snapshot = openSnapshot();
  const reader = snapshot.space(spaceId);
  const step = (index: IndexDefinition, work: (writer: StoredSpaceWriter) => number): Promise<number> =>
    write((writer) => {
      if (!writer.catalog.state.indexes.some(({ id }) => id === index.id)) {
        throw new CatalogError('IndexNotFound', `index ${index.name} was dropped while it was rebuilt`);
      }
      const entries = work(writer);
      faultPoint('graph-in-rebuild');
      return entries;
    });
  for (const index of indexes) {
    if (index.kind === 'tag') {
      const cursor = reader.scanTag(index.schemaId);
      for (let more = true; more;) {
        signal?.throwIfAborted();
        const vertices: VertexIndex[] = [];
        while (vertices.length < ROWS_PER_STEP && (more = cursor.next())) vertices.push(cursor.vertex);
        if (vertices.length === 0) break;
        entries += await step(index, (writer) => vertices.filter((vertex) => writer.indexTag(index, vertex)).length);
      }
    } else {
      const cursor = reader.scanEdges(index.schemaId);
      for (let more = true; more;) {
        signal?.throwIfAborted();
        const edges: EdgeKey[] = [];
        while (edges.length < ROWS_PER_STEP && (more = cursor.next())) {
          edges.push({ src: cursor.src, dst: cursor.dst, rank: cursor.rank, typeId: cursor.typeId });
        }
        if (edges.length === 0) break;
        entries += await step(index, (writer) => edges.filter((edge) => writer.indexEdge(index, edge)).length);
      }
    }
  }
  return entries;
}
