import type { GraphSize } from '@orrery/contracts';
import type { KernelContext } from '../algorithm.ts';
import { numberOf } from '../parameters.ts';

/** Bytes of a record of the kernel: of a vertex, a node of a level or a community. */
export const RECORD_BYTES = 32;

/** How a random walker moves; addresses. */
export interface Walk {
  /** Records of the vertices. */
  readonly nodes: number;
  /** f64 by entry of `both`: how often he takes the edge, in both directions together. */
  readonly flows: number;
}

/** Bytes of {@link walkOf}. */
export function walkBytes({ vertexCount, edgeCount }: GraphSize): number {
  return 2 * edgeCount * 8 + vertexCount * RECORD_BYTES + rankBytes(vertexCount);
}

/** Of PageRank's sums by block. */
function rankBytes(vertexCount: number): number {
  return Math.ceil(vertexCount / 1024) * 32;
}

/** Computes how often a random walker is at each vertex, and takes each edge. scratch: 32 bytes a vertex. */
export async function walkOf(context: KernelContext, scratch: number): Promise<Walk> {
  const { team, projection, parameters, allocate, directed, progress } = context;
  const n = projection.vertexCount;
  const both = await projection.adjacency(team, 'both');
  const outOffsets = directed ? (await projection.adjacency(team, 'out')).offsets : 0;
  const teleport = numberOf(parameters, 'teleport_prob');
  const rounds = numberOf(parameters, 'pagerank_iter');
  const flows = allocate(both.edgeCount * 8);
  const nodes = allocate(n * RECORD_BYTES);
  const [strength, visits, rates, spare] = [0, 1, 2, 3].map((i) => scratch + i * n * 8) as [
    number, number, number, number,
  ]; // prettier-ignore
  const { offsets, neighbours, weights } = both;
  await team.run('infomap', 'measureSteps', [offsets, neighbours, weights, outOffsets, n, flows, strength]);
  await team.run(
    'page-rank',
    'pageRank',
    [
      offsets, neighbours, flows, 0, strength, n, 1 / n, teleport / n, 1 - teleport,
      numberOf(parameters, 'pagerank_threshold'), rounds, 1, visits, rates, spare,
      allocate(rankBytes(n)), allocate(8),
    ], // prettier-ignore
    { onDone: (round) => progress(0, `visits, round ${round} of at most ${rounds}`) },
  );
  await team.run('infomap', 'measureFlows', [
    offsets, neighbours, weights, outOffsets, n, teleport, visits, strength, rates, flows, nodes,
  ]); // prettier-ignore
  return { nodes, flows };
}
