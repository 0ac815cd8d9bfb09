import { OrreryError } from '@orrery/contracts';
import type { EdgeSource, Projection, ProjectionOptions } from '../face.ts';
import { bumpEnd } from '../runtime/bump.ts';
import { SharedMemory } from '../runtime/shared-memory.ts';
import { withTeam, type Team } from '../runtime/team.ts';
import { workerPool } from '../runtime/worker-pool.ts';
import { buildOut } from './adjacency.ts';
import { readCsvFormat } from './csv-format.ts';
import { readCsv } from './csv-reader.ts';
import type { RawEdges } from './edge-chunks.ts';
import { encodeIds } from './encode.ts';
import { GraphProjection } from './graph-projection.ts';
import { readScan } from './scan-reader.ts';

const MOST_EDGES = 2 ** 32 - 2;
/** Shares of the stages in the progress. */
const READ_SHARE = 0.6;
const ENCODE_SHARE = 0.8;

/**
 * Reads edges into a graph over dense vertex indexes, which follow the order of the ids: integers as numbers, strings
 * by their UTF-8 bytes. Parallel edges and self-loops are kept; the result does not depend on the number of threads.
 *
 * pieceBytes: how much of a CSV file a thread reads at once (1 MiB); only tests choose it.
 *
 * Memory while building: for each edge 8 bytes as read (16 for integers beyond 32 bits), 8 to sort and 4 for the result,
 * and with weights or times 8, 8 and 8 more. `memoryLimitBytes` bounds the shared memory; what reads it is outside.
 *
 * @throws OrreryError ErrParam naming the row and the value of a bad edge; MemoryError with figures; the signal's
 *   reason after a cancel
 */
export async function buildProjection(
  source: EdgeSource,
  options: ProjectionOptions,
  pieceBytes?: number,
): Promise<Projection> {
  options.signal?.throwIfAborted();
  const memory = new SharedMemory(options.memoryLimitBytes);
  try {
    return await withTeam(memory, options.threads, options.signal, (team) => build(team, source, options, pieceBytes));
  } catch (error) {
    workerPool.release(memory);
    throw error;
  }
}

async function build(
  team: Team,
  source: EdgeSource,
  options: ProjectionOptions,
  pieceBytes: number | undefined,
): Promise<Projection> {
  const { memory } = team;
  const progress = options.progress ?? (() => {});
  const started = performance.now();
  const tail = memory.openTail();
  const raw = await read(team, source, options, tail.address, pieceBytes);
  const readAt = performance.now();
  progress(READ_SHARE, 'numbering vertices');
  const edgeCount = raw.chunks.reduce((sum, chunk) => sum + chunk.count, 0);
  if (edgeCount > MOST_EDGES) {
    throw new OrreryError('ErrBadRequest', `the input has ${edgeCount} edges, but a graph holds at most ${MOST_EDGES}`);
  }
  const { vids, vertexCount } = await encodeIds(team, raw);
  const transient = tail.settle(bumpEnd(memory.wasm));
  const encodedAt = performance.now();
  progress(ENCODE_SHARE, 'building the graph');
  const chunks = raw.chunks.map((chunk) => ({ ...chunk, wide: false }));
  const out = await buildOut(team, chunks, vertexCount, edgeCount, raw.edgeValue);
  memory.free(transient);
  progress(1, `${vertexCount} vertices, ${edgeCount} edges`);
  const stagesMs = { read: readAt - started, encode: encodedAt - readAt, build: performance.now() - encodedAt };
  return new GraphProjection(memory, vids, vertexCount, out, raw.negativeWeight, stagesMs);
}

async function read(
  team: Team,
  source: EdgeSource,
  options: ProjectionOptions,
  address: number,
  pieceBytes: number | undefined,
): Promise<RawEdges> {
  const report = (fraction: number): void =>
    options.progress?.(fraction * READ_SHARE, `reading edges, ${Math.floor(fraction * 100)} %`);
  if (source.kind === 'scan') {
    return readScan(team, source.scan, options.edgeValue, source.vertices, address, report);
  }
  const format = readCsvFormat(source, options.edgeValue);
  return readCsv(team, format, source.vidType, address, report, pieceBytes);
}
