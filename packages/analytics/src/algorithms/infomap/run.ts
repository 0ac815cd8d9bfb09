import type { AlgorithmResult } from '../../face.ts';
import type { Algorithm, KernelContext } from '../algorithm.ts';
import { numberOf } from '../parameters.ts';
import { partitionResult } from '../partition.ts';
import { requireWeightsOfAtLeastZero } from '../require-weights.ts';
import { allVertices } from '../sample-vertices.ts';
import { CodeSearch } from './code-search.ts';
import { infomapDescriptor } from './descriptor.ts';
import { RECORD_BYTES, walkOf } from './walk.ts';

/** Of the code's length: what another pass must have saved to be followed by one more. */
const WORTHWHILE = 1e-10;

export const infomap: Algorithm = {
  descriptor: infomapDescriptor,
  orientations: () => ['both'],
  run,
};

async function run(context: KernelContext): Promise<AlgorithmResult> {
  const { team, projection, parameters, allocate, progress } = context;
  const n = projection.vertexCount;
  requireWeightsOfAtLeastZero(infomapDescriptor.id, projection);
  const records = allocate(n * RECORD_BYTES);
  const walk = await walkOf(context, records);
  const both = await projection.adjacency(team, 'both');
  const rounds = numberOf(parameters, 'inner_iter');
  const search = new CodeSearch(context, both, walk, records, rounds);
  const label = allocate(n * 4);
  const labels = team.memory.u32(label, n);
  labels.fill(0);
  const oneLevelCodeLength = await search.codeLength(label);

  labels.set(await allVertices(team, n));
  const most = numberOf(parameters, 'outer_iter');
  let passes = 0;
  let before = Infinity;
  let codeLength = await search.codeLength(label);
  while (passes < most && before - codeLength > WORTHWHILE * codeLength) {
    const from = passes;
    await search.pass(label, passes > 0, (level, round) =>
      progress(
        (from + 1 - 0.5 ** (level - 1 + round / (2 * rounds))) / most,
        `pass ${from + 1}, level ${level}, round ${round}`,
      ),
    );
    passes++;
    before = codeLength;
    codeLength = await search.codeLength(label);
  }
  await search.splitConnected(label);
  codeLength = await search.codeLength(label);
  if (codeLength > oneLevelCodeLength) {
    labels.fill(0);
    codeLength = oneLevelCodeLength;
  }
  const result = await partitionResult(context, label, { groups: 'communities', largest: 'largestCommunity' }, true);
  const { iterations } = search;
  return { ...result, statistics: { ...result.statistics, codeLength, oneLevelCodeLength, passes, iterations } };
}
