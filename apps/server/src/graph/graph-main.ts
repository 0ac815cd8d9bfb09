import { setTimeout as sleep } from 'node:timers/promises';
import {
  openStore,
  startGraphd,
  StoreError,
  type Graphd,
  type ScanServicesOptions,
  type StatementLimits,
} from '@orrery/graphd';
import { createLogger } from '../logger.ts';
import { startFailure } from './start-failure.ts';

/** What the server tells the embedded graph's process when it starts. */
export interface GraphStart {
  readonly dataDir: string;
  readonly host: string;
  readonly port: number;
  readonly limits: StatementLimits;
  /** Without them there are none. */
  readonly scanServices?: ScanServicesOptions;
  readonly logLevel: string;
  /** For root, while it still has the default one. */
  readonly rootPassword?: string;
}

/** What the server asks of the graph's process once it listens. */
export type GraphRequest = { readonly kind: 'hold' | 'release'; readonly id: number };

/** What the graph's process has found when it listens. */
export interface GraphListening extends Pick<Graphd, 'port' | 'scanServices'> {
  readonly hasDefaultRootPassword: boolean;
}

export type GraphMessage =
  | { readonly kind: 'held'; readonly id: number }
  | ({ readonly kind: 'listening' } & GraphListening)
  | { readonly kind: 'failed'; readonly reason: string };

/** A process of a server that was killed may still be closing the folder. */
const LOCK_WAIT_MS = 10_000;
const LOCK_RETRY_MS = 50;

async function setRootPassword({ dataDir, rootPassword }: GraphStart): Promise<void> {
  if (rootPassword === undefined) return;
  const store = await openStore({ dataDir });
  try {
    if (!(await store.catalog.hasDefaultRootPassword())) return;
    const hash = await store.catalog.hashPassword(rootPassword);
    await store.catalog.edit((editor) => editor.setPassword('root', hash));
  } finally {
    await store.close();
  }
}

async function start(settings: GraphStart): Promise<Graphd> {
  const { dataDir, host, port, limits, scanServices, logLevel } = settings;
  const deadlineMs = Date.now() + LOCK_WAIT_MS;
  for (;;) {
    try {
      await setRootPassword(settings);
      const logger = createLogger(logLevel);
      return await startGraphd({ dataDir, host, port, limits, ...(scanServices && { scanServices }), logger });
    } catch (error) {
      const { code } = error as { code?: string };
      const mayPass = (error instanceof StoreError && code === 'Locked') || code === 'EADDRINUSE';
      if (!mayPass || Date.now() > deadlineMs) throw error;
      await sleep(LOCK_RETRY_MS);
    }
  }
}

let graphd: Graphd | undefined;
let ending = false;

async function end(): Promise<void> {
  if (ending) return;
  ending = true;
  await graphd?.close();
  process.exit(0);
}

// The channel closes with the server, however it ends.
process.on('disconnect', () => void end());
process.on('SIGTERM', () => void end());
// Ctrl-C reaches the whole process group; the server ends this process when it has drained.
process.on('SIGINT', () => {});

/** Ends of the holds that the server has asked for, by its ids; undefined while one is waited for. */
const holds = new Map<number, (() => void) | undefined>();

/** Keeps writes waiting, see Store.hold, from `held` to `release`. */
async function answer(store: Graphd['store'], { kind, id }: GraphRequest): Promise<void> {
  if (kind === 'release') {
    holds.get(id)?.();
    holds.delete(id);
    return;
  }
  holds.set(id, undefined);
  const release = await store.hold();
  if (!holds.has(id)) return release();
  holds.set(id, release);
  process.send?.({ kind: 'held', id } satisfies GraphMessage);
}

process.once('message', (settings: GraphStart) => {
  start(settings).then(
    async (started) => {
      graphd = started;
      // A store that is closing refuses; the server sees this process end.
      process.on('message', (request: GraphRequest) => void answer(started.store, request).catch(() => {}));
      const hasDefaultRootPassword = await started.store.catalog.hasDefaultRootPassword();
      const { port } = started;
      // Without what only this process can do with them.
      const scanServices = started.scanServices && {
        meta: started.scanServices.meta,
        storage: started.scanServices.storage,
      };
      process.send?.({ kind: 'listening', port, scanServices, hasDefaultRootPassword } satisfies GraphMessage);
    },
    (error: Error) => {
      const message: GraphMessage = { kind: 'failed', reason: startFailure(error, settings) };
      process.send?.(message, undefined, undefined, () => process.exit(1));
    },
  );
});
