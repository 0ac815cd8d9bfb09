import { join } from 'node:path';
import type { NebulaSession } from '@orrery/nebula';
import { NebulaError } from '@orrery/nebula';
import { seededRandom } from '../seeded-random.ts';
import { startBulkLoad } from './bulk-process.ts';
import { bulkPieces, bulkVids } from './bulk-rows.ts';
import { GraphServer } from './graph-server.ts';
import {
  BULK_WRITER,
  HUB_WRITER,
  HUBS,
  SCHEMA_WRITER,
  setupStatements,
  STATEMENT_WRITERS,
  vidOf,
  writerOf,
  type VidKind,
} from './load-graph.ts';
import { RandomSchemaChanges } from './random-schema-changes.ts';
import { RandomWrites } from './random-writes.ts';
import { ReadBack } from './read-back.ts';
import { WrittenRows, type Write } from './written-rows.ts';

/** Where half of the loads end; the passings up to the end of the set-up are left out. */
const FAULTS = [
  { point: 'graph-in-write', from: 100, span: 6000 },
  { point: 'graph-before-commit', from: 20, span: 120 },
  { point: 'graph-after-commit', from: 20, span: 120 },
  { point: 'graph-before-acknowledge', from: 20, span: 120 },
  { point: 'graph-before-counts', from: 20, span: 160 },
  { point: 'graph-in-catalog', from: 15, span: 15 },
  { point: 'graph-between-pieces', from: 1, span: 12 },
  { point: 'graph-in-rebuild', from: 1, span: 10 },
  { point: 'graph-in-purge', from: 1, span: 8 },
];
const BULK_FAULTS = ['', '', 'graph-in-bulk@2', 'graph-in-write@700', 'graph-before-commit@3', 'graph-after-commit@2'];
/** Statements of one writer before the end, if nothing ended it earlier; and after the restart. */
const MOST_WRITES = 50;
const LATER_WRITES = 4;
/** A process that was killed is gone before its connections are seen to end, or soon after. */
const END_MS = 10_000;

export interface LoadReport {
  /** What ended the server. */
  readonly end: string;
  /** Statements and bulk transactions. */
  readonly acknowledged: number;
  readonly faults: readonly string[];
}

interface Writer {
  readonly id: number;
  readonly written: WrittenRows;
  next(): Write;
  acknowledged(write: Write): void;
}

/**
 * One load of everything that writes, at once, on a graph of its own in the folder, ended by SIGKILL; then a restart, and
 * what is there compared with what was acknowledged; then more of it, compared again. The same seed makes the same
 * statements; how far they come is the machine's.
 */
export async function runLoad(seed: number, folder: string): Promise<LoadReport> {
  return await new Load(seed, join(folder, `load-${seed}`)).run();
}

class Load {
  readonly #dataDir: string;
  readonly #seed: number;
  readonly #random: () => number;
  readonly #kind: VidKind;
  readonly #faults: string[] = [];
  readonly #statementWriters: (Writer & { readonly writes: RandomWrites })[];
  readonly #schemaWriter: Writer;
  readonly #schema: RandomSchemaChanges;
  readonly #bulk = new WrittenRows();
  readonly #hasBulk: boolean;
  #acknowledged = 0;
  #isLost = false;
  #onAcknowledged = (): void => {};

  constructor(seed: number, dataDir: string) {
    this.#seed = seed;
    this.#dataDir = dataDir;
    this.#random = seededRandom(seed);
    this.#kind = this.#below(3) === 0 ? 'int' : 'string';
    this.#hasBulk = this.#below(2) === 0;
    this.#statementWriters = STATEMENT_WRITERS.map((id) => {
      const written = new WrittenRows();
      const writes = new RandomWrites(id, this.#kind, this.#fork(), written.rows);
      return { id, written, writes, next: () => writes.next(), acknowledged: () => {} };
    });
    this.#schema = new RandomSchemaChanges(this.#kind, this.#fork());
    this.#schemaWriter = {
      id: SCHEMA_WRITER,
      written: new WrittenRows(),
      next: () => this.#schema.next(),
      acknowledged: (write) => this.#schema.acknowledged(write),
    };
  }

  async run(): Promise<LoadReport> {
    const end = await this.#writeUntilKilled();
    const server = await GraphServer.start(this.#dataDir);
    try {
      await this.#compare(server, 'after the restart');
      await this.#writeMore(server);
      await this.#compare(server, 'after more writes');
    } finally {
      const code = await server.stop();
      if (code !== 0) this.#faults.push(`the graph stopped with ${code}`);
    }
    return { end, acknowledged: this.#acknowledged, faults: this.#faults };
  }

  async #writeUntilKilled(): Promise<string> {
    const chosen = this.#below(2) === 0 ? FAULTS[this.#below(FAULTS.length)]! : undefined;
    const fault = chosen ? `${chosen.point}@${chosen.from + this.#below(chosen.span)}` : '';
    const killAt = 5 + this.#below(150);
    const delayMs = this.#below(20);
    const bulkFault = BULK_FAULTS[this.#below(BULK_FAULTS.length)]!;
    const server = await GraphServer.start(this.#dataDir, fault);
    await this.#setUp(server);
    const timers: NodeJS.Timeout[] = [];
    this.#onAcknowledged = () => {
      if (fault === '' && this.#acknowledged === killAt) {
        timers.push(setTimeout(() => server.child.kill('SIGKILL'), delayMs));
      }
    };
    const bulk = this.#hasBulk ? this.#startBulk(server, bulkFault) : undefined;
    const writers = [...this.#statementWriters, this.#schemaWriter];
    await Promise.all([...writers.map((writer) => this.#writeAll(server, writer)), bulk?.ended]);
    for (const timer of timers) clearTimeout(timer);
    const end = this.#isLost ? fault || `SIGKILL after ${killAt} acknowledgements` : 'SIGKILL at the end';
    if (this.#isLost && !(await server.endsWithin(END_MS)))
      this.#faults.push('a connection ended, but the graph did not');
    await server.kill();
    return this.#hasBulk ? `${end}, with a bulk load${bulkFault === '' ? '' : ` (${bulkFault})`}` : end;
  }

  async #setUp(server: GraphServer): Promise<void> {
    const session = await server.session();
    for (const statement of setupStatements(this.#kind)) await session.execute(statement);
    await session.close();
  }

  #startBulk(server: GraphServer, fault: string): { readonly ended: Promise<number | null> } {
    this.#bulk.begin({ pieces: bulkPieces(this.#seed, this.#kind) });
    return startBulkLoad({
      server,
      dataDir: this.#dataDir,
      seed: this.#seed,
      kind: this.#kind,
      fault,
      onWritten: () => {
        this.#bulk.acknowledgePiece();
        this.#acknowledged++;
        this.#onAcknowledged();
      },
    });
  }

  async #writeAll(server: GraphServer, writer: Writer): Promise<void> {
    let session: NebulaSession;
    try {
      session = await server.session();
      await session.use('load');
      for (let i = 0; i < MOST_WRITES; i++) if (!(await this.#write(session, writer))) return;
      await session.close();
    } catch (error) {
      if (!isLost(error)) throw error;
      this.#isLost = true;
    }
  }

  /** @returns false when the server was gone before it answered */
  async #write(session: NebulaSession, writer: Writer): Promise<boolean> {
    const write = writer.next();
    writer.written.begin(write);
    try {
      await session.execute(write.statement);
    } catch (error) {
      if (isLost(error)) {
        this.#isLost = true;
        return false;
      }
      this.#faults.push(`writer ${writer.id}: ${write.statement.slice(0, 200)}: ${(error as Error).message}`);
      return false;
    }
    writer.written.acknowledge();
    writer.acknowledged(write);
    this.#acknowledged++;
    this.#onAcknowledged();
    return true;
  }

  async #compare(server: GraphServer, when: string): Promise<void> {
    const session = await server.session();
    await session.use('load');
    const vids = [
      ...this.#statementWriters.flatMap(({ writes }) => [...writes.vids]),
      ...this.#schema.vids,
      ...(this.#hasBulk ? bulkVids(this.#kind) : []),
      ...Array.from({ length: HUBS }, (_none, i) => vidOf(this.#kind, HUB_WRITER, i)),
    ];
    const reader = new ReadBack(session, this.#kind, vids);
    const found = await reader.everything(this.#schema.built);
    await session.close();
    this.#faults.push(...reader.faults.map((fault) => `${when}: ${fault}`));
    const byWriter = this.#byWriter(found);
    const compared = [...this.#statementWriters, this.#schemaWriter, { id: BULK_WRITER, written: this.#bulk }];
    for (const { id, written } of compared) {
      const differs = written.settle(byWriter.get(id) ?? new Map());
      if (differs !== undefined) this.#faults.push(`${when}, writer ${id}: ${differs}`);
    }
  }

  #byWriter(found: ReadonlyMap<string, string>): Map<number, Map<string, string>> {
    const byWriter = new Map<number, Map<string, string>>();
    for (const [key, text] of found) {
      const id = /^(index|property|tag|space) /.test(key) ? SCHEMA_WRITER : writerOf(this.#kind, key.split(' ')[0]!);
      let rows = byWriter.get(id);
      if (!rows) byWriter.set(id, (rows = new Map()));
      rows.set(key, text);
    }
    return byWriter;
  }

  async #writeMore(server: GraphServer): Promise<void> {
    const session = await server.session();
    await session.use('load');
    for (const writer of this.#statementWriters) {
      for (let i = 0; i < LATER_WRITES; i++) await this.#write(session, writer);
    }
    await session.close();
  }

  #fork(): () => number {
    return seededRandom(this.#below(2 ** 32));
  }

  #below(bound: number): number {
    return Math.floor(this.#random() * bound);
  }
}

function isLost(error: unknown): boolean {
  return error instanceof NebulaError && error.kind !== 'statement' && error.kind !== 'permission';
}
