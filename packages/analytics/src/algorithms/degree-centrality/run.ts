import type { Adjacency } from '../../csr/adjacency.ts';
import type { Orientation } from '../../csr/graph-projection.ts';
import type { AlgorithmResult } from '../../face.ts';
import type { Algorithm, KernelContext } from '../algorithm.ts';
import { allVids, int64Column } from '../columns.ts';
import { booleanOf, numberOf, textOf } from '../parameters.ts';
import { stronglyConnected, type Components } from '../strongly-connected-component/components.ts';
import { degreeCentralityDescriptor, setShape } from './descriptor.ts';

const HISTOGRAM_BYTES = 512;

export const degreeCentrality: Algorithm = {
  descriptor: degreeCentralityDescriptor,
  orientations: (parameters) => {
    if (!booleanOf(parameters, 'IS_DIRECTED')) return ['both'];
    return textOf(parameters, 'TYPE') === 'out' ? ['out'] : ['out', 'in'];
  },
  run,
};

async function run(context: KernelContext): Promise<AlgorithmResult> {
  const { projection, parameters } = context;
  const n = projection.vertexCount;
  const directed = booleanOf(parameters, 'IS_DIRECTED');
  const type = textOf(parameters, 'TYPE');
  const step = numberOf(parameters, 'STEP');
  const { exact } = setShape(n, numberOf(parameters, 'BITS'));
  const count = counter(context);
  const outward = type !== 'in' || !directed ? await count(directed ? 'out' : 'both', true) : undefined;
  const inward = type === 'out' ? undefined : directed ? await count('in', false) : outward;
  const columns = [{ name: 'VID', data: allVids(projection.vids) }];
  if (type === 'both') {
    const sum = new Uint32Array(n);
    for (let v = 0; v < n; v++) sum[v] = outward![v]! + inward![v]!;
    columns.push({ name: 'BOTH_DEGREE', data: int64Column(sum) });
  }
  if (type !== 'in') columns.push({ name: 'OUT_DEGREE', data: int64Column(outward!) });
  if (type !== 'out') columns.push({ name: 'IN_DEGREE', data: int64Column(inward!) });
  return { columns, rowCount: n, statistics: { exact: exact || step === 0 || step === 1 } };
}

type Count = (orientation: Orientation, forward: boolean) => Promise<Uint32Array>;

/** Counting along an orientation; what both directions need is allocated and computed once. */
function counter({ team, projection, parameters, allocate, progress }: KernelContext): Count {
  const { memory } = team;
  const n = projection.vertexCount;
  const step = numberOf(parameters, 'STEP');
  const bits = numberOf(parameters, 'BITS');
  const { exact, width } = setShape(n, bits);
  const result = allocate(n * 4);
  const answer = (): Uint32Array => memory.u32(result, n).slice();

  if (step === 0) return () => Promise.resolve(new Uint32Array(n));
  if (step === 1) {
    const stamps = allocate(n * 4 * team.threads);
    return async (orientation) => {
      const { offsets, neighbours } = await projection.adjacency(team, orientation);
      await team.run('degree-centrality', 'oneStep', [offsets, neighbours, n, stamps, result]);
      return answer();
    };
  }
  const histogram = allocate(HISTOGRAM_BYTES * team.threads);
  if (step > 1) {
    const sets = allocate(n * width);
    const nextSets = allocate(n * width);
    const changes = allocate(12);
    return async (orientation, forward) => {
      const { offsets, neighbours } = await projection.adjacency(team, orientation);
      memory.u32(changes, 3).fill(0);
      await team.run(
        'degree-centrality',
        'severalSteps',
        [
          offsets, neighbours, n, step, bits, exact ? 1 : 0, width, sets, nextSets, changes, histogram, result,
        ], // prettier-ignore
        { onDone: (done) => progress(((forward ? 0 : 1) + done / step) / 2, `step ${done} of ${step}`) },
      );
      return answer();
    };
  }
  let found: { readonly components: Components; readonly sets: number } | undefined;
  return async (orientation, forward) => {
    const { offsets, neighbours }: Adjacency = await projection.adjacency(team, orientation);
    if (found === undefined) {
      const along = orientation === 'in' ? await projection.adjacency(team, 'out') : { offsets, neighbours };
      const components = await stronglyConnected(team, along, n, allocate, () => progress(0.1, 'components'));
      found = { components, sets: allocate(components.count * width) };
    }
    const { components, sets } = found;
    await team.run('degree-centrality', 'anyStep', [
      offsets, neighbours, n, components.count, components.component, components.members, components.starts,
      forward ? 1 : 0, bits, exact ? 1 : 0, width, sets, histogram, result,
    ]); // prettier-ignore
    progress(forward ? 0.5 : 1, 'any number of steps');
    return answer();
  };
}
