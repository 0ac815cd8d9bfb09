import { OrreryError } from '@orrery/contracts';
import type { AlgorithmResult } from '../../face.ts';
import type { Algorithm, KernelContext } from '../algorithm.ts';
import { degreeOrientations, degreeResult } from '../degree-columns.ts';
import { neighbourCounter, type TimeRange } from '../different-neighbours.ts';
import { degreeWithTimeDescriptor } from './descriptor.ts';

export const degreeWithTime: Algorithm = {
  descriptor: degreeWithTimeDescriptor,
  orientations: degreeOrientations,
  run,
};

async function run(context: KernelContext): Promise<AlgorithmResult> {
  const { team, projection, parameters, progress } = context;
  const range = rangeOf(parameters['BEGIN_TIME'] as bigint, parameters['END_TIME'] as bigint);
  const count = neighbourCounter(context);
  let edgesInRange = 0;
  const result = await degreeResult(context, async (orientation) => {
    const { counts, edgeCount } = await count(await projection.adjacency(team, orientation), range);
    // in both directions every edge is counted at each of its ends
    edgesInRange = orientation === 'both' ? edgeCount / 2 : edgeCount;
    progress(orientation === 'out' ? 0.5 : 1, orientation === 'in' ? 'in-edges counted' : 'out-edges counted');
    return counts;
  });
  return { ...result, statistics: { edgesInRange } };
}

/** @throws OrreryError ErrParam for a range that ends before it begins */
function rangeOf(from: bigint, to: bigint): TimeRange {
  if (from <= to) return { from, to };
  throw new OrreryError(
    'ErrParam',
    `BEGIN_TIME (${from} ms since 1970) is after END_TIME (${to} ms): no time can be in this range; exchange the two`,
  );
}
