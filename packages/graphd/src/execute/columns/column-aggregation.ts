import type { Row } from '../../bind/scope.ts';
import type { AggregateItem, AggregateNode } from '../../plan/plan-node.ts';
import type { EdgeColumnScan, SpaceReader } from '../../storage/store.ts';
import type { SchemaDefinition } from '../../catalog/definitions.ts';
import type { Execution } from '../execution.ts';
import { columnAggregate, DistinctVerticesColumn, type ColumnAggregate, type Selection } from './column-aggregates.ts';
import { NumberGroups, VertexGroups, type ColumnGroups } from './column-groups.ts';
import { columnPart, type ColumnPart } from './column-part.ts';
import { columnSource, type ColumnSource } from './column-source.ts';
import { firstGroups } from './first-groups.ts';
import { HopTimes } from './hop-times.ts';
import { PathCount } from './path-count.ts';
import { TagSets } from './tag-sets.ts';
import type { VectorValues } from './vector.ts';

/** Edges that take as long as a row elsewhere. */
const EDGES_PER_STEP = 64;

interface Plan {
  readonly parts: readonly ColumnPart[];
  readonly aggregates: readonly ColumnAggregate[];
  readonly groups: ColumnGroups | undefined;
  readonly hop: HopTimes | undefined;
  /** Instead of `hop`, where only the number of all rows is wanted. */
  readonly paths: PathCount | undefined;
  readonly tags: TagSets;
  readonly top: AggregateNode['top'];
}

/**
 * An aggregation of whole edge types and tags in loops over columns: the same groups, in the same order and with the same results to
 * the last bit as row by row, for the expressions that compileColumn knows, up to one key, and numbers that doubles hold.
 */
export class ColumnAggregation {
  readonly #plan: Plan;
  readonly #execution: Execution;
  /** Places of all rows of a batch, of those that pass, and the groups of these. */
  #all = new Uint32Array(0);
  #rows = new Uint32Array(0);
  #groups = new Uint32Array(0);
  #room = 1;
  #heldBytes = 0;

  private constructor(plan: Plan, execution: Execution) {
    this.#plan = plan;
    this.#execution = execution;
  }

  /** `items`: as cursorReading has them; `counts`: every one of them counts rows. Undefined when it can't be done so. */
  static of(
    node: AggregateNode,
    items: readonly AggregateItem[],
    counts: boolean,
    execution: Execution,
  ): ColumnAggregation | undefined {
    const source = execution.separate || node.keys.length > 1 ? undefined : columnSource(node.input, counts);
    if (!source) return undefined;
    const countsRows = counts && node.keys.length === 0 && items.every(({ argument }) => !argument);
    if (countsRows && isKnown(source)) return undefined;
    const { reader } = execution;
    const tags = new TagSets(reader, execution.memory);
    const parts: ColumnPart[] = [];
    for (const schema of source.schemas) {
      const part = columnPart(schema, source, node.keys[0], items, reader, tags);
      if (!part) return undefined;
      parts.push(part);
    }
    const [first, ...others] = parts;
    if (!first || others.some((part) => shapeOf(part) !== shapeOf(first))) return undefined;
    const aggregates: ColumnAggregate[] = [];
    for (const [i, { name, distinct }] of items.entries()) {
      const isCountOfDistinct = distinct && name.toLowerCase() === 'count' && node.keys.length === 0;
      if (distinct && !isCountOfDistinct) return undefined;
      const aggregate = distinct
        ? new DistinctVerticesColumn()
        : columnAggregate(name, first.arguments[i]?.kind ?? 'int');
      if (!aggregate) return undefined;
      aggregates.push(aggregate);
    }
    const hopSets = source.hopTags.map((tag) => tags.of(tag));
    const { key } = first;
    const isOneScan = countsRows && hopsAlongScanned(source);
    const edgeCount = worthwhile(source, hopSets.length > 0 && !isOneScan, tags, reader);
    if (edgeCount === undefined) return undefined;
    const paths = isOneScan ? new PathCount(source.hop!, hopSets, execution.memory) : undefined;
    const hop = source.hop && !isOneScan ? new HopTimes(source.hop, hopSets, execution, edgeCount) : undefined;
    const groups =
      key === undefined
        ? undefined
        : typeof key === 'string'
          ? new VertexGroups(reader)
          : new NumberGroups(key.kind === 'int');
    return new ColumnAggregation({ parts, aggregates, groups, hop, paths, tags, top: node.top }, execution);
  }

  /** False when a number came up that needs the general way: then nothing of this one counts. */
  async run(): Promise<boolean> {
    const { pace, memory } = this.#execution;
    const { tags, hop, paths } = this.#plan;
    while (tags.prepare() || hop?.prepare()) if (pace.due(EDGES_PER_STEP)) await pace.pause();
    for (const part of this.#plan.parts) {
      const scan = part.open();
      while (scan.next()) {
        if (!scan.isExact || !this.#add(part, scan)) {
          memory.release(this.#heldBytes);
          return false;
        }
        this.#account();
        if (pace.due(Math.ceil(scan.count / EDGES_PER_STEP))) await pace.pause();
      }
    }
    while (paths?.sum()) if (pace.due(EDGES_PER_STEP)) await pace.pause();
    return true;
  }

  *rows(): Generator<Row> {
    const { groups, top } = this.#plan;
    if (!groups) yield this.#row(0);
    else if (top) {
      const value = (slot: number, group: number) =>
        slot === 0 ? groups.key(group) : this.#plan.aggregates[slot - 1]!.result(group);
      for (const group of firstGroups(groups.size, top, value)) yield this.#row(group);
    } else for (let group = 0; group < groups.size; group++) yield this.#row(group);
  }

  #row(group: number): Row {
    const { groups, aggregates, paths } = this.#plan;
    const results = aggregates.map((aggregate) => (paths ? paths.total : aggregate.result(group)));
    return groups ? [groups.key(group), ...results] : results;
  }

  #add(part: ColumnPart, scan: EdgeColumnScan): boolean {
    this.#reserve(scan.count);
    let { count } = scan;
    let rows = this.#all;
    for (const condition of part.conditions) {
      const verdict = condition.evaluate(scan.count);
      if (!verdict) return false;
      count = keep(verdict, rows, count, this.#rows);
      rows = this.#rows;
    }
    const { hop, paths } = this.#plan;
    if (paths) {
      paths.add(scan, part.schema.id, rows, count);
      return true;
    }
    if (hop) {
      if (rows === this.#all) {
        rows = this.#rows;
        rows.set(this.#all.subarray(0, count));
      }
      count = hop.find(scan, part.schema.id, rows, count);
    }
    const groups = this.#find(part, scan, rows, count);
    if (groups === false) return false;
    const selection: Selection = { count, rows, groups, times: hop?.times };
    return this.#plan.aggregates.every((aggregate, i) => {
      const expression = part.arguments[i];
      const argument = expression?.evaluate(scan.count);
      if (expression && !argument) return false;
      return aggregate.add(selection, argument);
    });
  }

  /** The groups of rows; false when a key has no column. */
  #find(part: ColumnPart, scan: EdgeColumnScan, rows: Uint32Array, count: number): Uint32Array | undefined | false {
    const { groups } = this.#plan;
    const { key } = part;
    if (!groups || key === undefined) return undefined;
    if (typeof key === 'string') (groups as VertexGroups).find(scan[key], rows, count, this.#groups);
    else {
      const values = key.evaluate(scan.count);
      if (!values) return false;
      (groups as NumberGroups).find(values, rows, count, this.#groups);
    }
    if (groups.size > this.#room) {
      this.#room = 2 * groups.size;
      for (const aggregate of this.#plan.aggregates) aggregate.reserve(this.#room);
    }
    return this.#groups;
  }

  #account(): void {
    const { aggregates, groups } = this.#plan;
    const bytes = aggregates.reduce((sum, { groupBytes }) => sum + groupBytes * this.#room, groups?.bytes ?? 0);
    if (bytes <= this.#heldBytes) return;
    this.#execution.memory.hold(bytes - this.#heldBytes);
    this.#heldBytes = bytes;
  }

  #reserve(count: number): void {
    if (this.#all.length >= count) return;
    const room = 2 * count;
    this.#all = Uint32Array.from({ length: room }, (_, i) => i);
    this.#rows = new Uint32Array(room);
    this.#groups = new Uint32Array(room);
  }
}

/**
 * How many edges, or vertices, are scanned; undefined where look-ups, which the general way makes, cost less: few edges whose ends are in
 * large tags, few vertices of a tag with many edges of others, few edges and a hop along many of another type.
 */
function worthwhile(source: ColumnSource, scansHop: boolean, tags: TagSets, reader: SpaceReader): number | undefined {
  const statistics = reader.statistics();
  const count = ({ kind, name }: SchemaDefinition) =>
    (kind === 'tag' ? statistics.tags : statistics.edges).get(name) ?? 0;
  const edgeCount = source.schemas.reduce((sum, schema) => sum + count(schema), 0);
  const { startTag, hop } = source;
  if (tags.vertexCount > VERTICES_PER_TEST * edgeCount) return undefined;
  if (startTag && edgeCount > EDGES_PER_WALK * (statistics.tags.get(startTag.name) ?? 0)) return undefined;
  if (hop && scansHop && HopTimes.edgesBefore(hop, reader) > EDGES_PER_WALK * edgeCount) return undefined;
  return edgeCount;
}

/** Vertices of a tag that are scanned in the time in which one is looked up. */
const VERTICES_PER_TEST = 10;
/** Edges that are scanned in the time in which those of one vertex are looked up. */
const EDGES_PER_WALK = 400;

/**
 * Puts the first `count` of `rows` that a verdict lets pass into `kept`, which may be the same array, and returns how many they
 * are. Every row is written, and the end moves on where it passes: no branch.
 */
function keep({ values, hasNulls, nulls }: VectorValues, rows: Uint32Array, count: number, kept: Uint32Array): number {
  let end = 0;
  for (let k = 0; k < count; k++) {
    const row = rows[k]!;
    kept[end] = row;
    end += hasNulls ? (values[row]! | 0) & (1 - nulls[row]!) : values[row]! | 0;
  }
  return end;
}

/** Whether the number of edges or vertices is known without reading them. */
function isKnown({ hop, startTag, filters, schemas }: ColumnSource): boolean {
  return !hop && !startTag && filters.length === 0 && schemas.every(({ ttl }) => ttl === undefined);
}

/** Whether a hop goes along nothing but what is scanned. */
function hopsAlongScanned({ hop, schemas }: ColumnSource): boolean {
  return hop !== undefined && hop.walks.every(({ schema }) => schemas.some(({ id }) => id === schema.id));
}

/** Types whose expressions have the same kinds of values can be aggregated together. */
function shapeOf({ key, arguments: args }: ColumnPart): string {
  const kinds = args.map((argument) => argument?.kind ?? '*');
  return [typeof key === 'object' ? key.kind : String(key), ...kinds].join();
}
