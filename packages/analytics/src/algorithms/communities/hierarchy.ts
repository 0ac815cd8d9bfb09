import type { GraphSize } from '@orrery/contracts';
import type { Adjacency } from '../../csr/adjacency.ts';
import { CONTROL_ADDRESS } from '../../runtime/control.ts';
import type { KernelContext } from '../algorithm.ts';

/** The graph of one level: rows at starts[v] … stops[v]; addresses. weights: f64 or 0, every entry is 1. */
export interface Level {
  readonly n: number;
  readonly entries: number;
  readonly starts: number;
  readonly stops: number;
  readonly neighbours: number;
  readonly weights: number;
}

interface Store {
  readonly starts: number;
  readonly stops: number;
  entries: { readonly neighbours: number; readonly weights: number } | undefined;
}

const SUMS_BYTES = 8192;
/** Threads that estimates count with. */
const ESTIMATED_THREADS = 2;

/** Bytes that a hierarchy over a graph with both directions of each edge takes. */
export function hierarchyBytes({ vertexCount, edgeCount }: GraphSize): number {
  const perVertex = 32 + 16 * ESTIMATED_THREADS;
  return vertexCount * perVertex + 2 * edgeCount * 24 + ESTIMATED_THREADS * SUMS_BYTES + 2048;
}

/**
 * Levels of a graph whose nodes are groups of the level below, in shared memory: a store for odd levels and one for even
 * ones. Level 0 is the adjacency itself.
 */
export class Hierarchy {
  readonly #context: KernelContext;
  readonly #bottom: Level;
  readonly #stores: readonly [Store, Store];
  readonly #numbers: number;
  #level: Level;
  #depth = 0;
  readonly memberStarts: number;
  readonly members: number;
  /** u32[n]: the present level's node of each vertex. */
  readonly map: number;
  /** Of every thread, for neighbour-sums.lib. */
  readonly scratch: number;
  /** What `scratch` is for: the number of vertices. */
  readonly capacity: number;

  /** weights replaces the adjacency's. */
  constructor(context: KernelContext, graph: Adjacency, n: number, weights: number = graph.weights) {
    const { allocate, team } = context;
    const { offsets, neighbours, edgeCount } = graph;
    const store = (): Store => ({ starts: allocate((n + 1) * 4), stops: allocate(n * 4), entries: undefined });
    this.#context = context;
    this.#bottom = { n, entries: edgeCount, starts: offsets, stops: offsets + 4, neighbours, weights };
    this.#level = this.#bottom;
    this.#stores = [store(), store()];
    this.#numbers = allocate(n * 4);
    this.memberStarts = allocate((n + 1) * 4);
    this.members = allocate(n * 4);
    this.map = allocate(n * 4);
    this.capacity = n;
    const scratchBytes = team.threads * (SUMS_BYTES + 16 * n);
    this.scratch = allocate(scratchBytes);
    team.memory.u8(this.scratch, scratchBytes).fill(255);
    this.restart();
  }

  get level(): Level {
    return this.#level;
  }

  get depth(): number {
    return this.#depth;
  }

  /** Down to the vertices again. */
  restart(): void {
    this.#level = this.#bottom;
    this.#depth = 0;
    const map = this.#context.team.memory.u32(this.map, this.capacity);
    for (let v = 0; v < map.length; v++) map[v] = v;
  }

  /** Numbers the groups of `label` densely, in place, and lists their members. Answers how many there are. */
  async group(label: number): Promise<number> {
    const { n, starts, stops } = this.#level;
    return (
      (await this.#context.team.runOne('hierarchy', 'group', [
        CONTROL_ADDRESS, starts, stops, n, label, this.memberStarts, this.members, this.#numbers, this.#above.starts,
      ])) >>> 0
    ); // prettier-ignore
  }

  /**
   * Where parts of communities start a level up, in the communities that they came from: next, u32 by part. Both are dense,
   * and the parts are what group() was called for last.
   */
  async inherit(community: number, communities: number, parts: number, next: number): Promise<void> {
    await this.#context.team.runOne('hierarchy', 'inherit', [
      CONTROL_ADDRESS, community, communities, parts, this.memberStarts, this.members, this.#numbers, next,
    ]); // prettier-ignore
  }

  /** Makes the groups of `label`, as group() left them, the nodes of the next level and goes there. */
  async ascend(label: number, groups: number): Promise<void> {
    const { team } = this.#context;
    const { starts, stops, neighbours, weights } = this.#level;
    const above = this.#above;
    above.entries ??= this.#entriesFor(this.#bottom.entries);
    const to = above.entries;
    await team.run('hierarchy', 'aggregate', [
      starts, stops, neighbours, weights, label, groups, this.memberStarts, this.members, this.capacity, this.scratch,
      above.starts, above.stops, to.neighbours, to.weights,
    ]); // prettier-ignore
    await team.run('hierarchy', 'compose', [this.capacity, this.map, label]);
    this.#depth++;
    const begins = team.memory.u32(above.starts, groups);
    const entries = team.memory.u32(above.stops, groups).reduce((sum, stop, g) => sum + stop - begins[g]!, 0);
    this.#level = { n: groups, entries, starts: above.starts, stops: above.stops, ...to };
  }

  /** sums: f64 by group of the values of its members, for the groups that group() left. */
  async sumMembers(values: number, groups: number, sums: number): Promise<void> {
    await this.#context.team.run('hierarchy', 'sumMembers', [values, groups, this.memberStarts, this.members, sums]);
  }

  /** Splits groups of the present level into what is connected inside of them. */
  async splitConnected(label: number): Promise<void> {
    const { n, starts, stops, neighbours, weights } = this.#level;
    const values = [CONTROL_ADDRESS, starts, stops, neighbours, weights, n, label, this.#numbers];
    await this.#context.team.runOne('hierarchy', 'splitConnected', values);
  }

  /** Makes `map` the labels of vertices for a partition of the present level: the smallest vertex of each group. */
  async name(label: number): Promise<void> {
    const { team } = this.#context;
    await team.run('hierarchy', 'compose', [this.capacity, this.map, label]);
    await team.runOne('hierarchy', 'nameBySmallest', [CONTROL_ADDRESS, this.capacity, this.map, this.#numbers]);
  }

  get #above(): Store {
    return this.#stores[this.#depth % 2]!;
  }

  #entriesFor(capacity: number): NonNullable<Store['entries']> {
    const { allocate } = this.#context;
    return { neighbours: allocate(capacity * 4), weights: allocate(capacity * 8) };
  }
}
