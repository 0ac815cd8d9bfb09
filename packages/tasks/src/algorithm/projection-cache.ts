import type { Projection } from '@orrery/analytics';
import type { ValueColumn } from './edge-source.ts';

interface Entry {
  readonly identity: string;
  readonly value: ValueColumn | undefined;
  readonly projection: Projection;
  users: number;
  lastUse: number;
}

export interface WantedProjection {
  readonly identity: string;
  /** The column that the algorithm reads for each edge. */
  readonly value: ValueColumn | undefined;
  /** The algorithm reads a weight wherever there is one. */
  readonly readsWeight: boolean;
  /** What `build` and the run will take, for which room is made. */
  readonly expectedBytes: number;
}

/** A projection in use; release it when the run is over. */
export interface Lease {
  readonly projection: Projection;
  /** False where it was there already. */
  readonly built: boolean;
  release(): void;
}

/**
 * Projections of this process by input. One that carries the weight or the time which is asked for, of that column, serves;
 * where neither is asked for, any does, but one with a weight that the algorithm would read; else it is built. Projections in use are never evicted; unused ones go, the longest unused first,
 * when all of them together pass `limitBytes`, and before a new one is built that would not fit beside them.
 */
export class ProjectionCache {
  private readonly limitBytes: number;
  private readonly entries = new Set<Entry>();
  private clock = 0;
  private building: Promise<unknown> = Promise.resolve();

  constructor(limitBytes: number) {
    this.limitBytes = limitBytes;
  }

  /** Two callers with one input build it once. */
  async lease(wanted: WantedProjection, build: () => Promise<Projection>): Promise<Lease> {
    const turn = this.building
      .catch(() => {})
      .then(async () => {
        const held = this.find(wanted);
        if (held !== undefined) return this.use(held, false);
        this.evict(Math.max(0, this.limitBytes - wanted.expectedBytes));
        const projection = await build();
        const { identity, value } = wanted;
        const entry: Entry = { identity, value, projection, users: 0, lastUse: 0 };
        this.entries.add(entry);
        return this.use(entry, true);
      });
    this.building = turn;
    return turn;
  }

  /** Bytes of all projections held. */
  get bytes(): number {
    return this.entries.values().reduce((sum, { projection }) => sum + projection.memoryBytes, 0);
  }

  close(): void {
    for (const { projection } of this.entries) projection.close();
    this.entries.clear();
  }

  private find({ identity, value, readsWeight }: WantedProjection): Entry | undefined {
    const serves = (held: ValueColumn | undefined): boolean =>
      value === undefined
        ? !readsWeight || held?.kind !== 'weight'
        : held?.kind === value.kind && held.name === value.name;
    return this.entries.values().find((entry) => entry.identity === identity && serves(entry.value));
  }

  private use(entry: Entry, built: boolean): Lease {
    entry.users++;
    entry.lastUse = ++this.clock;
    let released = false;
    const release = (): void => {
      if (released) return;
      released = true;
      entry.users--;
      this.evict(this.limitBytes);
    };
    return { projection: entry.projection, built, release };
  }

  private evict(limitBytes: number): void {
    const unused = [...this.entries].filter((entry) => entry.users === 0).toSorted((a, b) => a.lastUse - b.lastUse);
    for (const entry of unused) {
      if (this.bytes <= limitBytes) return;
      this.entries.delete(entry);
      entry.projection.close();
    }
  }
}
