import type { AlgorithmResult } from '../../face.ts';
import type { Algorithm, KernelContext } from '../algorithm.ts';
import { booleanOf } from '../parameters.ts';
import { partitionResult } from '../partition.ts';
import { connectedComponentDescriptor } from './descriptor.ts';

const SAMPLE_BYTES = 4 * 1025;

export const connectedComponent: Algorithm = {
  descriptor: connectedComponentDescriptor,
  orientations: () => ['out'],
  run,
};

async function run(context: KernelContext): Promise<AlgorithmResult> {
  const { team, projection, parameters, allocate } = context;
  const n = projection.vertexCount;
  const out = await projection.adjacency(team, 'out');
  // building the in-edges would cost more than they save; a run before this one may have left them
  const into = projection.held('in');
  const label = allocate(n * 4);
  await team.run('connected-component', 'connectedComponents', [
    out.offsets, out.neighbours, into?.offsets ?? 0, into?.neighbours ?? 0, n, label, allocate(SAMPLE_BYTES),
  ]); // prettier-ignore
  const names = { groups: 'components', largest: 'largestComponent' };
  return partitionResult(context, label, names, booleanOf(parameters, 'IS_CALC_MODULARITY'));
}
