import { OrreryError } from '@orrery/contracts';
import { viewOf } from '../catalog/catalog-state.ts';
import type { StoredSpaceCatalog } from '../catalog/catalog-state.ts';
import type { SchemaDefinition, VidDefinition } from '../catalog/definitions.ts';
import { readCatalog } from '../catalog/stored-catalog.ts';
import { SpaceBulkWriter } from '../storage/bulk-writer.ts';
import { openEnvironment } from '../storage/environment.ts';
import type { Environment } from '../storage/environment.ts';
import { SpaceData } from '../storage/space-data.ts';
import type { EncodedRows } from '../storage/store.ts';
import { WriteQueue } from '../storage/write-queue.ts';

/** Keeps the graph's own process from writing until the function it gives is called; see Store.hold. */
export type HoldWriter = () => Promise<() => void>;

/** Rows of one space, straight into the files of a graph that another process owns. */
export interface BulkLoader {
  readonly vid: VidDefinition;
  /** @throws OrreryError ErrParam naming what there is */
  schema(kind: 'tag' | 'edge', name: string): SchemaDefinition;
  /** Upserts, in the order in which they come. */
  addVertices(tag: SchemaDefinition, rows: EncodedRows): void;
  addEdges(edge: SchemaDefinition, rows: EncodedRows): void;
  /** Rows that are held and not written yet. */
  readonly pending: number;
  readonly full: boolean;
  /** Writes what is held, in one transaction that is on disk when this resolves. The process does nothing else meanwhile. */
  flush(): Promise<void>;
  /** Gives up what is held. */
  close(): Promise<void>;
}

/**
 * Opens the files of a graph for loading. Rows are written as INSERT writes them: indexes, counts and both directions of
 * an edge in one transaction, which `hold` keeps the graph's own writes away from; its reads go on. Indexes and properties
 * that come while rows are loaded are seen.
 * @throws StoreError when there is no graph; OrreryError ErrParam when it has no such space
 */
export async function openBulkLoader(dataDir: string, space: string, hold: HoldWriter): Promise<BulkLoader> {
  const env = openEnvironment({ dataDir });
  try {
    return new SpaceLoader(env, space, hold);
  } catch (error) {
    await env.root.close();
    throw error;
  }
}

class SpaceLoader implements BulkLoader {
  readonly vid: VidDefinition;
  pending = 0;
  readonly #env: Environment;
  readonly #space: string;
  readonly #writer: SpaceBulkWriter;

  constructor(env: Environment, space: string, hold: HoldWriter) {
    this.#env = env;
    this.#space = space;
    const catalog = this.#catalog();
    this.vid = catalog.definition.vid;
    const queue = new WriteQueue(env);
    this.#writer = new SpaceBulkWriter(
      new SpaceData(env, catalog.state.dataId, catalog),
      () => this.#catalog(),
      async (work) => {
        const release = await hold();
        try {
          await queue.run(work);
        } finally {
          release();
        }
      },
    );
  }

  schema(kind: 'tag' | 'edge', name: string): SchemaDefinition {
    const catalog = this.#catalog();
    const all = kind === 'tag' ? catalog.tags : catalog.edges;
    const schema = all.get(name);
    if (schema) return schema;
    const what = kind === 'tag' ? 'tag' : 'edge type';
    throw new OrreryError(
      'ErrParam',
      `space ${this.#space} has no ${what} ${name}; it has ${[...all.keys()].join(', ') || 'none'}`,
    );
  }

  addVertices(tag: SchemaDefinition, rows: EncodedRows): void {
    this.#writer.addVertices(tag.id, rows);
    this.pending += rows.count;
  }

  addEdges(edge: SchemaDefinition, rows: EncodedRows): void {
    this.#writer.addEdges(edge.id, rows);
    this.pending += rows.count;
  }

  get full(): boolean {
    return this.#writer.full;
  }

  async flush(): Promise<void> {
    if (this.pending === 0) return;
    await this.#writer.flush();
    this.pending = 0;
  }

  async close(): Promise<void> {
    await this.#env.root.close();
  }

  /** As the files have it now; within a transaction, as that sees it. */
  #catalog(): StoredSpaceCatalog {
    this.#env.root.resetReadTxn();
    const catalog = viewOf(readCatalog(this.#env, {})).spaces.get(this.#space);
    if (!catalog) throw new OrreryError('ErrParam', `space ${this.#space} does not exist`);
    return catalog;
  }
}
