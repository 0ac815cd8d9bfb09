import type { VidColumn } from '@orrery/contracts';
import type { AlgorithmResult } from '../../face.ts';
import type { Adjacency } from '../../csr/adjacency.ts';
import type { Team } from '../../runtime/team.ts';
import { formatBytes, MemoryError } from '../../runtime/memory-error.ts';
import type { Algorithm, KernelContext } from '../algorithm.ts';
import { vidBytesPerRow, VidWriter } from '../row-writer.ts';
import { requireWeightsOfAtLeastZero } from '../require-weights.ts';
import { apspDescriptor, batchSources } from './descriptor.ts';

export const apsp: Algorithm = {
  descriptor: apspDescriptor,
  orientations: (_parameters, directed) => [directed ? 'out' : 'both'],
  run,
};

/** A kept row: a vertex index and a distance; the source is known by its number of rows. */
const ROW_BYTES = 12;

/** Rows of one batch of sources. */
interface Rows {
  readonly count: number;
  /** Rows of each source. */
  readonly bySource: Uint32Array;
  readonly to: Uint32Array;
  readonly distance: Float64Array;
}

async function run(context: KernelContext): Promise<AlgorithmResult> {
  const { team, projection, directed, allocate, progress } = context;
  const { memory } = team;
  const n = projection.vertexCount;
  requireWeightsOfAtLeastZero(apspDescriptor.id, projection);
  const out = await projection.adjacency(team, directed ? 'out' : 'both');
  const heaps = allocate(n * 4 * team.threads);
  const places = allocate(n * 4 * team.threads);
  await refuseTooManyPairs(context, out, heaps, places);
  const batch = batchSources(n);
  const distances = allocate(batch * n * 8);
  const batches: Rows[] = [];
  let rowCount = 0;
  for (let first = 0; first < n; first += batch) {
    progress(first / n, `source ${first + 1} of ${n}`);
    const count = Math.min(batch, n - first);
    await team.run('apsp', 'apsp', [
      out.offsets, out.neighbours, out.weights, n, first, count, distances, heaps, places,
    ]); // prettier-ignore
    const rows = await joined(team, memory.f64(distances, count * n), n, first, count);
    rowCount += rows.count;
    batches.push(rows);
  }
  return resultOf(team, projection.vids, batches, rowCount);
}

/** The pairs that are joined, but for a vertex and itself. distances: by source and vertex. */
async function joined(team: Team, distances: Float64Array, n: number, first: number, sources: number): Promise<Rows> {
  let count = -sources;
  await team.inPieces(distances.length, (start, stop) => {
    for (let i = start; i < stop; i++) if (distances[i] !== Infinity) count++;
  });
  const bySource = new Uint32Array(sources);
  const to = new Uint32Array(count);
  const distance = new Float64Array(count);
  let row = 0;
  for (let i = 0; i < sources; i++) {
    const before = row;
    await team.inPieces(n, (start, stop) => {
      for (let v = start; v < stop; v++) {
        const value = distances[i * n + v]!;
        if (value === Infinity || v === first + i) continue;
        to[row] = v;
        distance[row++] = value;
      }
    });
    bySource[i] = row - before;
  }
  return { count, bySource, to, distance };
}

/** Empties `batches` on the way. */
async function resultOf(team: Team, vids: VidColumn, batches: Rows[], rowCount: number): Promise<AlgorithmResult> {
  const from = new VidWriter(team, vids, rowCount);
  const to = new VidWriter(team, vids, rowCount);
  const values = new Float64Array(rowCount);
  let source = 0;
  let at = 0;
  let longest = 0;
  for (let rows = batches.shift(); rows !== undefined; rows = batches.shift()) {
    const { bySource, distance } = rows;
    const first = source;
    await from.appendRuns(
      bySource.length,
      (i) => first + i,
      (i) => bySource[i]!,
    );
    await to.append(rows.to);
    values.set(distance, at);
    source += bySource.length;
    at += rows.count;
    await team.inPieces(rows.count, (start, stop) => {
      for (let i = start; i < stop; i++) longest = Math.max(longest, distance[i]!);
    });
  }
  return {
    columns: [
      { name: 'VID1', data: await from.column() },
      { name: 'VID2', data: await to.column() },
      { name: 'DISTANCE', data: { type: 'double', values } },
    ],
    rowCount,
    statistics: { pairs: rowCount, longest },
  };
}

/** @throws MemoryError when the rows cannot fit into the limit: before any distance is computed */
async function refuseTooManyPairs(
  { team, projection, allocate, progress }: KernelContext,
  out: Adjacency,
  queues: number,
  marks: number,
): Promise<void> {
  const n = projection.vertexCount;
  const { limitBytes } = projection.memory;
  const bytes = ROW_BYTES + 8 + 2 * vidBytesPerRow(projection.vids, n);
  const most = Math.floor(limitBytes / bytes);
  if (n * (n - 1) <= most) return;
  const total = allocate(8);
  team.memory.u8(total, 8).fill(0);
  await team.run('apsp', 'countPairs', [out.offsets, out.neighbours, n, most, total, queues, marks], {
    onDone: (sources) => progress(0, `counting pairs, source ${sources} of ${n}`),
  });
  if (Number(team.memory.i64(total, 1)[0]) <= most) return;
  // nothing that was counted: how far it came depends on the threads
  const what =
    `APSP joins more than ${most} pairs, with a row of ${formatBytes(bytes)} each; SSSP answers for one vertex. ` +
    `The table of all ${n * (n - 1)} pairs`;
  throw new MemoryError(what, n * (n - 1) * bytes, limitBytes);
}
