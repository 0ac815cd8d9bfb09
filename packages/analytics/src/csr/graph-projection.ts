import type { VidColumn, VidType } from '@orrery/contracts';
import type { EdgeValueKind, Projection, StagesMs } from '../face.ts';
import type { SharedMemory } from '../runtime/shared-memory.ts';
import type { Team } from '../runtime/team.ts';
import { workerPool } from '../runtime/worker-pool.ts';
import {
  edgeValues,
  freeAdjacency,
  joinBoth,
  simplify,
  transpose,
  withoutValues,
  type Adjacency,
} from './adjacency.ts';

/**
 * How an algorithm sees the edges: as they are (`out`), turned around (`in`), in both directions, with their weights or
 * times; or simple, which is without self-loops, weights and times, parallel edges merged, neighbours ascending: in their direction (`simple-out`), turned
 * around (`simple-in`), or undirected (`simple`, each edge with both of its ends).
 */
export type Orientation = 'out' | 'in' | 'both' | 'simple-out' | 'simple-in' | 'simple';

export function vidBytes(vids: VidColumn): number {
  return vids.type === 'int64' ? vids.values.byteLength : vids.offsets.byteLength + vids.bytes.byteLength;
}

/**
 * A graph in shared memory. It holds the out-edges; in-edges and both directions together are made when an algorithm
 * first asks for them, and given up again when memory is short. Vertex indexes follow the order of the ids.
 */
export class GraphProjection implements Projection {
  readonly memory: SharedMemory;
  readonly vids: VidColumn;
  readonly vertexCount: number;
  readonly edgeCount: number;
  /** The first negative weight, in words; undefined: there is none. */
  readonly negativeWeight: string | undefined;
  readonly stagesMs: StagesMs;
  readonly #adjacencies = new Map<Orientation, Adjacency>();
  #queue: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(
    memory: SharedMemory,
    vids: VidColumn,
    vertexCount: number,
    out: Adjacency,
    negativeWeight: string | undefined,
    stagesMs: StagesMs,
  ) {
    this.memory = memory;
    this.vids = vids;
    this.vertexCount = vertexCount;
    this.edgeCount = out.edgeCount;
    this.negativeWeight = negativeWeight;
    this.stagesMs = stagesMs;
    this.#adjacencies.set('out', out);
  }

  get vidType(): VidType {
    return this.vids.type;
  }

  get edgeValue(): EdgeValueKind {
    return edgeValues(this.#adjacencies.get('out')!).kind;
  }

  get memoryBytes(): number {
    return this.memory.usedBytes + vidBytes(this.vids);
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** The orientation if it is there already. */
  held(orientation: Orientation): Adjacency | undefined {
    return this.#adjacencies.get(orientation);
  }

  /** The orientation, built if need be. */
  async adjacency(team: Team, orientation: Orientation): Promise<Adjacency> {
    const out = this.#adjacencies.get('out')!;
    if (orientation === 'out') return out;
    const held = this.#adjacencies.get(orientation);
    if (held !== undefined) return held;
    const built =
      orientation === 'in' ? await transpose(team, out, this.vertexCount) : await this.#derived(team, orientation, out);
    this.#adjacencies.set(orientation, built);
    return built;
  }

  /** What is made of the out-edges and of in-edges, which are there only meanwhile unless they were asked for. */
  async #derived(team: Team, orientation: Exclude<Orientation, 'out' | 'in'>, out: Adjacency): Promise<Adjacency> {
    const isSimple = orientation !== 'both';
    const known = this.#adjacencies.get('in');
    const into = known ?? (await transpose(team, isSimple ? withoutValues(out) : out, this.vertexCount));
    let ascending: Adjacency | undefined;
    try {
      if (orientation === 'both') return await joinBoth(team, out, into, this.vertexCount);
      if (orientation === 'simple-in') return await simplify(team, into, undefined, this.vertexCount);
      ascending = await transpose(team, withoutValues(into), this.vertexCount);
      return await simplify(team, ascending, orientation === 'simple' ? into : undefined, this.vertexCount);
    } finally {
      if (known === undefined) freeAdjacency(this.memory, into);
      if (ascending !== undefined) freeAdjacency(this.memory, ascending);
    }
  }

  /** Gives up what can be built again, but for what is needed. */
  drop(needed: readonly Orientation[]): void {
    for (const [orientation, adjacency] of this.#adjacencies) {
      if (orientation === 'out' || needed.includes(orientation)) continue;
      freeAdjacency(this.memory, adjacency);
      this.#adjacencies.delete(orientation);
    }
  }

  /** One after another: runs share the memory's control block. */
  exclusively<T>(body: () => Promise<T>): Promise<T> {
    const result = this.#queue.then(body);
    this.#queue = result.catch(() => {});
    return result;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    void this.#queue.then(() => workerPool.release(this.memory));
  }
}
