/**
 * Adapter of the analytics conformance suite: every case goes through what an algorithm task uses, from a scan of edges
 * over a projection and a kernel to result columns.
 */
import {
  algorithms,
  buildProjection,
  coerceParameters,
  edgeValueOf,
  runAlgorithm as run,
  type EdgeValueKind,
} from '@orrery/analytics';
import {
  timeMsOfText,
  vidColumn,
  vidsOf,
  type ColumnData,
  type EdgeBatch,
  type EdgeScan,
  type VidType,
} from '@orrery/contracts';

interface Case {
  readonly algorithm: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly edges: readonly (readonly [string, string, (number | string)?])[];
  readonly vertices: readonly string[];
  readonly directed: boolean;
  readonly vidType: VidType;
}

interface Answer {
  readonly columns: readonly string[];
  readonly rows: readonly unknown[][];
  readonly modularity?: number;
}

const BATCH_EDGES = 1000;
const THREADS = 2;
const MEMORY_LIMIT_BYTES = 2 ** 32;

/** LDBC Graphalytics' algorithms as ours with the parameters that give their definitions. */
const LDBC: Record<string, { readonly id: string; readonly params: (given: Case['params']) => Case['params'] }> = {
  'LDBC.PR': { id: 'PageRank', params: (given) => ({ ...given, SCALE: 'sum1', DANGLING: 'spread' }) },
  'LDBC.BFS': { id: 'BFS', params: (given) => ({ ...given, OUTPUT: 'levels' }) },
  'LDBC.SSSP': { id: 'SSSP', params: ({ ROOT }) => ({ ROOT: ROOT! }) },
  'LDBC.WCC': { id: 'ConnectedComponent', params: (given) => given },
  'LDBC.LCC': { id: 'ClusteringCoefficient', params: (given) => ({ ...given, TYPE: 'local' }) },
  // in- and out-edges both count, which is what IS_DIRECTED=false means
  'LDBC.CDLP': {
    id: 'LPA',
    params: (given) => ({ ...given, IS_DIRECTED: false, TIES: 'smallest', SELF_START: true }),
  },
};

class UnsupportedError extends Error {
  readonly code = 'UNSUPPORTED';
}

export async function runAlgorithm(given: Case): Promise<Answer> {
  const mapped = LDBC[given.algorithm] ?? { id: given.algorithm, params: (params: Case['params']) => params };
  const descriptor = algorithms.get(mapped.id);
  if (descriptor === undefined) throw new UnsupportedError(`${given.algorithm} is not built`);
  const edgeValue = edgeValueOf(descriptor.graph, typeof given.edges[0]?.[2] === 'number');
  const limits = { threads: THREADS, memoryLimitBytes: MEMORY_LIMIT_BYTES };
  const vertices = vidColumn(idsOf(given.vertices, given.vidType), given.vidType);
  const projection = await buildProjection(
    { kind: 'scan', scan: scanOf(given, edgeValue), vertices },
    { ...limits, edgeValue },
  );
  try {
    const parameters = coerceParameters(descriptor, mapped.params(given.params));
    const result = await run(mapped.id, projection, parameters, { ...limits, directed: given.directed });
    const cells = result.columns.map(({ data }) => cellsOf(data));
    const rows = Array.from({ length: result.rowCount }, (_, row) => cells.map((column) => column[row]));
    const { modularity } = result.statistics;
    const columns = result.columns.map((column) => column.name);
    return { columns, rows, ...(typeof modularity === 'number' ? { modularity } : {}) };
  } finally {
    projection.close();
  }
}

function idsOf(ids: readonly string[], vidType: VidType): (string | bigint)[] {
  return vidType === 'int64' ? ids.map((id) => BigInt(id)) : [...ids];
}

function scanOf({ edges, vidType }: Case, edgeValue: EdgeValueKind): EdgeScan {
  async function* batches(): AsyncGenerator<EdgeBatch> {
    for (let first = 0; first < edges.length; first += BATCH_EDGES) {
      const part = edges.slice(first, first + BATCH_EDGES);
      yield {
        count: part.length,
        src: vidColumn(idsOf(part.map((edge) => edge[0]), vidType), vidType),
        dst: vidColumn(idsOf(part.map((edge) => edge[1]), vidType), vidType),
        ...(edgeValue === 'weight' ? { weight: Float64Array.from(part, (edge) => edge[2] as number) } : {}),
        ...(edgeValue === 'time' ? { timeMs: BigInt64Array.from(part, (edge) => timeMsOfText(edge[2] as string)!) } : {}),
      }; // prettier-ignore
    }
  }
  return { vidType, edgeCount: edges.length, batches, close: () => Promise.resolve() };
}

function cellsOf(data: ColumnData): readonly unknown[] {
  const { valid } = data;
  const values = valuesOf(data);
  return valid === undefined ? values : values.map((value, row) => (valid[row] === 0 ? null : value));
}

function valuesOf(data: ColumnData): readonly unknown[] {
  switch (data.type) {
    case 'string':
      return vidsOf({ type: 'string', offsets: data.offsets, bytes: data.bytes });
    case 'json':
      return vidsOf({ type: 'string', offsets: data.offsets, bytes: data.bytes }).map((text) => listOf(String(text)));
    case 'int64':
    case 'double':
      return Array.from<unknown>(data.values);
    default:
      throw new Error(`no algorithm answers with ${data.type}`);
  }
}

/** The items of a printed list. Integers stay text: they may pass what a double holds. */
function listOf(text: string): string[] {
  const items = text.slice(1, -1).matchAll(/("(?:[^"\\]|\\.)*")|[^,\s][^,]*/g);
  return Array.from(items, ([item, quoted]) => (quoted === undefined ? item : (JSON.parse(quoted) as string)));
}
