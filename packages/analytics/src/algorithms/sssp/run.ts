import type { AlgorithmResult } from '../../face.ts';
import { requireVertex } from '../../csr/vertex-lookup.ts';
import type { Algorithm, KernelContext } from '../algorithm.ts';
import { doubleColumn, verticesWith } from '../columns.ts';
import { vidOf } from '../parameters.ts';
import { vidsOfSome } from '../row-writer.ts';
import { requireWeightsOfAtLeastZero } from '../require-weights.ts';
import { ssspDescriptor } from './descriptor.ts';

const BUFFER_BYTES = 4096;
/** Piles' tails, what one thread leaves to all, then a double per thread. */
const SHARED_BYTES = 72;

/** The mean of more weights is that of a sample. */
const SUMMED_EDGES = 2 ** 20;

/** Width that small degrees add: 1.4 times faster on a grid, nothing lost on R-MAT (README). */
const WIDER = 20;

export const sssp: Algorithm = {
  descriptor: ssspDescriptor,
  orientations: (_parameters, directed) => [directed ? 'out' : 'both'],
  run,
};

async function run({
  team,
  projection,
  parameters,
  directed,
  allocate,
  progress,
}: KernelContext): Promise<AlgorithmResult> {
  const { memory } = team;
  const n = projection.vertexCount;
  const root = requireVertex(projection.vids, 'ROOT', vidOf(parameters, 'ROOT'));
  requireWeightsOfAtLeastZero(ssspDescriptor.id, projection);
  const out = await projection.adjacency(team, directed ? 'out' : 'both');
  const sharedBytes = SHARED_BYTES + 8 * team.threads;
  const shared = allocate(sharedBytes);
  memory.u8(shared, sharedBytes).fill(0);
  const distance = allocate(n * 8);
  const width = await widths();
  await team.run(
    'sssp',
    'sssp',
    [
      out.offsets, out.neighbours, out.weights, n, root, width.together, width.alone, aloneBelow(), distance, allocate(n * 4), allocate(n * 4),
      allocate(n * 4), allocate(n * 4), allocate(n * 4), allocate(n * 4), allocate(BUFFER_BYTES * team.threads), shared,
    ], // prettier-ignore
    { onDone: (done) => progress(0.5, `round ${done}`) },
  );
  const distances = memory.f64(distance, n);
  const reached = await verticesWith(team, distances, Infinity);
  return {
    columns: [
      { name: 'VID', data: await vidsOfSome(team, projection.vids, reached) },
      { name: 'DISTANCE', data: await doubleColumn(team, distances, reached) },
    ],
    rowCount: reached.length,
    statistics: { reached: reached.length },
  };

  /**
   * Mean weight over mean degree, doubled: wide enough for parallel rounds, and distances are rarely lowered twice. Where
   * degrees are small, rounds are too, and for threads to lower twice costs less than to meet more often: wider there.
   */
  async function widths(): Promise<{ together: number; alone: number }> {
    if (out.weights === 0 || out.edgeCount === 0) return { together: 1, alone: 1 };
    const sums = allocate(8 * team.threads);
    const meanOf = (every: number) => team.run('sssp', 'meanWeight', [out.weights, out.edgeCount, every, sums]);
    let [mean] = await meanOf(out.edgeCount > SUMMED_EDGES ? 16 : 1);
    if (mean === 0) [mean] = await meanOf(1);
    const degree = out.edgeCount / n;
    const alone = (2 * mean!) / degree;
    return { together: alone * (1 + WIDER / (2 * degree)), alone };
  }

  /** Vertices in the piles from which on all threads work together: about 32,768 edges of them. */
  function aloneBelow(): number {
    return Math.max(1, Math.min(8192, Math.floor((32_768 * n) / Math.max(1, out.edgeCount))));
  }
}
