import type { StoredSpaceCatalog } from '../catalog/catalog-state.ts';
import type { SchemaState } from '../catalog/catalog-state.ts';
import type { IndexDefinition } from '../catalog/definitions.ts';
import { BlockTree } from './block-tree.ts';
import type { ReadContext } from './block-tree.ts';
import { Dictionary } from './dictionary.ts';
import type { Environment } from './environment.ts';
import { faultPoint } from './fault-point.ts';
import { edgePrefix, uint32Key } from './keys.ts';
import { schemaRowsOf } from './schema-rows.ts';
import type { SchemaRows } from './schema-rows.ts';
import type { Direction } from './store.ts';

/** Where the data of a space is; the same object for all its snapshots and writers. */
export class SpaceData {
  readonly env: Environment;
  readonly dataId: number;
  readonly dictionary: Dictionary;
  /** Rows of tags: other = the tag's id; 0 marks a vertex that was inserted without tags. */
  readonly tags: BlockTree;
  readonly #edges = new Map<number, BlockTree>();

  constructor(env: Environment, dataId: number, catalog: StoredSpaceCatalog) {
    this.env = env;
    this.dataId = dataId;
    this.dictionary = new Dictionary(env, dataId, catalog.definition.vid);
    this.tags = new BlockTree(env.tags, uint32Key(dataId), env.tagValues);
  }

  edges(typeId: number, direction: Direction): BlockTree {
    const key = typeId * 2 + (direction === 'out' ? 0 : 1);
    let tree = this.#edges.get(key);
    if (!tree) {
      tree = new BlockTree(this.env.edges, edgePrefix(this.dataId, typeId, direction), this.env.edgeValues);
      this.#edges.set(key, tree);
    }
    return tree;
  }

  readCounts(context: ReadContext): Counts {
    const bytes = this.env.meta.getBinary(countsKey(this.dataId), context);
    if (!bytes) return { nextIndex: 0, vertices: 0, tags: {}, edges: {} };
    return JSON.parse(bytes.toString()) as Counts;
  }

  writeCounts(counts: Counts): void {
    faultPoint('graph-before-counts');
    this.env.meta.putSync(countsKey(this.dataId), Buffer.from(JSON.stringify(counts)));
  }
}

/** Kept with every write: the next vertex index, and how many rows there are by id. */
export interface Counts {
  nextIndex: number;
  vertices: number;
  tags: Record<number, number>;
  edges: Record<number, number>;
}

export function countsKey(dataId: number): Buffer {
  return Buffer.from(`counts/${dataId}`);
}

/** The parts of a space's catalog in the form that reading and writing rows wants. */
export class SpaceSchemas {
  readonly catalog: StoredSpaceCatalog;
  readonly #tags = new Map<number, SchemaRows>();
  readonly #edges = new Map<number, SchemaRows>();
  readonly #indexes = new Map<SchemaState, readonly IndexDefinition[]>();

  constructor(catalog: StoredSpaceCatalog) {
    this.catalog = catalog;
    for (const schema of catalog.state.schemas) {
      const { definition } = schema;
      (definition.kind === 'tag' ? this.#tags : this.#edges).set(definition.id, schemaRowsOf(schema));
      this.#indexes.set(
        schema,
        catalog.state.indexes.filter(({ kind, schemaId }) => kind === definition.kind && schemaId === definition.id),
      );
    }
  }

  /** undefined for a tag that was dropped. */
  tag(id: number): SchemaRows | undefined {
    return this.#tags.get(id);
  }

  edge(id: number): SchemaRows | undefined {
    return this.#edges.get(id);
  }

  indexesOf(kind: 'tag' | 'edge', id: number): readonly IndexDefinition[] {
    for (const [schema, indexes] of this.#indexes) {
      if (schema.definition.kind === kind && schema.definition.id === id) return indexes;
    }
    return [];
  }
}

const schemasByCatalog = new WeakMap<StoredSpaceCatalog, SpaceSchemas>();

export function spaceSchemasOf(catalog: StoredSpaceCatalog): SpaceSchemas {
  let schemas = schemasByCatalog.get(catalog);
  if (!schemas) {
    schemas = new SpaceSchemas(catalog);
    schemasByCatalog.set(catalog, schemas);
  }
  return schemas;
}
