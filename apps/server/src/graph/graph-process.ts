import { fork, type ChildProcess } from 'node:child_process';
import { OrreryError } from '@orrery/contracts';
import type { Logger } from 'pino';
import type { GraphListening, GraphMessage, GraphRequest, GraphStart } from './graph-main.ts';

const ENTRY = new URL('./graph-main.ts', import.meta.url);
const START_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 15_000;
/** Waits between restarts after a crash; a run longer than the last of them starts the series anew. */
const RESTART_DELAYS_MS = [100, 500, 2_000, 10_000];

/** The embedded graph in a process of its own, restarted when it crashes. */
export interface GraphProcess extends GraphListening {
  /** Undefined while it is being restarted. */
  readonly pid: number | undefined;
  /**
   * Keeps the graph from writing, while another process does, until the function it gives is called. Reads go on.
   * @throws OrreryError ErrBadRequest while the graph is not there
   */
  holdWriter(): Promise<() => void>;
  stop(): Promise<void>;
}

interface Running extends GraphListening {
  readonly child: ChildProcess;
}

function start(settings: GraphStart): Promise<Running> {
  return new Promise((resolve, reject) => {
    const child = fork(ENTRY, [], { serialization: 'advanced', stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    const timer = setTimeout(() => child.kill('SIGKILL'), START_TIMEOUT_MS);
    const ended = (code: number | null, signal: string | null): void => {
      clearTimeout(timer);
      reject(new Error(`the embedded graph ended while it started (${signal ?? `exit code ${code}`})`));
    };
    child.once('exit', ended);
    child.once('error', reject);
    child.once('message', (message: GraphMessage) => {
      clearTimeout(timer);
      child.off('exit', ended);
      if (message.kind === 'listening') {
        const { port, scanServices, hasDefaultRootPassword } = message;
        resolve({ child, port, scanServices, hasDefaultRootPassword });
      } else if (message.kind === 'failed') {
        reject(new Error(message.reason));
      }
    });
    child.send(settings);
  });
}

let lastHoldId = 0;

function hold(child: ChildProcess): Promise<() => void> {
  const id = ++lastHoldId;
  const ask = (kind: GraphRequest['kind']): boolean => child.send({ kind, id } satisfies GraphRequest, () => {});
  return new Promise((resolve, reject) => {
    const settle = (): void => {
      child.off('message', onMessage);
      child.off('exit', onExit);
    };
    const onMessage = (message: GraphMessage): void => {
      if (message.kind !== 'held' || message.id !== id) return;
      settle();
      resolve(() => void (child.connected && ask('release')));
    };
    const onExit = (): void => {
      settle();
      reject(new OrreryError('ErrBadRequest', 'the embedded graph has ended'));
    };
    child.on('message', onMessage);
    child.once('exit', onExit);
    ask('hold');
  });
}

function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
    child.kill('SIGTERM');
  });
}

/**
 * Starts the embedded graph and waits until it listens. After a crash it comes back on the same ports; its clients see
 * lost connections in between.
 * @throws with the reason when it cannot start (port taken, folder owned by another process, unknown format)
 */
export async function startGraphProcess(settings: GraphStart, logger: Logger): Promise<GraphProcess> {
  let running: Running | undefined = await start(settings);
  const { port, scanServices, hasDefaultRootPassword } = running;
  const again: GraphStart = {
    ...settings,
    port,
    ...(scanServices && {
      scanServices: {
        ...settings.scanServices,
        metaPort: scanServices.meta.port,
        storagePort: scanServices.storage.port,
      },
    }),
  };
  let stopping = false;
  let failures = 0;

  const watch = ({ child }: Running): void => {
    const startTimeMs = Date.now();
    child.once('exit', (code, signal) => {
      running = undefined;
      if (stopping) return;
      failures = Date.now() - startTimeMs > RESTART_DELAYS_MS.at(-1)! ? 0 : failures + 1;
      const delayMs = RESTART_DELAYS_MS[Math.min(failures, RESTART_DELAYS_MS.length - 1)]!;
      logger.error({ code, signal, delayMs }, 'the embedded graph ended; restarting it');
      setTimeout(() => void restart(), delayMs).unref();
    });
  };
  const restart = async (): Promise<void> => {
    if (stopping) return;
    try {
      const next = await start(again);
      if (stopping) return await stop(next.child);
      running = next;
      watch(next);
      logger.info({ port }, 'the embedded graph listens again');
    } catch (error) {
      failures++;
      const delayMs = RESTART_DELAYS_MS[Math.min(failures, RESTART_DELAYS_MS.length - 1)]!;
      logger.error({ err: error, delayMs }, 'the embedded graph did not start; trying again');
      setTimeout(() => void restart(), delayMs).unref();
    }
  };
  watch(running);

  return {
    port,
    scanServices,
    hasDefaultRootPassword,
    get pid() {
      return running?.child.pid;
    },
    holdWriter() {
      if (running && !stopping) return hold(running.child);
      return Promise.reject(new OrreryError('ErrBadRequest', 'the embedded graph does not run; try again in a moment'));
    },
    async stop() {
      stopping = true;
      if (running) await stop(running.child);
    },
  };
}
