import type { EdgeSource } from '@orrery/analytics';
import type { AlgorithmInput, EdgeScan } from '@orrery/contracts';
import { TaskError } from '@orrery/jobs';
import type { TaskContext, UpstreamResult } from '@orrery/jobs';
import { openFileScan, tableEdgeScan } from '@orrery/tables';
import { graphCredentials } from '../credentials.ts';
import type { TaskDependencies } from '../dependencies.ts';

/** The column or property, if any, whose value the algorithm reads for each edge. */
export interface ValueColumn {
  readonly kind: 'weight' | 'time';
  readonly name: string;
}

/** Edges ready to be read; `close` when they were. */
export interface OpenSource {
  readonly source: EdgeSource;
  /** As far as it is known before reading. */
  readonly edgeCount: number | undefined;
  close(): Promise<void>;
}

/**
 * Opens an algorithm's input, with one value for each edge at most. `path`: of a file input, as resolved. Plain CSV goes to analytics' own parallel reader,
 * everything else is a scan.
 */
export async function openEdgeSource(
  input: AlgorithmInput,
  value: ValueColumn | undefined,
  path: string | undefined,
  context: Pick<TaskContext<unknown>, 'upstream' | 'credentials' | 'signal' | 'log'>,
  dependencies: TaskDependencies,
): Promise<OpenSource> {
  const column = value === undefined ? {} : { [value.kind]: value.name };
  if ('from' in input) {
    const { resultDir } = upstreamOf(input.from, context.upstream);
    return ofScan(await tableEdgeScan(resultDir, { src: input.src, dst: input.dst, ...column }));
  }
  if ('space' in input) {
    const request = { space: input.space, edges: input.edges, ...column };
    const credentials = graphCredentials(context.credentials);
    const report = (line: string): void => context.log('info', line);
    return ofScan(await dependencies.openSpaceScan(credentials, request, context.signal, report));
  }
  const { src, dst, header = true, delimiter = ',', vidType } = input;
  if (/\.(parquet|pq|gz|zst)$/i.test(path!)) {
    const memoryLimitBytes = Math.min(dependencies.memoryLimitBytes, SCAN_MEMORY_BYTES);
    return ofScan(
      await openFileScan({ path: path!, src, dst, ...column, header, delimiter, vidType, memoryLimitBytes }),
    );
  }
  const source: EdgeSource = {
    kind: 'csv',
    path: path!,
    header,
    delimiter,
    src,
    dst,
    ...column,
    ...(vidType === undefined ? {} : { vidType }),
  };
  return { source, edgeCount: undefined, close: async () => {} };
}

/** DuckDB reads files in a stream; more would not make it faster. */
const SCAN_MEMORY_BYTES = 512 * 1024 * 1024;

function ofScan(scan: EdgeScan): OpenSource {
  return { source: { kind: 'scan', scan }, edgeCount: scan.edgeCount, close: () => scan.close() };
}

function upstreamOf(from: string, upstream: ReadonlyMap<string, UpstreamResult>): UpstreamResult {
  const result = upstream.get(from);
  if (result === undefined) throw new TaskError('failed', `input: the task ${from} has no result`);
  return result;
}
