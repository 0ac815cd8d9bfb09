import { client } from '../api/index.ts';
import { cellNumber } from '../model/cell-text.ts';
import type { EdgeSource, VertexColumn } from '../model/result-graph.ts';

export interface GraphVertex {
  readonly id: string;
  readonly value: number | undefined;
}

export interface GraphEdge {
  readonly src: string;
  readonly dst: string;
}

export interface ResultGraph {
  readonly vertices: readonly GraphVertex[];
  readonly edges: readonly GraphEdge[];
  readonly isTruncated: boolean;
}

/** Edges that are drawn at once; more can be neither read nor told apart. */
export const MAX_EDGES = 5000;
/** Neighbours that one expansion adds. */
const MAX_NEIGHBOURS = 100;
/** Rows of an upstream table that are looked through for edges. */
const MAX_ROWS = 100_000;

/** The vertices with the greatest values (without a column the first rows) and the edges between them. */
export async function readTopGraph(
  jobId: number,
  own: VertexColumn,
  isRanked: boolean,
  source: EdgeSource,
  count: number,
  signal: AbortSignal,
): Promise<ResultGraph> {
  const query = isRanked ? { sort: [{ column: own.value, descending: true }] } : {};
  const { columns, rows } = await client.jobs.result(jobId, own.task, { ...query, limit: count }, signal);
  const vidAt = columns.findIndex(({ name }) => name === own.vid);
  const valueAt = columns.findIndex(({ name }) => name === own.value);
  const vertices = new Map(
    rows.map((row): [string, GraphVertex] => {
      const id = String(row[vidAt]);
      return [id, { id, value: isRanked ? cellNumber(row[valueAt] ?? null) : undefined }];
    }),
  );
  if (vertices.size === 0) return { vertices: [], edges: [], isTruncated: false };
  const { edges, isTruncated } = await readEdges(jobId, source, [...vertices.keys()], signal);
  const inside = edges.filter(({ src, dst }) => vertices.has(src) && vertices.has(dst));
  return { vertices: [...vertices.values()], edges: inside, isTruncated };
}

/** The edges at one vertex, and through them its neighbours. */
export async function readNeighbours(
  jobId: number,
  source: EdgeSource,
  vid: string,
  signal: AbortSignal,
): Promise<readonly GraphEdge[]> {
  const { edges } = await readEdges(jobId, source, [vid], signal);
  return edges.slice(0, MAX_NEIGHBOURS);
}

async function readEdges(
  jobId: number,
  source: EdgeSource,
  vids: readonly string[],
  signal: AbortSignal,
): Promise<{ edges: readonly GraphEdge[]; isTruncated: boolean }> {
  if (source.kind === 'space') {
    const { space, edges: types } = source;
    const body = { space, vids: [...vids], edges: [...types], limit: MAX_EDGES };
    const { edges, truncated } = await client.graph.neighbourhood(body, signal);
    return { edges: edges.map(({ src, dst }) => ({ src, dst })), isTruncated: truncated };
  }
  const filters =
    vids.length === 1
      ? (['src', 'dst'] as const).map((end) => [{ column: source[end], operator: 'eq' as const, value: vids[0]! }])
      : [[]];
  const pages = await Promise.all(
    filters.map((filter) => client.jobs.result(jobId, source.task, { filters: filter, limit: MAX_ROWS }, signal)),
  );
  const edges = pages.flatMap(({ columns, rows }) => {
    const [srcAt, dstAt] = [source.src, source.dst].map((end) => columns.findIndex(({ name }) => name === end));
    return rows.map((row) => ({ src: String(row[srcAt!]), dst: String(row[dstAt!]) }));
  });
  const wanted = new Set(vids);
  const touching = edges.filter(({ src, dst }) =>
    vids.length === 1 ? wanted.has(src) || wanted.has(dst) : wanted.has(src) && wanted.has(dst),
  );
  const isTruncated = touching.length > MAX_EDGES || pages.some(({ total }) => total > MAX_ROWS);
  return { edges: touching.slice(0, MAX_EDGES), isTruncated };
}

/** Rows of a label column that are read at once; of larger results each vertex is asked for by itself. */
const WHOLE_ROWS = 20_000;
const READERS = 6;

/** The labels of some vertices; those without one are left out. */
export async function readLabels(
  jobId: number,
  column: VertexColumn,
  vids: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const first = await client.jobs.result(jobId, column.task, { limit: WHOLE_ROWS }, signal);
  const vidAt = first.columns.findIndex(({ name }) => name === column.vid);
  const labelAt = first.columns.findIndex(({ name }) => name === column.value);
  const known = new Map(first.rows.map((row) => [String(row[vidAt]), String(row[labelAt])]));
  const left = first.total > WHOLE_ROWS ? vids.filter((vid) => !known.has(vid)) : [];
  const reader = async (): Promise<void> => {
    for (let vid = left.pop(); vid !== undefined; vid = left.pop()) {
      const filters = [{ column: column.vid, operator: 'eq' as const, value: vid }];
      const { rows } = await client.jobs.result(jobId, column.task, { filters, limit: 1 }, signal);
      if (rows[0] !== undefined) known.set(vid, String(rows[0][labelAt]));
    }
  };
  await Promise.all(Array.from({ length: READERS }, reader));
  return new Map(vids.flatMap((vid) => (known.has(vid) ? [[vid, known.get(vid)!] as const] : [])));
}
