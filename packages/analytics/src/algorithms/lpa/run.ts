import type { AlgorithmResult } from '../../face.ts';
import type { Algorithm, KernelContext } from '../algorithm.ts';
import { propagate } from '../communities/label-propagation.ts';
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
  const { team, projection, parameters } = context;
  requireWeightsOfAtLeastZero(lpaDescriptor.id, projection);
  const { label, iterations, converged } = await propagate(context, {
    into: await projection.adjacency(team, booleanOf(parameters, 'IS_DIRECTED') ? 'in' : 'both'),
    rounds: numberOf(parameters, 'ITERATIONS') + (booleanOf(parameters, 'SELF_START') ? 0 : 1),
    ties: textOf(parameters, 'TIES') === 'smallest' ? 'smallest' : 'random',
    seed: seedOf(parameters),
  });
  const names = { groups: 'communities', largest: 'largestCommunity' };
  const result = await partitionResult(context, label, names, booleanOf(parameters, 'IS_CALC_MODULARITY'));
  return { ...result, statistics: { ...result.statistics, iterations, converged } };
}
