import type { Value } from '@orrery/contracts';
import type { CallContext, ScanAnswer, ScanColumns, ScanCursor, ScanRequest } from '@orrery/wire';
import type { StorageService } from '../../src/cluster/storage-service.ts';

export interface Scan {
  readonly kind: 'scanVertex' | 'scanEdge';
  readonly spaceId: number;
  readonly columns?: readonly ScanColumns[];
  readonly limit: number;
}

/** A call over a connection that stays. */
export const CALL: CallContext = {
  connection: { id: 1, remoteAddress: '127.0.0.1', remotePort: 1, signal: new AbortController().signal },
  encoding: 'binary',
};

export function scanRequest(scan: Scan, parts: ReadonlyMap<number, ScanCursor>): ScanRequest {
  const { spaceId, columns = [], limit } = scan;
  return { spaceId, parts, columns, limit: BigInt(limit), onlyLatestVersion: false, readFromFollower: true };
}

export function answerOf(service: StorageService, scan: Scan, part: number, cursor?: ScanCursor): Promise<ScanAnswer> {
  return service[scan.kind](scanRequest(scan, new Map([[part, cursor]])), CALL);
}

/** All rows of the parts, each part read to its end as the official clients do; `between` runs after every answer. */
export async function scanParts(
  service: StorageService,
  scan: Scan,
  parts: number,
  between: () => Promise<void> = () => Promise.resolve(),
): Promise<{ columns: readonly string[]; rows: Value[][]; rowsOfParts: number[] }> {
  const rows: Value[][] = [];
  const rowsOfParts: number[] = [];
  let columns: readonly string[] = [];
  for (let part = 1; part <= parts; part++) {
    const before = rows.length;
    let cursor: ScanCursor;
    do {
      const answer = await answerOf(service, scan, part, cursor);
      if (answer.failedParts.length > 0) throw new Error(`code ${answer.failedParts[0]!.errorCode}`);
      columns = answer.data!.columns;
      if (answer.data!.rows.length > scan.limit) throw new Error('more rows than the limit');
      rows.push(...answer.data!.rows);
      const next = answer.cursors.get(part);
      if (answer.data!.rows.length === 0 && next && cursor && Buffer.compare(next, cursor) === 0) {
        throw new Error('no rows, and the cursor that was asked with');
      }
      cursor = next;
      await between();
    } while (cursor !== undefined);
    rowsOfParts.push(rows.length - before);
  }
  return { columns, rows, rowsOfParts };
}
