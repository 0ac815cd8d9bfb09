import type { GraphSize } from '@orrery/contracts';
import { OrreryError } from '@orrery/contracts';
import { openSpaceFiles } from './read-only-store.ts';

/**
 * How large a projection of the edge types would be, from the counts that are kept with every write. The vertices are
 * all that have an id, an upper bound of those with such an edge. Reads the files directly, in whatever process.
 *
 * @throws OrreryError ErrParam on an unknown space or edge type
 */
export async function edgeTypeSizes(dataDir: string, space: string, edges: readonly string[]): Promise<GraphSize> {
  const files = openSpaceFiles(dataDir, space);
  try {
    const counts = files.data.readCounts({ transaction: files.transaction });
    let edgeCount = 0;
    for (const name of edges) {
      const definition = files.catalog.edges.get(name);
      if (!definition) throw new OrreryError('ErrParam', `space ${space} has no edge type ${name}`);
      edgeCount += counts.edges[definition.id] ?? 0;
    }
    return { vertexCount: Math.min(counts.nextIndex, 2 * edgeCount), edgeCount };
  } finally {
    await files.close();
  }
}
