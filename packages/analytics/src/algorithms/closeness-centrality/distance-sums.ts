import type { Adjacency } from '../../csr/adjacency.ts';
import type { Team } from '../../runtime/team.ts';
import { FEW_TARGETS } from './descriptor.ts';

const MOST_TARGETS = 512;
const SHARED_BYTES = 56;

/** By vertex: addresses of u64[n] and u32[n]. */
export interface DistanceSums {
  /** Sum of the distances to the targets that the vertex reaches. */
  readonly sums: number;
  /** How many those are, itself not counted. */
  readonly reached: number;
}

/** Distances in hops from every vertex to the targets along `out`, of which `into` is the reverse. */
export async function distanceSums(
  team: Team,
  out: Adjacency,
  into: Adjacency,
  n: number,
  targets: Uint32Array,
  allocate: (bytes: number) => number,
  progress: (fraction: number, phrase: string) => void,
): Promise<DistanceSums> {
  const { memory, threads } = team;
  const list = allocate(targets.length * 4);
  memory.u32(list, targets.length).set(targets);
  const graph = [out.offsets, out.neighbours, into.offsets, into.neighbours, n, list, targets.length];
  if (targets.length <= FEW_TARGETS) {
    const [sums, reached] = [allocate(n * 8), allocate(n * 4)];
    await team.run(
      'few-targets',
      'fewTargets',
      [
        ...graph, allocate(n * 8), allocate(n * 8), allocate(n * 8), allocate(n * 8), allocate(SHARED_BYTES), sums, reached,
      ], // prettier-ignore
      { onDone: (level) => progress(0.5, `level ${level}`) },
    );
    return { sums, reached };
  }
  // as many batches for each thread
  const rounds = Math.ceil(targets.length / MOST_TARGETS / threads);
  const batchSize = Math.ceil(targets.length / (rounds * threads));
  const batches = Math.ceil(targets.length / batchSize);
  const [masks, lists] = [allocate((n * 3 + 1) * 64 * threads), allocate(n * 8 * threads)];
  const [sums, reached] = [allocate(n * 8 * threads), allocate(n * 4 * threads)];
  await team.run(
    'closeness-centrality',
    'manyTargets',
    [...graph, batchSize, masks, lists, sums, reached],
    { onDone: (done) => progress(done / batches, `${done} of ${batches} batches of searches`) }, // prettier-ignore
  );
  return { sums, reached };
}
