import type { AlgorithmResult } from '../../face.ts';
import type { Algorithm, KernelContext } from '../algorithm.ts';
import { booleanOf, numberOf, seedOf, textOf } from '../parameters.ts';
import { partitionResult } from '../partition.ts';
import { requireWeightsOfAtLeastZero } from '../require-weights.ts';
import { lpaDescriptor } from './descriptor.ts';

export const lpa: Algorithm = {
  descriptor: lpaDescriptor,
  orientations: (parameters) => (booleanOf(parameters, 'IS_DIRECTED') ? ['in'] : ['both']),
  run,
};

async function run(context: KernelContext): Promise<AlgorithmResult> {
  const { team, projection, parameters, allocate, progress } = context;
  const { memory } = team;
  const n = projection.vertexCount;
  requireWeightsOfAtLeastZero(lpaDescriptor.id, projection);
  const directed = booleanOf(parameters, 'IS_DIRECTED');
  const into = await projection.adjacency(team, directed ? 'in' : 'both');
  const rounds = numberOf(parameters, 'ITERATIONS') + (booleanOf(parameters, 'SELF_START') ? 0 : 1);
  const [degree] = await team.run('lpa', 'largestDegree', [into.offsets, n, allocate(4 * team.threads)]);
  const slots = 2 ** Math.ceil(Math.log2(Math.max(2, degree! >>> 0) + 1) + 1);
  const labels = allocate(n * 4);
  const nextLabels = allocate(n * 4);
  const changes = allocate(12);
  memory.u32(changes, 3).fill(0);
  const [done] = await team.run(
    'lpa',
    'lpa',
    [
      into.offsets, into.neighbours, into.weights, n, rounds, textOf(parameters, 'TIES') === 'random' ? 1 : 0,
      seedOf(parameters), labels, nextLabels, slots,
      allocate(slots * 4 * team.threads), allocate(slots * 8 * team.threads), changes,
    ], // prettier-ignore
    { onDone: (round) => progress(round / rounds, `round ${round} of at most ${rounds}`) },
  );
  const names = { groups: 'communities', largest: 'largestCommunity' };
  const label = done! % 2 === 0 ? labels : nextLabels;
  const result = await partitionResult(context, label, names, booleanOf(parameters, 'IS_CALC_MODULARITY'));
  return { ...result, statistics: { ...result.statistics, iterations: done! } };
}
