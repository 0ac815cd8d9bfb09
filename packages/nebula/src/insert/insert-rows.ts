import type { GraphCredentials, GraphProperty, Value } from '@orrery/contracts';
import { NebulaError } from '../nebula-error.ts';
import { describeEdge, describeTag, describeVidType, type SpaceVidType } from '../schema/space-schema.ts';
import type { NebulaSession } from '../session/nebula-session.ts';
import type { NebulaPool } from '../session/nebula-pool.ts';
import { literal, quoteName } from '../statement-text.ts';
import { fitValue, fitVid } from './fit-value.ts';
import { writeBatches, type WriteOptions, type WriteProgress } from './write-batches.ts';

/** A vertex of one tag; `values` in the order of the properties that were named. */
export interface VertexRow {
  readonly vid: Value;
  readonly values: readonly Value[];
}

export interface EdgeRow {
  readonly src: Value;
  readonly dst: Value;
  /** Default 0. */
  readonly rank?: bigint | undefined;
  readonly values: readonly Value[];
}

export interface VertexTarget {
  readonly space: string;
  readonly tag: string;
  /** Properties that are written; the others get their defaults. */
  readonly properties: readonly string[];
}

export interface EdgeTarget {
  readonly space: string;
  readonly edge: string;
  readonly properties: readonly string[];
}

/** A value for one property of a vertex. */
export interface PropertyRow {
  readonly vid: Value;
  readonly value: Value;
}

export interface PropertyTarget {
  readonly space: string;
  readonly tag: string;
  readonly property: string;
  /**
   * insert: the tag is written whole, its other properties get their defaults. update: only the property changes, and a
   * vertex without the tag is a rejected row. upsert: as update, and a vertex without the tag gets it.
   */
  readonly mode: 'insert' | 'update' | 'upsert';
}

/**
 * Writes vertices with one tag. See {@link writeBatches} for batches, rejected rows and errors.
 * @throws NebulaError statement also when space, tag or a property does not exist, before anything is written
 */
export async function insertVertices(
  pool: NebulaPool,
  account: GraphCredentials,
  target: VertexTarget,
  rows: Iterable<VertexRow> | AsyncIterable<VertexRow>,
  options: WriteOptions<VertexRow> = {},
): Promise<WriteProgress> {
  const { vidType, properties } = await prepare(pool, account, target.space, options.signal, async (session) =>
    pick(await describeTag(session, target.tag, { signal: options.signal }), target.properties, `tag ${target.tag}`),
  );
  const names = target.properties.map(quoteName).join(', ');
  const head = `INSERT VERTEX ${quoteName(target.tag)}(${names}) VALUES `;
  return writeBatches(
    pool,
    account,
    rows,
    {
      space: target.space,
      text: (row) => `${literal(fitVid(row.vid, vidType))}:(${valuesText(row.values, properties)})`,
      statement: (texts) => head + texts.join(', '),
    },
    options,
  );
}

/** Writes edges of one type. As {@link insertVertices}. */
export async function insertEdges(
  pool: NebulaPool,
  account: GraphCredentials,
  target: EdgeTarget,
  rows: Iterable<EdgeRow> | AsyncIterable<EdgeRow>,
  options: WriteOptions<EdgeRow> = {},
): Promise<WriteProgress> {
  const { vidType, properties } = await prepare(pool, account, target.space, options.signal, async (session) =>
    pick(
      await describeEdge(session, target.edge, { signal: options.signal }),
      target.properties,
      `edge type ${target.edge}`,
    ),
  );
  const names = target.properties.map(quoteName).join(', ');
  const head = `INSERT EDGE ${quoteName(target.edge)}(${names}) VALUES `;
  return writeBatches(
    pool,
    account,
    rows,
    {
      space: target.space,
      text: ({ src, dst, rank, values }) =>
        `${literal(fitVid(src, vidType))}->${literal(fitVid(dst, vidType))}${rank === undefined ? '' : `@${rank}`}` +
        `:(${valuesText(values, properties)})`,
      statement: (texts) => head + texts.join(', '),
    },
    options,
  );
}

/** An UPDATE is a statement and, at the graph, a commit of its own: many at once share their flush to disk. */
const UPDATES = { batchRows: 128, concurrency: 8 };

/**
 * Writes one property of many vertices: the write-back of an algorithm's result. As {@link insertVertices}, but update
 * and upsert default to 128 rows a statement and 8 statements at once, so that of two rows with one vid either may win.
 */
export async function writeVertexProperty(
  pool: NebulaPool,
  account: GraphCredentials,
  target: PropertyTarget,
  rows: Iterable<PropertyRow> | AsyncIterable<PropertyRow>,
  options: WriteOptions<PropertyRow> = {},
): Promise<WriteProgress> {
  const { vidType, properties } = await prepare(pool, account, target.space, options.signal, async (session) =>
    pick(await describeTag(session, target.tag, { signal: options.signal }), [target.property], `tag ${target.tag}`),
  );
  const property = properties[0]!;
  const tag = quoteName(target.tag);
  const name = quoteName(target.property);
  const head = `INSERT VERTEX ${tag}(${name}) VALUES `;
  const verb = target.mode === 'upsert' ? 'UPSERT' : 'UPDATE';
  const vid = (row: PropertyRow): string => literal(fitVid(row.vid, vidType));
  const value = (row: PropertyRow): string => literal(fitValue(row.value, property));
  return writeBatches(
    pool,
    account,
    rows,
    target.mode === 'insert'
      ? {
          space: target.space,
          text: (row) => `${vid(row)}:(${value(row)})`,
          statement: (texts) => head + texts.join(', '),
        }
      : {
          space: target.space,
          text: (row) => `${verb} VERTEX ON ${tag} ${vid(row)} SET ${name} = ${value(row)}`,
          statement: (texts) => texts.join('; '),
        },
    target.mode === 'insert' ? options : { ...UPDATES, ...options },
  );
}

async function prepare(
  pool: NebulaPool,
  account: GraphCredentials,
  space: string,
  signal: AbortSignal | undefined,
  describe: (session: NebulaSession) => Promise<GraphProperty[]>,
): Promise<{ vidType: SpaceVidType; properties: GraphProperty[] }> {
  using loan = await pool.acquire(account, { space, signal });
  return { vidType: await describeVidType(loan.session, space, { signal }), properties: await describe(loan.session) };
}

function pick(all: readonly GraphProperty[], names: readonly string[], where: string): GraphProperty[] {
  return names.map((name) => {
    const property = all.find((candidate) => candidate.name === name);
    if (property) return property;
    const known = all.map((candidate) => candidate.name).join(', ') || 'none';
    throw new NebulaError('statement', `${where} has no property ${name}; it has ${known}`);
  });
}

function valuesText(values: readonly Value[], properties: readonly GraphProperty[]): string {
  if (values.length !== properties.length) {
    throw new RangeError(`${values.length} values for ${properties.length} properties`);
  }
  return values.map((value, i) => literal(fitValue(value, properties[i]!))).join(', ');
}
