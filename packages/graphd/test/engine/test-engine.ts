import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Value } from '@orrery/contracts';
import { createQueryEngine } from '../../src/execute/index.ts';
import type { EngineResult, EngineSession, QueryEngine, StatementLimits } from '../../src/server/engine.ts';
import { openStore, type LmdbStore } from '../../src/storage/lmdb-store.ts';
import { loneSession, noServer } from '../../../../tools/testing/lone-engine.ts';

const LIMITS: StatementLimits = {
  statementBytes: 4 << 20,
  rows: 100_000,
  memoryBytes: 256 << 20,
  timeoutMs: 20_000,
  nesting: 512,
};

type Answer = Awaited<ReturnType<QueryEngine['execute']>>;

/** An engine on a store of its own in a temporary folder. */
export class TestEngine {
  readonly engine: QueryEngine;
  readonly store: LmdbStore;
  readonly #dataDir: string;
  #sessions = 0n;
  readonly session: EngineSession;

  readonly #clock: { skewMs: number };

  private constructor(store: LmdbStore, dataDir: string, limits: StatementLimits, clock: { skewMs: number }) {
    this.store = store;
    this.#dataDir = dataDir;
    this.#clock = clock;
    const server = noServer('test');
    this.engine = createQueryEngine({ store, server, limits, clock: () => Date.now() + clock.skewMs });
    this.session = this.open('root');
  }

  static async start(limits: Partial<StatementLimits> = {}): Promise<TestEngine> {
    const dataDir = mkdtempSync(join(tmpdir(), 'orrery-engine-'));
    const clock = { skewMs: 0 };
    const store = await openStore({ dataDir, clock: () => Date.now() + clock.skewMs });
    return new TestEngine(store, dataDir, { ...LIMITS, ...limits }, clock);
  }

  /** Lets time pass for what expires. */
  advance(seconds: number): void {
    this.#clock.skewMs += seconds * 1000;
  }

  open(user: string): EngineSession {
    return loneSession(user, ++this.#sessions);
  }

  execute(
    text: string,
    parameters: ReadonlyMap<string, Value> = new Map(),
    signal: AbortSignal = new AbortController().signal,
    session: EngineSession = this.session,
  ): Promise<Answer> {
    return this.engine.execute(session, text, parameters, signal);
  }

  /** The result of a text that has to succeed. */
  async must(text: string, session: EngineSession = this.session): Promise<EngineResult> {
    const answer = await this.execute(text, new Map(), undefined, session);
    if ('error' in answer) throw new Error(`${text.slice(0, 200)}: ${answer.error.message}`);
    return answer;
  }

  /** The basketballplayer graph, as the examples have it. */
  async loadSample(): Promise<void> {
    await this.must(
      'CREATE SPACE basketballplayer(partition_num=1, replica_factor=1, vid_type=FIXED_STRING(32)); ' +
        'USE basketballplayer; CREATE TAG player(name string, age int); CREATE TAG team(name string); ' +
        'CREATE EDGE follow(degree int); CREATE EDGE serve(start_year int, end_year int); ' +
        'CREATE TAG INDEX player_name ON player(name(32)); CREATE TAG INDEX player_age ON player(age); ' +
        'CREATE EDGE INDEX follow_degree ON follow(degree)',
    );
    const folder = new URL('../../../../examples/basketballplayer/', import.meta.url);
    const rowsOf = (file: string): string[][] => {
      const [, ...lines] = readFileSync(new URL(file, folder), 'utf8').trim().split(/\r?\n/);
      return lines.map((line) => line.split(','));
    };
    const quote = (text: string | undefined): string => JSON.stringify(text);
    const insert = (head: string, rows: readonly string[]) => this.must(`INSERT ${head} VALUES ${rows.join(', ')}`);
    const players = rowsOf('player.csv').map(([vid, name, age]) => `${quote(vid)}:(${quote(name)}, ${age})`);
    const teams = rowsOf('team.csv').map(([vid, name]) => `${quote(vid)}:(${quote(name)})`);
    const follows = rowsOf('follow.csv').map(([src, dst, degree]) => `${quote(src)}->${quote(dst)}:(${degree})`);
    const serves = rowsOf('serve.csv').map(
      ([src, dst, start, end]) => `${quote(src)}->${quote(dst)}@${start}:(${start}, ${end})`,
    );
    await insert('VERTEX player(name, age)', players);
    await insert('VERTEX team(name)', teams);
    await insert('EDGE follow(degree)', follows);
    await insert('EDGE serve(start_year, end_year)', serves);
  }

  async close(): Promise<void> {
    await this.store.close();
    rmSync(this.#dataDir, { recursive: true, force: true });
  }
}
