import type { AlgorithmResult } from '../../face.ts';
import type { Algorithm, KernelContext } from '../algorithm.ts';
import { allVids } from '../columns.ts';
import { booleanOf, numberOf, textOf } from '../parameters.ts';
import { pageRankDescriptor } from './descriptor.ts';

const BLOCK = 1024;

export const pageRank: Algorithm = {
  descriptor: pageRankDescriptor,
  orientations: (parameters) => (booleanOf(parameters, 'IS_DIRECTED') ? ['in'] : ['both']),
  run,
};

async function run({ team, projection, parameters, allocate, progress }: KernelContext): Promise<AlgorithmResult> {
  const n = projection.vertexCount;
  const directed = booleanOf(parameters, 'IS_DIRECTED');
  const into = await projection.adjacency(team, directed ? 'in' : 'both');
  const out = directed ? await projection.adjacency(team, 'out') : into;
  const rounds = numberOf(parameters, 'ITERATIONS');
  const damping = numberOf(parameters, 'DAMPING');
  const start = textOf(parameters, 'SCALE') === 'sum1' && n > 0 ? 1 / n : 1;
  const spread = textOf(parameters, 'DANGLING') === 'spread';
  const value = allocate(n * 8);
  const outcome = allocate(8);
  team.memory.f64(outcome, 1)[0] = 0;
  const [iterations] = await team.run(
    'page-rank',
    'pageRank',
    [
      into.offsets, into.neighbours, 0, out.offsets, 0, n, start, (1 - damping) * start, damping, numberOf(parameters, 'EPS'),
      rounds, spread ? 1 : 0, value, allocate(n * 8), allocate(n * 8), allocate(Math.ceil(n / BLOCK) * 32), outcome,
    ], // prettier-ignore
    { onDone: (done) => progress(done / rounds, `iteration ${done} of at most ${rounds}`) },
  );
  const delta = team.memory.f64(outcome, 1)[0]!;
  return {
    columns: [
      { name: 'VID', data: allVids(projection.vids) },
      { name: 'VALUE', data: { type: 'double', values: team.memory.f64(value, n).slice() } },
    ],
    rowCount: n,
    statistics: { iterations: iterations!, converged: delta < numberOf(parameters, 'EPS'), delta },
  };
}
