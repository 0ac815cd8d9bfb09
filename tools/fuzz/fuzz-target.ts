import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataSet, type Value } from '@orrery/contracts';
import { createQueryEngine, openStore, type EngineSession, type QueryEngine, type Store } from '@orrery/graphd';
import { encodeExecutionResponse } from '@orrery/wire';
import { loneSession, noServer } from '../testing/lone-engine.ts';

/** A statement that did something else than to give a table or an error of a type. */
export class FuzzFailure extends Error {}

const TYPES = ['SyntaxError', 'SemanticError', 'ExecutionError', 'PermissionError'];
const SPACE = 'basketballplayer';
const sample = new URL('../../examples/basketballplayer/', import.meta.url);
/** A fuzzed statement works for at most this long before the engine ends it. */
const TIMEOUT_MS = 200;

function rowsOf(file: string): string[][] {
  const [, ...lines] = readFileSync(new URL(file, sample), 'utf8').trim().split(/\r?\n/);
  return lines.map((line) => line.split(','));
}

/** What makes the sample graph anew. */
const LOAD = [
  `CREATE SPACE ${SPACE}(vid_type=FIXED_STRING(32)); USE ${SPACE}`,
  'CREATE TAG player(name string, age int); CREATE TAG team(name string)',
  'CREATE EDGE follow(degree int); CREATE EDGE serve(start_year int, end_year int)',
  'CREATE TAG INDEX player_name ON player(name(32)); CREATE TAG INDEX player_age ON player(age)',
  'CREATE EDGE INDEX follow_degree ON follow(degree)',
  `INSERT VERTEX player(name, age) VALUES ${rowsOf('player.csv')
    .map(([vid, name, age]) => `"${vid}":("${name}", ${age})`)
    .join(', ')}`,
  `INSERT VERTEX team(name) VALUES ${rowsOf('team.csv')
    .map(([vid, name]) => `"${vid}":("${name}")`)
    .join(', ')}`,
  `INSERT EDGE follow(degree) VALUES ${rowsOf('follow.csv')
    .map(([src, dst, degree]) => `"${src}"->"${dst}":(${degree})`)
    .join(', ')}`,
  `INSERT EDGE serve(start_year, end_year) VALUES ${rowsOf('serve.csv')
    .map(([src, dst, start, end]) => `"${src}"->"${dst}"@${start}:(${start}, ${end})`)
    .join(', ')}`,
].join('; ');

/** An engine on the sample graph, in a folder of its own, that fuzzed statements are given to. */
export class FuzzTarget {
  readonly #store: Store;
  readonly #engine: QueryEngine;
  readonly #dataDir: string;
  #session: EngineSession;

  private constructor(store: Store, dataDir: string) {
    this.#store = store;
    this.#dataDir = dataDir;
    this.#engine = createQueryEngine({
      store,
      server: noServer('fuzz'),
      limits: { statementBytes: 1 << 20, rows: 10_000, memoryBytes: 64 << 20, timeoutMs: TIMEOUT_MS, nesting: 512 },
      clock: Date.now,
    });
    this.#session = loneSession();
  }

  static async open(): Promise<FuzzTarget> {
    const dataDir = mkdtempSync(join(tmpdir(), 'orrery-fuzz-'));
    return new FuzzTarget(await openStore({ dataDir }), dataDir);
  }

  async #must(text: string): Promise<Value[][]> {
    const answer = await this.#engine.execute(this.#session, text, new Map(), new AbortController().signal);
    if ('error' in answer) throw new Error(`${text.slice(0, 100)}: ${answer.error.message}`);
    return answer.rows;
  }

  /** Drops every space and loads the sample again. */
  async reset(): Promise<void> {
    this.#session = loneSession();
    for (const [name] of await this.#must('SHOW SPACES')) await this.#must(`DROP SPACE \`${String(name)}\``);
    await this.#must(LOAD);
  }

  /**
   * Runs one statement on the sample graph and writes its answer as a client would get it.
   * @returns whether it succeeded
   * @throws FuzzFailure when the engine or the protocol throws, or on an error of no known type
   */
  async run(text: string): Promise<boolean> {
    if (this.#session.space?.name !== SPACE) {
      const answer = await this.#engine.execute(this.#session, `USE ${SPACE}`, new Map(), new AbortController().signal);
      if ('error' in answer) await this.reset();
    }
    let answer;
    try {
      answer = await this.#engine.execute(this.#session, text, new Map(), new AbortController().signal);
      if (!('error' in answer)) {
        const { columns, rows, plan } = answer;
        const data = new DataSet(columns, rows);
        encodeExecutionResponse({ errorCode: 0, latencyUs: 0, data, ...(plan && { plan }) }, 'compact2');
      }
    } catch (error) {
      throw new FuzzFailure(`not an answer: ${(error as Error).stack}`, { cause: error });
    }
    if (!('error' in answer)) return true;
    const { type, message } = answer.error;
    if (!TYPES.includes(type)) throw new FuzzFailure(`an error of no known type: ${type} ${message}`);
    return false;
  }

  async close(): Promise<void> {
    await this.#store.close();
    rmSync(this.#dataDir, { recursive: true, force: true });
  }
}
