import { setTimeout as sleep } from 'node:timers/promises';
import type { EdgeBatch, EdgeScan, EdgeScanRequest, GraphCredentials, VidType } from '@orrery/contracts';
import { NebulaError } from '../nebula-error.ts';
import type { NebulaPool } from '../session/nebula-pool.ts';
import type { StatementResult } from '../session/nebula-session.ts';
import { quoteName } from '../statement-text.ts';
import { edgeBatches, type EdgeColumns } from './edge-batches.ts';
import { describeScannedSpace, type ScannedType } from './edge-types.ts';

export interface ConnectionEdgeScanOptions {
  /** Edges per statement, roughly. Default 1,000,000. */
  readonly pageEdges?: number;
  /** For each statement. Default 10 minutes. */
  readonly statementTimeoutMs?: number;
  /** Before a page is read again whose connection was lost; doubled each time. Default 1 second. */
  readonly retryMs?: number;
  readonly signal?: AbortSignal | undefined;
}

/** Larger than any edge type. A limit must be there: without an index, graphd scans edges only up to one. */
const NO_LIMIT = 1_000_000_000_000n;
/** Times that a page is asked for before its loss ends the scan. */
const PAGE_ATTEMPTS = 5;

interface EdgeType extends ScannedType {
  /** Undefined where the graph can't count without an index. */
  readonly count: number | undefined;
}

/**
 * Reads edges by statements, for graphs whose storage can't be reached. Method: an edge type of up to `pageEdges`
 * edges, or one that can't be counted, is one `MATCH ()-[e:type]->()`. A larger one is cut by the hash of the source
 * vertex into buckets that are read one after the other; every edge is in exactly one bucket, whatever order the graph
 * reads in, which SKIP and LIMIT over an unordered scan would not give.
 *
 * Consistency: one statement sees what one statement sees in NebulaGraph (each partition at one moment). Buckets are
 * several statements; the edges are counted before and after, and a different count fails the scan. A change that
 * leaves the count the same is not noticed: do not write to the type meanwhile.
 *
 * Loss of the connection: edges are handed on only when the whole page is here, so a page that was lost on its way is read
 * again, as often as five times; a scan goes on where it was when a graphd restarts, or another answers at its address.
 *
 * Cost: each bucket is a full scan at the graph (counting two more).
 *
 * @throws NebulaError unreachable, lost or session when a page could not be had; statement when the space, an edge type or a property does not exist or has the wrong type
 */
export async function openConnectionEdgeScan(
  pool: NebulaPool,
  account: GraphCredentials,
  request: EdgeScanRequest,
  options: ConnectionEdgeScanOptions = {},
): Promise<EdgeScan> {
  const { space, weight, time } = request;
  const { pageEdges = 1_000_000, statementTimeoutMs: timeoutMs = 600_000, retryMs = 1_000, signal } = options;
  const { vidType, types } = await describeScannedSpace(pool, account, request, signal);

  const run = (statement: string, cancel: AbortSignal | undefined): Promise<StatementResult> =>
    withRetries(retryMs, cancel, () => pool.execute(account, statement, { space, timeoutMs, signal: cancel }));
  const counted: EdgeType[] = [];
  for (const type of types) counted.push({ ...type, count: await countEdges(run, type.name, signal) });
  const counts = counted.map(({ count }) => count);

  return {
    vidType,
    edgeCount: counts.includes(undefined) ? undefined : counts.reduce((sum: number, count) => sum + count!, 0),
    batches: (cancel) => read(run, counted, { vidType, weight, time }, pageEdges, cancel),
    close: () => Promise.resolve(),
  };
}

/** A statement that only reads may run again when its answer did not come; one that took too long would again. */
async function withRetries<T>(retryMs: number, cancel: AbortSignal | undefined, act: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await act();
    } catch (error) {
      const isLost = error instanceof NebulaError && error.isConnectionFailure && error.kind !== 'timeout';
      if (!isLost || attempt === PAGE_ATTEMPTS) throw error;
      await sleep(retryMs * 2 ** (attempt - 1), undefined, { signal: cancel }).catch(() => {
        throw new NebulaError('aborted', 'the scan was given up', { cause: error });
      });
    }
  }
}

interface ScanColumns {
  readonly vidType: VidType;
  readonly weight: string | undefined;
  readonly time: string | undefined;
}

type Run = (statement: string, cancel: AbortSignal | undefined) => Promise<StatementResult>;

async function* read(
  run: Run,
  types: readonly EdgeType[],
  columns: ScanColumns,
  pageEdges: number,
  cancel: AbortSignal | undefined,
): AsyncGenerator<EdgeBatch> {
  for (const { name, count, timeUnit } of types) {
    const time = timeUnit === undefined ? undefined : { property: columns.time!, unit: timeUnit };
    const what: EdgeColumns = { edge: name, vidType: columns.vidType, weight: columns.weight !== undefined, time };
    const buckets = count === undefined ? 1 : Math.max(1, Math.ceil(count / pageEdges));
    let edges = 0;
    for (let bucket = 0; bucket < buckets; bucket++) {
      const where = buckets === 1 ? '' : ` WHERE abs(hash(src(e)) % ${buckets}) == ${bucket}`;
      const { rows } = await run(`MATCH ()-[e:${quoteName(name)}]->()${where} ${returning(columns)}`, cancel);
      edges += rows.length;
      yield* edgeBatches(rows, what);
    }
    if (buckets > 1 && ((await countEdges(run, name, cancel)) !== count || edges !== count)) {
      throw new NebulaError('statement', `the edges of type ${name} changed while they were read; read them again`);
    }
  }
}

function returning({ weight, time }: ScanColumns): string {
  const columns = ['src(e) AS s', 'dst(e) AS d'];
  const value = (name: string): string => (name === '_rank' ? 'rank(e)' : `e.${quoteName(name)}`);
  if (weight !== undefined) columns.push(`${value(weight)} AS w`);
  if (time !== undefined) columns.push(`${value(time)} AS t`);
  return `RETURN ${columns.join(', ')} LIMIT ${NO_LIMIT}`;
}

/** Undefined where graphd refuses to count: without an index it scans edges only up to a limit. */
async function countEdges(run: Run, edge: string, cancel: AbortSignal | undefined): Promise<number | undefined> {
  try {
    const { rows } = await run(`MATCH ()-[e:${quoteName(edge)}]->() RETURN count(e) AS n`, cancel);
    const count = rows[0]?.[0];
    return typeof count === 'bigint' ? Number(count) : undefined;
  } catch (error) {
    if (error instanceof NebulaError && error.kind === 'statement') return undefined;
    throw error;
  }
}
