import type { Adjacency } from '../../csr/adjacency.ts';
import type { AlgorithmResult } from '../../face.ts';
import type { Algorithm, KernelContext } from '../algorithm.ts';
import { degreeOrientations, degreeResult } from '../degree-columns.ts';
import { neighbourCounter } from '../different-neighbours.ts';
import { numberOf } from '../parameters.ts';
import { stronglyConnected, type Components } from '../strongly-connected-component/components.ts';
import { degreeCentralityDescriptor, setShape } from './descriptor.ts';

const HISTOGRAM_BYTES = 512;

export const degreeCentrality: Algorithm = {
  descriptor: degreeCentralityDescriptor,
  orientations: degreeOrientations,
  run,
};

async function run(context: KernelContext): Promise<AlgorithmResult> {
  const { projection, parameters } = context;
  const step = numberOf(parameters, 'STEP');
  const { exact } = setShape(projection.vertexCount, numberOf(parameters, 'BITS'));
  const result = await degreeResult(context, counter(context));
  return { ...result, statistics: { exact: exact || step === 0 || step === 1 } };
}

/** Answers the address of i64[n]. */
type Count = (orientation: 'out' | 'in' | 'both') => Promise<number>;

/** Counting along an orientation; what both directions need is allocated and computed once. */
function counter(context: KernelContext): Count {
  const { team, projection, parameters, allocate, progress } = context;
  const { memory } = team;
  const n = projection.vertexCount;
  const step = numberOf(parameters, 'STEP');
  const bits = numberOf(parameters, 'BITS');
  const { exact, width } = setShape(n, bits);
  if (step === 0) {
    const none = allocate(n * 8);
    memory.i64(none, n).fill(0n);
    return () => Promise.resolve(none);
  }
  if (step === 1) {
    const count = neighbourCounter(context);
    return async (orientation) => (await count(await projection.adjacency(team, orientation))).counts;
  }
  const histogram = allocate(HISTOGRAM_BYTES * team.threads);
  if (step > 1) {
    const sets = allocate(n * width);
    const nextSets = allocate(n * width);
    const changes = allocate(12);
    return async (orientation) => {
      const forward = orientation !== 'in';
      const { offsets, neighbours } = await projection.adjacency(team, orientation);
      const result = allocate(n * 8);
      memory.u32(changes, 3).fill(0);
      await team.run(
        'degree-centrality',
        'severalSteps',
        [
          offsets, neighbours, n, step, bits, exact ? 1 : 0, width, sets, nextSets, changes, histogram, result,
        ], // prettier-ignore
        { onDone: (done) => progress(((forward ? 0 : 1) + done / step) / 2, `step ${done} of ${step}`) },
      );
      return result;
    };
  }
  let found: { readonly components: Components; readonly sets: number } | undefined;
  return async (orientation) => {
    const forward = orientation !== 'in';
    const { offsets, neighbours }: Adjacency = await projection.adjacency(team, orientation);
    if (found === undefined) {
      const along = orientation === 'in' ? await projection.adjacency(team, 'out') : { offsets, neighbours };
      const components = await stronglyConnected(team, along, n, allocate, () => progress(0.1, 'components'));
      found = { components, sets: allocate(components.count * width) };
    }
    const { components, sets } = found;
    const result = allocate(n * 8);
    await team.run('degree-centrality', 'anyStep', [
      offsets, neighbours, n, components.count, components.component, components.members, components.starts,
      forward ? 1 : 0, bits, exact ? 1 : 0, width, sets, histogram, result,
    ]); // prettier-ignore
    progress(forward ? 0.5 : 1, 'any number of steps');
    return result;
  };
}
