import { fork, type ChildProcess } from 'node:child_process';
import type { Controller, MetadataLocation } from '@orrery/jobs';
import { processesWith } from '../processes.ts';

export interface CrashServerOptions {
  readonly dataDir: string;
  readonly location: MetadataLocation;
  /** In the command line of every executor, so that those left over can be found. */
  readonly mark: string;
  /** A value for ORRERY_FAULT: the server ends itself with SIGKILL there. */
  readonly fault?: string;
}

/** The server is gone; whether it did what it was asked is not known. */
export class ServerGone extends Error {}

type Methods = 'submit' | 'get' | 'list' | 'cancel' | 'delete' | 'wait' | 'logs' | 'stop';

/** A controller in a process of its own that can be killed at any moment and started again on the same folder. */
export class CrashServer {
  readonly #child: ChildProcess;
  readonly #calls = new Map<number, PromiseWithResolvers<unknown>>();
  readonly exited: Promise<void>;
  isGone = false;
  stderr = '';
  #lastCall = 0;

  private constructor(options: CrashServerOptions) {
    const { fault, ...rest } = options;
    const { ORRERY_FAULT: _, ...environment } = process.env;
    this.#child = fork(new URL('./server-process.ts', import.meta.url), [JSON.stringify(rest)], {
      serialization: 'advanced',
      execArgv: [],
      env: fault === undefined ? environment : { ...environment, ORRERY_FAULT: fault },
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.#child.stderr!.on('data', (text) => (this.stderr += String(text)));
    this.#child.on('error', () => {});
    this.#child.on('message', (message) => this.#receive(message as { n: number; value: unknown; error?: Error }));
    this.exited = new Promise((resolve) => {
      this.#child.on('exit', () => {
        this.isGone = true;
        for (const call of this.#calls.values()) call.reject(new ServerGone('the server is gone'));
        this.#calls.clear();
        resolve();
      });
    });
  }

  /** Resolves when the server has recovered and takes jobs, or with `isGone` when it died on the way. */
  static async start(options: CrashServerOptions): Promise<CrashServer> {
    const server = new CrashServer(options);
    const ready = Promise.withResolvers<unknown>();
    server.#calls.set(0, ready);
    await ready.promise.catch(() => {});
    return server;
  }

  /** A controller's method in that process. @throws ServerGone; Error with the name of the controller's error */
  call<Method extends Methods>(
    method: Method,
    ...args: Parameters<Controller[Method]>
  ): Promise<Awaited<ReturnType<Controller[Method]>>> {
    if (this.isGone) return Promise.reject(new ServerGone('the server is gone'));
    const n = ++this.#lastCall;
    const call = Promise.withResolvers<unknown>();
    this.#calls.set(n, call);
    this.#child.send({ n, method, args }, () => {});
    return call.promise as Promise<Awaited<ReturnType<Controller[Method]>>>;
  }

  /** SIGKILL, in this moment. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.exited;
  }

  /** Stops in an orderly way. */
  async stop(): Promise<void> {
    if (!this.isGone) await this.call('stop', 0).catch(() => {});
    await this.kill();
  }

  #receive({ n, value, error }: { n: number; value: unknown; error?: { name: string; message: string } }): void {
    const call = this.#calls.get(n);
    this.#calls.delete(n);
    if (error === undefined) call?.resolve(value);
    else call?.reject(Object.assign(new Error(error.message), { name: error.name }));
  }
}

/** Executors with the mark that live. */
export function executorsLeft(mark: string): number[] {
  return processesWith(mark).filter((pid) => !isServer(pid));
}

function isServer(pid: number): boolean {
  return processesWith('server-process.ts').includes(pid);
}
