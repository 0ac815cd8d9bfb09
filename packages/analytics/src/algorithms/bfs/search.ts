import type { Adjacency } from '../../csr/adjacency.ts';
import type { KernelContext } from '../algorithm.ts';

export const UNREACHED = 0xffff_ffff;
/** Shared memory of a {@link breadthFirst} and its parents, without what threads and graph have themselves. */
export const SEARCH_BYTES_PER_VERTEX = 17;
const BUFFER_BYTES = 4096;
const SHARED_BYTES = 96;

/** Breadth-first searches over one graph, one after another, in the same memory. */
export interface BreadthFirst {
  /** Hops from the root by vertex, UNREACHED where there is no path: a view that the next search overwrites. */
  levels(root: number, onLevel?: (level: number) => void): Promise<Uint32Array>;
  /** Of the last search: the smallest vertex one level nearer, by vertex that was reached; of the root, itself. A view. */
  parents(): Promise<Uint32Array>;
}

/** Builds the orientations that it needs: `in`, or `both` where edges are followed both ways. @throws MemoryError */
export async function breadthFirst(
  { team, projection, allocate }: Pick<KernelContext, 'team' | 'projection' | 'allocate'>,
  directed: boolean,
): Promise<BreadthFirst> {
  const { memory } = team;
  const n = projection.vertexCount;
  const into: Adjacency = await projection.adjacency(team, directed ? 'in' : 'both');
  const out = directed ? await projection.adjacency(team, 'out') : into;
  const level = allocate(n * 4);
  const queues = [allocate(n * 4), allocate(n * 4)];
  const bitBytes = Math.ceil(n / 64) * 8;
  const bits = [allocate(bitBytes), allocate(bitBytes)];
  const buffers = allocate(BUFFER_BYTES * team.threads);
  const shared = allocate(SHARED_BYTES);
  let parent: number | undefined;
  return {
    async levels(root, onLevel = () => {}) {
      memory.u8(shared, SHARED_BYTES).fill(0);
      await team.run(
        'bfs',
        'bfs',
        [
          out.offsets, out.neighbours, into.offsets, into.neighbours, n, out.edgeCount, root, level, ...queues, ...bits,
          buffers, shared,
        ], // prettier-ignore
        { onDone: onLevel },
      );
      return memory.u32(level, n);
    },
    async parents() {
      parent ??= allocate(n * 4);
      await team.run('bfs', 'parents', [into.offsets, into.neighbours, n, level, parent]);
      return memory.u32(parent, n);
    },
  };
}
