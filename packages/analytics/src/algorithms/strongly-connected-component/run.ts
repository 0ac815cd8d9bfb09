import type { AlgorithmResult } from '../../face.ts';
import type { Algorithm, KernelContext } from '../algorithm.ts';
import { partitionResult } from '../partition.ts';
import { stronglyConnected } from './components.ts';
import { stronglyConnectedComponentDescriptor } from './descriptor.ts';
import { giantComponent } from './giant.ts';

export const stronglyConnectedComponent: Algorithm = {
  descriptor: stronglyConnectedComponentDescriptor,
  orientations: (_parameters, directed) => (directed ? ['out', 'in'] : ['both']),
  run,
};

async function run(context: KernelContext): Promise<AlgorithmResult> {
  const { team, projection, directed, allocate, progress } = context;
  const n = projection.vertexCount;
  const out = await projection.adjacency(team, directed ? 'out' : 'both');
  const giant = directed ? await giantComponent(context) : undefined;
  const components = await stronglyConnected(
    team,
    out,
    n,
    allocate,
    (seen) => progress(seen / Math.max(1, n), `${seen} of ${n} vertices`),
    giant,
  );
  const label = allocate(n * 4);
  await team.runOne('strongly-connected-component', 'labelBySmallest', [
    n, components.count, components.component, allocate(components.count * 4), label,
  ]); // prettier-ignore
  return partitionResult(context, label, { groups: 'components', largest: 'largestComponent' }, false);
}
