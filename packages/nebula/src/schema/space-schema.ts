import type { GraphIndex, GraphProperty, GraphSchemaType, GraphSpaceSchema, Value, VidType } from '@orrery/contracts';
import { valueText } from '@orrery/contracts';
import { NebulaError } from '../nebula-error.ts';
import type { ExecuteOptions, NebulaSession, StatementResult } from '../session/nebula-session.ts';
import { quoteName } from '../statement-text.ts';

/** Names of the spaces that the account can see. */
export async function listSpaces(session: NebulaSession, options?: ExecuteOptions): Promise<string[]> {
  return texts(await session.execute('SHOW SPACES', options), 'Name');
}

/** Type of the vertex ids of a space. `maxBytes` is the length of a FIXED_STRING. */
export interface SpaceVidType {
  readonly vidType: VidType;
  readonly maxBytes: number | undefined;
  /** As the graph prints it: `FIXED_STRING(32)`, `INT64`. */
  readonly text: string;
}

/**
 * @returns also the space's number in its cluster, undefined where the graph does not tell it
 * @throws NebulaError statement when there is no such space, permission when the account can't see it
 */
export async function describeVidType(
  session: NebulaSession,
  space: string,
  options?: ExecuteOptions,
): Promise<SpaceVidType & { readonly spaceId: number | undefined }> {
  const result = await session.execute(`DESCRIBE SPACE ${quoteName(space)}`, options);
  const text = texts(result, 'Vid Type')[0];
  if (text === undefined) throw new NebulaError('protocol', `DESCRIBE SPACE ${space} answered without a Vid Type`);
  const length = /^FIXED_STRING\((\d+)\)$/i.exec(text);
  const idColumn = result.columns.indexOf('ID');
  return {
    vidType: length ? 'string' : 'int64',
    maxBytes: length ? Number(length[1]) : undefined,
    text,
    spaceId: idColumn < 0 ? undefined : Number(result.rows[0]![idColumn]),
  };
}

/** The whole schema of a space; the session is in that space afterwards. Cost: a statement per tag and edge type. */
export async function describeSpace(
  session: NebulaSession,
  space: string,
  options?: ExecuteOptions,
): Promise<GraphSpaceSchema> {
  const { vidType, text } = await describeVidType(session, space, options);
  if (session.space !== space) await session.use(space, options);
  const tags: GraphSchemaType[] = [];
  for (const name of texts(await session.execute('SHOW TAGS', options), 'Name')) {
    tags.push({ name, properties: await describeTag(session, name, options) });
  }
  const edges: GraphSchemaType[] = [];
  for (const name of texts(await session.execute('SHOW EDGES', options), 'Name')) {
    edges.push({ name, properties: await describeEdge(session, name, options) });
  }
  const indexes = [
    ...readIndexes(await session.execute('SHOW TAG INDEXES', options), 'tag', 'By Tag'),
    ...readIndexes(await session.execute('SHOW EDGE INDEXES', options), 'edge', 'By Edge'),
  ];
  return { space, vidType, vidTypeText: text, tags, edges, indexes };
}

/** Properties of a tag of the session's space. @throws NebulaError statement when there is none of that name */
export async function describeTag(
  session: NebulaSession,
  tag: string,
  options?: ExecuteOptions,
): Promise<GraphProperty[]> {
  return describe(session, 'TAG', tag, options);
}

/** Properties of an edge type of the session's space. @throws NebulaError statement when there is none of that name */
export async function describeEdge(
  session: NebulaSession,
  edge: string,
  options?: ExecuteOptions,
): Promise<GraphProperty[]> {
  return describe(session, 'EDGE', edge, options);
}

/** NebulaGraph's own message does not say which tag or edge type was not found. */
async function describe(
  session: NebulaSession,
  kind: 'TAG' | 'EDGE',
  name: string,
  options?: ExecuteOptions,
): Promise<GraphProperty[]> {
  try {
    return readProperties(await session.execute(`DESCRIBE ${kind} ${quoteName(name)}`, options));
  } catch (error) {
    if (!(error instanceof NebulaError) || error.kind !== 'statement') throw error;
    const { code, statement } = error;
    throw new NebulaError('statement', `${kind === 'TAG' ? 'tag' : 'edge type'} ${quoteName(name)}: ${error.message}`, {
      ...(code === undefined ? {} : { code }),
      ...(statement === undefined ? {} : { statement }),
      cause: error,
    });
  }
}

function column(result: StatementResult, name: string): number {
  const index = result.columns.findIndex((candidate) => candidate.toLowerCase() === name.toLowerCase());
  if (index < 0) {
    throw new NebulaError('protocol', `the graph's answer has no column ${name}, only ${result.columns.join(', ')}`);
  }
  return index;
}

function texts(result: StatementResult, name: string): string[] {
  if (result.rows.length === 0) return [];
  const index = column(result, name);
  return result.rows.map((row) => String(row[index]));
}

function readProperties(result: StatementResult): GraphProperty[] {
  if (result.rows.length === 0) return [];
  const [field, type, nullable, fallback, comment] = ['Field', 'Type', 'Null', 'Default', 'Comment'].map((name) =>
    column(result, name),
  ) as [number, number, number, number, number];
  return result.rows.map((row) => {
    const defaultText = presentText(row[fallback]);
    const commentText = presentText(row[comment]);
    return {
      name: String(row[field]),
      type: String(row[type]),
      nullable: String(row[nullable]).toUpperCase() === 'YES',
      ...(defaultText === undefined ? {} : { default: defaultText }),
      ...(commentText === undefined ? {} : { comment: commentText }),
    };
  });
}

/** Graphs write an absent default or comment as EMPTY, NULL or (older ones) `_EMPTY_`; a default has the type of its property. */
function presentText(value: Value): string | undefined {
  if (value === undefined || value === null || value === '_EMPTY_' || value === '') return undefined;
  return typeof value === 'string' ? value : valueText(value);
}

function readIndexes(result: StatementResult, on: 'tag' | 'edge', schemaColumn: string): GraphIndex[] {
  if (result.rows.length === 0) return [];
  const name = column(result, 'Index Name');
  const schema = column(result, schemaColumn);
  const properties = column(result, 'Columns');
  return result.rows.map((row) => ({
    name: String(row[name]),
    on,
    schemaName: String(row[schema]),
    properties: Array.isArray(row[properties]) ? (row[properties] as Value[]).map(String) : [],
  }));
}
