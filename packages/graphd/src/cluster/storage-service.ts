import { DataSet } from '@orrery/contracts';
import type { Value } from '@orrery/contracts';
import { ErrorCode } from '@orrery/wire';
import type {
  CallContext,
  PartFailure,
  ScanAnswer,
  ScanCursor,
  ScanRequest,
  StorageServiceHandler,
} from '@orrery/wire';
import { NO_TIMEOUT, Pace } from '../execute/pace.ts';
import type { Part, Snapshot, SpaceReader, Store } from '../storage/store.ts';
import { EdgeRows } from './edge-rows.ts';
import { codeOf, ScanRefusal } from './scan-refusal.ts';
import type { RowScan } from './row-scan.ts';
import { sentBytes } from './sent-bytes.ts';
import { Turns } from './turns.ts';
import { VertexRows } from './vertex-rows.ts';

/** What one answer holds at most, whatever limit the client sends: it goes on at the cursor. */
export interface PageLimits {
  readonly rows: number;
  /** As they are sent, roughly; a row that is larger goes alone. */
  readonly bytes: number;
  /** Nothing found for so long (rows that have expired, tags that few vertices have): the client asks again. */
  readonly timeMs: number;
}

export interface StorageServiceOptions {
  readonly page?: Partial<PageLimits>;
  /** Milliseconds that never go back. */
  readonly clock?: () => number;
}

const DEFAULT_PAGE: PageLimits = { rows: 65_536, bytes: 4 * 2 ** 20, timeMs: 2000 };
/** How many parts an answer names at most when none was read. */
const MAX_REFUSED_PARTS = 1000;
/** Answers in the making; each holds a page. */
const AT_ONCE = 4;

/**
 * NebulaGraph's storage service as far as its clients scan: vertices and edges part by part, each answer from one state of
 * the space, and a cursor to go on. It knows no accounts, as NebulaGraph's does not.
 */
export class StorageService implements StorageServiceHandler {
  readonly #store: Store;
  readonly #page: PageLimits;
  readonly #clock: () => number;
  readonly #turns = new Turns(AT_ONCE);

  constructor(store: Store, { page, clock = () => performance.now() }: StorageServiceOptions = {}) {
    this.#store = store;
    this.#page = { ...DEFAULT_PAGE, ...page };
    this.#clock = clock;
  }

  scanVertex(request: ScanRequest, call: CallContext): Promise<ScanAnswer> {
    return this.#answer(request, call, (reader) => new VertexRows(reader, request.columns));
  }

  scanEdge(request: ScanRequest, call: CallContext): Promise<ScanAnswer> {
    return this.#answer(request, call, (reader) => new EdgeRows(reader, request.columns));
  }

  async #answer(
    request: ScanRequest,
    { connection }: CallContext,
    scanOf: (reader: SpaceReader) => RowScan,
  ): Promise<ScanAnswer> {
    const start = this.#clock();
    const answer = await this.#turns.run(async () => {
      // A page ends by its own time, with what it has; a statement's time would end it with nothing.
      const pace = new Pace(connection.signal, NO_TIMEOUT, this.#clock);
      using snapshot = this.#store.snapshot();
      return this.#read(request, snapshot, scanOf, pace);
    });
    return { ...answer, latencyUs: Math.round((this.#clock() - start) * 1000) };
  }

  async #read(
    request: ScanRequest,
    snapshot: Snapshot,
    scanOf: (reader: SpaceReader) => RowScan,
    pace: Pace,
  ): Promise<Omit<ScanAnswer, 'latencyUs'>> {
    try {
      // It may have gone while it waited for its turn.
      pace.check();
      const space = snapshot.catalog.spacesById.get(request.spaceId)?.definition;
      if (!space)
        throw new ScanRefusal(ErrorCode.E_SPACE_NOT_FOUND, `there is no space with the id ${request.spaceId}`);
      if (request.filter && request.filter.length > 0) {
        throw new ScanRefusal(ErrorCode.E_INVALID_FILTER, 'filters are not evaluated here; filter what is read');
      }
      const count = space.partitionNum;
      if (request.parts.size > count) {
        const unknown = [...request.parts.keys()].filter((number) => !isPart(number, count));
        return refused(unknown, ErrorCode.E_PART_NOT_FOUND);
      }
      const scan = scanOf(snapshot.space(space.id));
      const page = new ScanPage(scan, request.limit, this.#page, pace, this.#clock);
      const failedParts: PartFailure[] = [];
      const cursors = new Map<number, ScanCursor>();
      for (const [number, cursor] of request.parts) {
        if (!isPart(number, count)) {
          failedParts.push({ partId: number, errorCode: ErrorCode.E_PART_NOT_FOUND });
          if (pace.due()) await pace.pause();
          continue;
        }
        try {
          // The Java client begins with a cursor of no bytes.
          const from = cursor?.length === 0 ? undefined : cursor;
          cursors.set(number, await page.take({ number, count }, from));
        } catch (error) {
          if (!(error instanceof ScanRefusal)) throw error;
          failedParts.push({ partId: number, errorCode: error.errorCode });
        }
      }
      // With the columns' names even if there are no rows: the Python client takes their absence for a failure.
      return { failedParts, cursors, data: new DataSet(scan.columns, page.rows) };
    } catch (error) {
      return refused([...request.parts.keys()], codeOf(error));
    }
  }
}

function isPart(number: number, count: number): boolean {
  return number >= 1 && number <= count;
}

/** The client gives up at the first of them, and it may have named a million. */
function refused(parts: readonly number[], errorCode: number): Omit<ScanAnswer, 'latencyUs'> {
  const failedParts = parts.slice(0, MAX_REFUSED_PARTS).map((partId) => ({ partId, errorCode }));
  return { failedParts, cursors: new Map() };
}

/** The rows of an answer as they are gathered. */
class ScanPage {
  readonly rows: Value[][] = [];
  readonly #scan: RowScan;
  readonly #limits: PageLimits;
  readonly #pace: Pace;
  readonly #clock: () => number;
  #bytes = 0;
  #isLate = false;
  #hasBegun = false;
  readonly #deadlineMs: number;

  /** `limit`: rows that the client wants at most; without a limit below 1. */
  constructor(scan: RowScan, limit: bigint, limits: PageLimits, pace: Pace, clock: () => number) {
    const rows = limit > 0n && limit < BigInt(limits.rows) ? Number(limit) : limits.rows;
    this.#scan = scan;
    this.#limits = { ...limits, rows };
    this.#pace = pace;
    this.#clock = clock;
    this.#deadlineMs = clock() + limits.timeMs;
  }

  /**
   * Adds rows of a part. Returns where it goes on, undefined at its end.
   * @throws ScanRefusal, and StatementError when the client has gone
   */
  async take(part: Part, cursor: ScanCursor): Promise<ScanCursor> {
    // Opening a part is a look-up, and a space may have very many without rows.
    if (this.#pace.isOver()) await this.#pause();
    if (this.#isFull || (this.#isLate && this.#hasBegun)) return cursor ?? this.#scan.begin(part);
    // However late: an answer that is where it was asked to begin would be asked for again and again.
    this.#isLate = false;
    this.#hasBegun = true;
    const rows = this.#scan.open(part, cursor);
    while (rows.advance()) {
      if (this.#isLate || (rows.isRow && this.#isFull)) return rows.cursor();
      if (rows.isRow) {
        const row = rows.row();
        this.#bytes += sentBytes(row);
        this.rows.push(row);
      }
      if (this.#pace.due()) await this.#pause();
    }
    return undefined;
  }

  async #pause(): Promise<void> {
    await this.#pace.pause();
    this.#isLate = this.#clock() > this.#deadlineMs;
  }

  get #isFull(): boolean {
    return this.rows.length >= this.#limits.rows || this.#bytes >= this.#limits.bytes;
  }
}
