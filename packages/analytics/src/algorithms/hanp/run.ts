import type { AlgorithmResult } from '../../face.ts';
import type { Team } from '../../runtime/team.ts';
import type { Algorithm, KernelContext } from '../algorithm.ts';
import { propagate } from '../communities/label-propagation.ts';
import { booleanOf, numberOf, seedOf } from '../parameters.ts';
import { partitionResult } from '../partition.ts';
import { requireWeightsOfAtLeastZero } from '../require-weights.ts';
import { hanpDescriptor } from './descriptor.ts';

/** Degrees below this, which nearly all are, are raised to the power once. */
const KNOWN_DEGREES = 65_536;

export const hanp: Algorithm = {
  descriptor: hanpDescriptor,
  orientations: (parameters) => (booleanOf(parameters, 'IS_DIRECTED') ? ['in'] : ['both']),
  run,
};

async function run(context: KernelContext): Promise<AlgorithmResult> {
  const { team, projection, parameters, allocate } = context;
  requireWeightsOfAtLeastZero(hanpDescriptor.id, projection);
  const n = projection.vertexCount;
  const directed = booleanOf(parameters, 'IS_DIRECTED');
  const into = await projection.adjacency(team, directed ? 'in' : 'both');
  const rows = directed ? [into, await projection.adjacency(team, 'out')] : [into];
  const preference = allocate(n * 8);
  await fillPreference(
    team,
    team.memory.f64(preference, n),
    rows.map(({ offsets }) => team.memory.u32(offsets, n + 1)),
    numberOf(parameters, 'PREFERENCE'),
  );
  const { label, iterations, converged } = await propagate(context, {
    into,
    rounds: numberOf(parameters, 'ITERATIONS'),
    ties: 'random',
    seed: seedOf(parameters),
    attenuation: { perHop: numberOf(parameters, 'HOP_ATT'), preference },
  });
  const result = await partitionResult(context, label, { groups: 'communities', largest: 'largestCommunity' }, false);
  return { ...result, statistics: { ...result.statistics, iterations, converged } };
}

/** preference[v] becomes degree ^ exponent, the degree being that of all rows together. @throws the signal's reason */
async function fillPreference(
  team: Team,
  preference: Float64Array,
  offsetsOfRows: readonly Uint32Array[],
  exponent: number,
): Promise<void> {
  const known = Float64Array.from({ length: KNOWN_DEGREES }, (_, degree) => degree ** exponent);
  await team.inPieces(preference.length, (first, stop) => {
    for (let v = first; v < stop; v++) {
      let degree = 0;
      for (const offsets of offsetsOfRows) degree += offsets[v + 1]! - offsets[v]!;
      preference[v] = degree < KNOWN_DEGREES ? known[degree]! : degree ** exponent;
    }
  });
}
