import type { VidColumn } from '@orrery/contracts';
import type { AlgorithmResult } from '../../face.ts';
import type { Adjacency } from '../../csr/adjacency.ts';
import { vidBytes } from '../../csr/graph-projection.ts';
import { formatBytes, MemoryError } from '../../runtime/memory-error.ts';
import type { Algorithm, KernelContext } from '../algorithm.ts';
import { vidsAt } from '../columns.ts';
import { requireWeightsOfAtLeastZero } from '../require-weights.ts';
import { apspDescriptor, batchSources } from './descriptor.ts';

export const apsp: Algorithm = {
  descriptor: apspDescriptor,
  orientations: (_parameters, directed) => [directed ? 'out' : 'both'],
  run,
};

/** Rows of one batch of sources: vertex indexes and distances. */
interface Rows {
  readonly from: Uint32Array;
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
    const rows = joined(memory.f64(distances, count * n), n, first, count);
    rowCount += rows.distance.length;
    batches.push(rows);
  }
  return resultOf(projection.vids, batches, rowCount);
}

/** The pairs that are joined, but for a vertex and itself. */
function joined(distances: Float64Array, n: number, first: number, count: number): Rows {
  let pairs = -count;
  for (const distance of distances) if (distance !== Infinity) pairs++;
  const from = new Uint32Array(pairs);
  const to = new Uint32Array(pairs);
  const distance = new Float64Array(pairs);
  for (let i = 0, row = 0; i < count; i++) {
    for (let v = 0; v < n; v++) {
      const value = distances[i * n + v]!;
      if (value === Infinity || v === first + i) continue;
      from[row] = first + i;
      to[row] = v;
      distance[row++] = value;
    }
  }
  return { from, to, distance };
}

function resultOf(vids: VidColumn, batches: Rows[], rowCount: number): AlgorithmResult {
  const from = new Uint32Array(rowCount);
  const to = new Uint32Array(rowCount);
  const values = new Float64Array(rowCount);
  let at = 0;
  let longest = 0;
  for (const rows of batches) {
    from.set(rows.from, at);
    to.set(rows.to, at);
    values.set(rows.distance, at);
    for (const distance of rows.distance) longest = Math.max(longest, distance);
    at += rows.distance.length;
  }
  batches.length = 0;
  return {
    columns: [
      { name: 'VID1', data: vidsAt(vids, from) },
      { name: 'VID2', data: vidsAt(vids, to) },
      { name: 'DISTANCE', data: { type: 'double', values } },
    ],
    rowCount,
    statistics: { pairs: rowCount, longest },
  };
}

/** Indexes and distances as they are gathered and put together, and the columns. */
function rowBytes(vids: VidColumn, n: number): number {
  const id = vids.type === 'int64' ? 8 : 4 + (vidBytes(vids) - 4 * n) / Math.max(1, n);
  return 2 * 16 + 2 * id;
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
  const bytes = rowBytes(projection.vids, n);
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
