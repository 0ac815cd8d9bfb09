import type { Adjacency } from '../../csr/adjacency.ts';
import type { KernelContext } from '../algorithm.ts';

export const UNREACHED = 0xffff_ffff;
/** Shared memory of a {@link breadthFirst} and its parents, without what threads and graph have themselves. */
export const SEARCH_BYTES_PER_VERTEX = 17;
const BUFFER_BYTES = 4096;
const SHARED_BYTES = 96;

/** Breadth-first searches over one graph, one after another, in the same memory. */
export interface BreadthFirst {
  /** The address of the hops from the root, u32[n], UNREACHED where there is no path. The next search overwrites them. */
  from(root: number, onLevel?: (level: number) => void): Promise<number>;
  /** The hops to the root, into u32[n] at level. */
  to(root: number, level: number): Promise<void>;
  /** What from() finds, as a view. */
  levels(root: number, onLevel?: (level: number) => void): Promise<Uint32Array>;
  /** Of the last search, with the root's. */
  readonly levelCount: number;
  /**
   * Of the last search: the smallest vertex one level nearer, by vertex that was reached; of the root, itself. A view.
   * @throws Error when the searches were made without parents
   */
  parents(): Promise<Uint32Array>;
}

/**
 * Builds the orientations that it needs: `in`, or `both` where edges are followed both ways. withParents: parents() will be
 * called; most of them are then found with the levels. @throws MemoryError
 */
export async function breadthFirst(
  { team, projection, allocate }: Pick<KernelContext, 'team' | 'projection' | 'allocate'>,
  directed: boolean,
  withParents = false,
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
  // in-edges do, the edges of both directions do not
  const ascending = directed ? 1 : 0;
  const parent = withParents ? allocate(n * 4) : 0;
  let levelCount = 0;
  const search = async (
    [along, against]: readonly [Adjacency, Adjacency],
    root: number,
    hops: number,
    parents: number,
    onDone: (level: number) => void,
  ): Promise<void> => {
    memory.u8(shared, SHARED_BYTES).fill(0);
    const [levels] = await team.run(
      'bfs',
      'bfs',
      [
        along.offsets, along.neighbours, against.offsets, against.neighbours, n, along.edgeCount, root, hops, parents, ascending, ...queues, ...bits, buffers,
        shared,
      ], // prettier-ignore
      { onDone },
    );
    levelCount = levels!;
  };
  const from = async (root: number, onLevel: (level: number) => void = () => {}): Promise<number> => {
    await search([out, into], root, level, parent, onLevel);
    return level;
  };
  return {
    from,
    get levelCount() {
      return levelCount;
    },
    async to(root, hops) {
      await search([into, out], root, hops, 0, () => {});
    },
    async levels(root, onLevel) {
      return memory.u32(await from(root, onLevel), n);
    },
    async parents() {
      if (!withParents) throw new Error('breadth-first searches without parents have none');
      await team.run('bfs', 'parents', [into.offsets, into.neighbours, n, level, parent, ascending]);
      return memory.u32(parent, n);
    },
  };
}
