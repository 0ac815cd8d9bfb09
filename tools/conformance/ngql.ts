/**
 * The embedded graph's engine as the nGQL suite drives it: one store in a temporary folder, a session per `open()`. See
 * the suite's README for the encoding of values.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createQueryEngine, openStore, type EngineContext, type EngineSession, type QueryEngine } from '@orrery/graphd';
import type { Value } from '@orrery/contracts';
import { decode, encode, type Encoded } from './ngql-values.ts';
import { noServer } from '../testing/lone-engine.ts';

interface Result {
  readonly columns?: readonly string[];
  readonly rows?: Encoded[][];
  readonly error?: { readonly type: string; readonly message: string };
}

export interface Session {
  execute(query: string, params?: Readonly<Record<string, Encoded>>): Promise<Result>;
  close(): Promise<void>;
  advance(seconds: number): Promise<void>;
}

/** Added to the machine's clock, which TTL is compared with. */
let skewMs = 0;
const clock = (): number => Date.now() + skewMs;
let sessions = 0n;
let engine: Promise<QueryEngine> | undefined;

const SERVER = noServer('conformance');

async function start(): Promise<QueryEngine> {
  const dataDir = mkdtempSync(join(tmpdir(), 'orrery-ngql-'));
  process.on('exit', () => rmSync(dataDir, { recursive: true, force: true }));
  const context: EngineContext = {
    store: await openStore({ dataDir, clock }),
    server: SERVER,
    limits: {
      statementBytes: 16 << 20,
      rows: 1_000_000,
      memoryBytes: 1 << 30,
      timeoutMs: 60_000,
      nesting: 512,
    },
    clock,
  };
  return createQueryEngine(context);
}

/** Opens a session of root; the first one starts the engine. */
export async function open(): Promise<Session> {
  const running = await (engine ??= start());
  const session: EngineSession = {
    id: ++sessions,
    user: 'root',
    clientAddress: '127.0.0.1:0',
    createTimeMs: clock(),
    space: undefined,
    variables: new Map(),
    timezone: { name: 'UTC', offsetSeconds: 0 },
  };
  return {
    async execute(query, params = {}) {
      const values = new Map<string, Value>(Object.entries(params).map(([name, value]) => [name, decode(value)]));
      const answer = await running.execute(session, query, values, new AbortController().signal);
      if ('error' in answer) {
        const { type, message } = answer.error;
        const prefix = `${type}: `;
        return { error: { type, message: message.startsWith(prefix) ? message.slice(prefix.length) : message } };
      }
      return { columns: answer.columns, rows: answer.rows.map((row) => row.map(encode)) };
    },
    async close() {},
    async advance(seconds) {
      skewMs += seconds * 1000;
    },
  };
}
