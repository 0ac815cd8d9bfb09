import type { KernelContext } from '../algorithm.ts';
import { breadthFirst } from '../bfs/search.ts';
import type { Giant } from './components.ts';

const NONE = 0xffff_ffff;
const KERNEL = 'strongly-connected-component';
/** A search that reaches fewer than one in so many finds no giant, and is not worth the one against the edges. */
const RARE = 8;

/** The component of the vertex with the most paths of two edges through it, unless few are reached from there. */
export async function giantComponent(context: KernelContext): Promise<Giant | undefined> {
  const { team, projection, allocate } = context;
  const n = projection.vertexCount;
  const [out, into] = [await projection.adjacency(team, 'out'), await projection.adjacency(team, 'in')];
  const pivot = await team.runOne(KERNEL, 'pivot', [n, out.offsets, into.offsets]);
  if (pivot >>> 0 === NONE) return undefined;
  const search = await breadthFirst(context, true);
  const forward = await search.from(pivot);
  const counts = allocate(4 * team.threads);
  const [reached] = await team.run(KERNEL, 'countReached', [forward, n, counts]);
  if ((reached! >>> 0) * RARE < n) return undefined;
  const [backward, component] = [allocate(n * 4), allocate(n * 4)];
  await search.to(pivot, backward);
  await team.run(KERNEL, 'placeGiant', [forward, backward, n, component, forward]);
  return { component, order: forward };
}
