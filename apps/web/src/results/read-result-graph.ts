import type { ColumnFilter } from '@orrery/sdk';
import { client } from '../api/index.ts';
import { cellNumber } from '../model/cell-text.ts';
import { queryParts, type EdgeSource, type VertexColumn } from '../model/result-graph.ts';

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
/** Edges that one expansion adds. */
const MAX_NEIGHBOURS = 100;
/** The vertices with the greatest values (without a column the first rows) and the edges between them. */
export async function readTopGraph(
  jobId: number,
  own: VertexColumn,
  isRanked: boolean,
  source: EdgeSource,
  count: number,
  signal: AbortSignal,
): Promise<ResultGraph> {
  const query = isRanked
    ? {
        sort: [{ column: own.value, descending: true }],
        filters: [{ column: own.value, operator: 'notNull' as const }],
      }
    : {};
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
  const { edges, isTruncated } = await readEdgesBetween(jobId, source, [...vertices.keys()], signal);
  return { vertices: [...vertices.values()], edges, isTruncated };
}

/** The edges at one vertex, and through them its neighbours; not all of a vertex that has very many. */
export async function readNeighbours(
  jobId: number,
  source: EdgeSource,
  vid: string,
  signal: AbortSignal,
): Promise<ReadEdges> {
  if (source.kind === 'space') {
    const { space, edges: types } = source;
    const body = { space, vids: [vid], edges: [...types], limit: MAX_NEIGHBOURS };
    const { edges, truncated } = await client.graph.neighbourhood(body, signal);
    return { edges: edges.map(({ src, dst }) => ({ src, dst })), isTruncated: truncated };
  }
  const pages = await Promise.all(
    (['src', 'dst'] as const).map((end) =>
      readTableEdges(jobId, source, [{ column: source[end], operator: 'eq', value: vid }], MAX_NEIGHBOURS / 2, signal),
    ),
  );
  return {
    edges: pages.flatMap(({ edges }) => edges),
    isTruncated: pages.some(({ isTruncated }) => isTruncated),
  };
}

interface ReadEdges {
  readonly edges: readonly GraphEdge[];
  readonly isTruncated: boolean;
}

async function readEdgesBetween(
  jobId: number,
  source: EdgeSource,
  vids: readonly string[],
  signal: AbortSignal,
): Promise<ReadEdges> {
  if (source.kind === 'space') {
    const { space, edges: types } = source;
    const body = { space, vids: [...vids], edges: [...types], between: true, limit: MAX_EDGES };
    const { edges, truncated } = await client.graph.neighbourhood(body, signal);
    return { edges: edges.map(({ src, dst }) => ({ src, dst })), isTruncated: truncated };
  }
  const parts = queryParts(vids);
  const pages = await Promise.all(
    parts.flatMap((from) =>
      parts.map((to) => {
        const filters = [
          { column: source.src, operator: 'in' as const, values: from },
          { column: source.dst, operator: 'in' as const, values: to },
        ];
        return readTableEdges(jobId, source, filters, MAX_EDGES, signal);
      }),
    ),
  );
  const edges = pages.flatMap((page) => page.edges);
  const isTruncated = edges.length > MAX_EDGES || pages.some((page) => page.isTruncated);
  return { edges: edges.slice(0, MAX_EDGES), isTruncated };
}

async function readTableEdges(
  jobId: number,
  source: EdgeSource & { kind: 'task' },
  filters: readonly ColumnFilter[],
  limit: number,
  signal: AbortSignal,
): Promise<ReadEdges> {
  const { columns, rows, total } = await client.jobs.result(jobId, source.task, { filters, limit }, signal);
  const [srcAt, dstAt] = [source.src, source.dst].map((end) => columns.findIndex(({ name }) => name === end));
  return {
    edges: rows.map((row) => ({ src: String(row[srcAt!]), dst: String(row[dstAt!]) })),
    isTruncated: total > limit,
  };
}

/** The labels of some vertices; those without one are left out. */
export async function readLabels(
  jobId: number,
  column: VertexColumn,
  vids: readonly string[],
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string>> {
  const pages = await Promise.all(
    queryParts(vids).map((values) => {
      const filters = [{ column: column.vid, operator: 'in' as const, values }];
      return client.jobs.result(jobId, column.task, { filters, limit: values.length }, signal);
    }),
  );
  return new Map(
    pages.flatMap(({ columns, rows }) => {
      const vidAt = columns.findIndex(({ name }) => name === column.vid);
      const labelAt = columns.findIndex(({ name }) => name === column.value);
      return rows.map((row) => [String(row[vidAt]), String(row[labelAt])] as const);
    }),
  );
}
