import type { AlgorithmResult } from '../../face.ts';
import type { Algorithm, KernelContext } from '../algorithm.ts';
import { distanceSums } from '../closeness-centrality/distance-sums.ts';
import { numberOf } from '../parameters.ts';
import { allVertices } from '../sample-vertices.ts';
import { countsExactly, hyperAnfDescriptor } from './descriptor.ts';

export const hyperAnf: Algorithm = {
  descriptor: hyperAnfDescriptor,
  orientations: (_parameters, directed) => (directed ? ['simple-out', 'simple-in'] : ['simple']),
  run,
};

async function run(context: KernelContext): Promise<AlgorithmResult> {
  const exact = countsExactly(context.projection.vertexCount, numberOf(context.parameters, 'bits'));
  const { average, statistics } = exact ? await counted(context) : await estimated(context);
  return {
    columns: [{ name: 'VALUE', data: { type: 'double', values: Float64Array.of(average) } }],
    rowCount: 1,
    statistics: { exact, ...statistics },
  };
}

interface Average {
  readonly average: number;
  readonly statistics: Readonly<Record<string, number>>;
}

async function counted({ team, projection, directed, allocate, progress }: KernelContext): Promise<Average> {
  const n = projection.vertexCount;
  const out = await projection.adjacency(team, directed ? 'simple-out' : 'simple');
  const into = directed ? await projection.adjacency(team, 'simple-in') : out;
  const all = await allVertices(team, n);
  const { sums, reached } = await distanceSums(team, out, into, n, all, allocate, progress);
  const distances = team.memory.i64(sums, n).reduce((total, sum) => total + sum, 0n);
  const pairs = team.memory.u32(reached, n).reduce((total, count) => total + count, 0);
  return { average: pairs === 0 ? 0 : Number(distances) / pairs, statistics: { pairs } };
}

async function estimated({
  team,
  projection,
  parameters,
  directed,
  allocate,
  progress,
}: KernelContext): Promise<Average> {
  const n = projection.vertexCount;
  const bits = numberOf(parameters, 'bits');
  const { offsets, neighbours } = await projection.adjacency(team, directed ? 'simple-out' : 'simple');
  const setBytes = n * 2 ** bits;
  const steps = allocate(4);
  const [average] = await team.run(
    'hyper-anf',
    'averageDistance',
    [
      offsets, neighbours, n, bits, allocate(setBytes), allocate(setBytes), allocate(n), allocate(n), allocate(n * 8),
      allocate(Math.ceil(n / 64) * 8), allocate(512 * team.threads), steps,
    ], // prettier-ignore
    { onDone: (done) => progress(1 - 1 / (1 + done / 8), `step ${done}`) },
  );
  return { average: average!, statistics: { iterations: team.memory.u32(steps, 1)[0]! } };
}
