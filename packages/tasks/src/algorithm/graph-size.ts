import { open } from 'node:fs/promises';
import type { AlgorithmInput, GraphSize } from '@orrery/contracts';
import type { UpstreamResult } from '@orrery/jobs';
import { resolveAllowedFile } from '@orrery/tables';
import type { TaskDependencies } from '../dependencies.ts';

const SAMPLE_BYTES = 64 * 1024;
/** Bytes of an edge, ids and all, in a Parquet or compressed file where it compresses well. */
const PACKED_EDGE_BYTES = 8;

/**
 * Number of edges of an input before it is read: exact for upstream tables, from its length and its first lines for a
 * CSV, from its length for Parquet and compressed files, from the graph's statistics for a space. Undefined where nothing is known.
 */
export async function edgeCountOf(
  input: AlgorithmInput,
  upstream: ReadonlyMap<string, UpstreamResult>,
  dependencies: TaskDependencies,
): Promise<{ edgeCount: number; vertexCount: number | undefined } | undefined> {
  if ('from' in input) {
    const rows = upstream.get(input.from)?.summary.rowCount;
    return rows === undefined ? undefined : { edgeCount: rows, vertexCount: undefined };
  }
  if ('space' in input) {
    // What is wrong with the space shows when it is read, with the account's rights.
    return dependencies.spaceSize?.({ space: input.space, edges: input.edges }).catch(() => undefined);
  }
  const path = await resolveAllowedFile(input.file, dependencies.inputFolders);
  return { edgeCount: await linesOf(path), vertexCount: undefined };
}

async function linesOf(path: string): Promise<number> {
  await using handle = await open(path, 'r');
  const { size } = await handle.stat();
  if (/\.(parquet|pq|gz|zst)$/i.test(path)) return Math.ceil(size / PACKED_EDGE_BYTES);
  const { bytesRead, buffer } = await handle.read(Buffer.alloc(SAMPLE_BYTES), 0, SAMPLE_BYTES, 0);
  let lines = 0;
  for (const byte of buffer.subarray(0, bytesRead)) if (byte === 0x0a) lines++;
  return bytesRead === 0 ? 0 : Math.ceil((size * Math.max(1, lines)) / bytesRead);
}

/** Edges for every vertex in graphs that people analyse: few in the sparse, many in the dense ones. */
const USUAL_DEGREE = 4;
const DENSE_DEGREE = 64;

/** The size to reserve memory for, and the smallest that the graph can well have, to refuse only what cannot fit. */
export function sizeRange(edgeCount: number, vertexCount: number | undefined): { usual: GraphSize; least: GraphSize } {
  return {
    usual: { edgeCount, vertexCount: vertexCount ?? Math.ceil(edgeCount / USUAL_DEGREE) },
    least: { edgeCount, vertexCount: vertexCount ?? Math.ceil(edgeCount / DENSE_DEGREE) },
  };
}
