import type { Value } from '@orrery/contracts';
import type { IndexDefinition, PropertyType, SchemaDefinition } from '../catalog/definitions.ts';
import { prefixEnd } from './block-tree.ts';
import type { BinaryDatabase, ReadContext } from './block-tree.ts';
import { IndexKeyWriter } from './index-key.ts';
import type { EdgeKey, IndexBound, IndexRange, PropertyRow } from './store.ts';

const KEYS_PER_READ = 512;
const INT64_SIGN = 1n << 63n;

/** Bytes of an entry's identity at the end of its key. */
const TAG_SUFFIX = 4;
const EDGE_SUFFIX = 16;

/** Writes and reads the keys of one index: [data][index][values][vertex], or [src][rank][dst] for edges. */
export class IndexKeys {
  readonly #definition: IndexDefinition;
  readonly #types: readonly PropertyType[];
  readonly #positions: readonly number[];
  readonly #dataId: number;
  readonly #writer = new IndexKeyWriter();

  constructor(dataId: number, definition: IndexDefinition, schema: SchemaDefinition) {
    this.#dataId = dataId;
    this.#definition = definition;
    this.#positions = definition.fields.map(({ property }) =>
      schema.properties.findIndex((candidate) => candidate.name === property),
    );
    this.#types = this.#positions.map((position) => schema.properties[position]!.type);
  }

  tagKey(row: Pick<PropertyRow, 'value'>, vertex: number): Buffer {
    return this.#values(row).uint32(vertex).take();
  }

  edgeKey(row: Pick<PropertyRow, 'value'>, edge: Omit<EdgeKey, 'typeId'>): Buffer {
    return this.#values(row).uint32(edge.src).rank(edge.rank).uint32(edge.dst).take();
  }

  #values(row: Pick<PropertyRow, 'value'>): IndexKeyWriter {
    const writer = this.#start();
    for (const [i, position] of this.#positions.entries()) {
      writer.value(this.#types[i]!, row.value(position), this.#definition.fields[i]!.length);
    }
    return writer;
  }

  #start(): IndexKeyWriter {
    return this.#writer.reset().uint32(this.#dataId).uint32(this.#definition.id);
  }

  /** The keys that a range covers: lower inclusive, upper exclusive. */
  bounds(range: IndexRange): { lower: Buffer; upper: Buffer } {
    const { equal } = range;
    const writer = this.#start();
    if (equal.length + (range.lower || range.upper ? 1 : 0) > this.#types.length) {
      throw new RangeError(`index ${this.#definition.name} has only ${this.#types.length} fields`);
    }
    for (const [i, value] of equal.entries()) {
      writer.value(this.#types[i]!, value, this.#definition.fields[i]!.length);
    }
    const base = writer.take();
    const at = equal.length;
    const boundKey = (value: Value): Buffer =>
      this.#writer.reset().raw(base).value(this.#types[at]!, value, this.#definition.fields[at]!.length).take();
    const lower = range.lower
      ? this.#exact(range.lower, at)
        ? prefixEnd(boundKey(range.lower.value))
        : boundKey(range.lower.value)
      : range.upper
        ? Buffer.concat([base, Buffer.from([1])])
        : base;
    const upper = range.upper
      ? this.#exact(range.upper, at)
        ? boundKey(range.upper.value)
        : prefixEnd(boundKey(range.upper.value))
      : range.lower
        ? Buffer.concat([base, Buffer.from([2])])
        : prefixEnd(base);
    return { lower, upper };
  }

  /** Whether the bound's own key can be left out: not where longer strings may have been cut to the same bytes. */
  #exact(bound: IndexBound, at: number): boolean {
    if (bound.inclusive) return false;
    const limit = this.#definition.fields[at]!.length;
    if (limit === undefined || typeof bound.value !== 'string') return true;
    const bytes = Buffer.byteLength(bound.value);
    const type = this.#types[at]!;
    return bytes < limit || (bytes === limit && type.kind === 'fixed_string' && type.length <= limit);
  }
}

/** Reads keys of a range in batches, either way. */
export class IndexKeyScan {
  key: Buffer = Buffer.alloc(0);
  readonly #db: BinaryDatabase;
  readonly #context: ReadContext;
  readonly #reverse: boolean;
  readonly #lower: Buffer;
  readonly #upper: Buffer;
  #keys: Buffer[] = [];
  #at = -1;
  #last: Buffer | undefined;
  #done: boolean;

  constructor(db: BinaryDatabase, bounds: { lower: Buffer; upper: Buffer }, reverse: boolean, context: ReadContext) {
    this.#db = db;
    this.#context = context;
    this.#reverse = reverse;
    this.#lower = bounds.lower;
    this.#upper = bounds.upper;
    this.#done = Buffer.compare(bounds.lower, bounds.upper) >= 0;
  }

  next(): boolean {
    if (++this.#at >= this.#keys.length) {
      if (this.#done) return false;
      this.#read();
      if (this.#keys.length === 0) return false;
    }
    this.key = this.#keys[this.#at]!;
    return true;
  }

  #read(): void {
    const start = this.#last ?? (this.#reverse ? this.#upper : this.#lower);
    this.#keys = [
      ...this.#db.getKeys({
        start,
        exclusiveStart: this.#last !== undefined,
        end: this.#reverse ? this.#lower : this.#upper,
        reverse: this.#reverse,
        limit: KEYS_PER_READ,
        ...this.#context,
      }),
    ] as Buffer[];
    this.#at = 0;
    this.#last = this.#keys.at(-1);
    if (this.#keys.length < KEYS_PER_READ) this.#done = true;
  }

  vertex(): number {
    return this.key.readUInt32BE(this.key.length - TAG_SUFFIX);
  }

  edge(typeId: number): EdgeKey {
    const at = this.key.length - EDGE_SUFFIX;
    return {
      src: this.key.readUInt32BE(at),
      rank: BigInt.asIntN(64, this.key.readBigUInt64BE(at + 4) ^ INT64_SIGN),
      dst: this.key.readUInt32BE(at + 12),
      typeId,
    };
  }
}
