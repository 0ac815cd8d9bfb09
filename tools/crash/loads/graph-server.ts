import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { DEFAULT_LIMITS } from '@orrery/graphd';
import { NebulaSession } from '@orrery/nebula';

/** What the product runs as the embedded graph; it is told where by its channel. */
const ENTRY = join(import.meta.dirname, '../../../apps/server/src/graph/graph-main.ts');

type Message =
  | { readonly kind: 'listening'; readonly port: number }
  | { readonly kind: 'held'; readonly id: number }
  | { readonly kind: 'failed'; readonly reason: string };

/** The embedded graph's process over a data folder, on a free port. */
export class GraphServer {
  readonly child: ChildProcess;
  readonly port: number;
  /** Its exit code, null when it was killed. */
  readonly ended: Promise<number | null>;
  #holds = 0;

  private constructor(child: ChildProcess, port: number) {
    this.child = child;
    this.port = port;
    this.ended = new Promise((resolve) => child.once('exit', (code) => resolve(code)));
  }

  /** `fault`: see packages/graphd's fault points. @throws Error with its reason when it does not come to listen */
  static start(dataDir: string, fault = ''): Promise<GraphServer> {
    return new Promise((resolve, reject) => {
      const child = fork(ENTRY, [], {
        serialization: 'advanced',
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
        env: { ...process.env, ORRERY_FAULT: fault },
      });
      const ended = (code: number | null, signal: string | null): void =>
        reject(new Error(`the graph ended before it listened (${signal ?? code})`));
      child.once('exit', ended);
      child.once('message', (message: Message) => {
        child.off('exit', ended);
        if (message.kind === 'listening') resolve(new GraphServer(child, message.port));
        else reject(new Error(message.kind === 'failed' ? message.reason : `unexpected ${message.kind}`));
      });
      child.send({ dataDir, host: '127.0.0.1', port: 0, limits: DEFAULT_LIMITS, logLevel: 'error' });
    });
  }

  session(): Promise<NebulaSession> {
    const account = { address: '127.0.0.1', port: this.port, user: 'root', password: 'nebula' };
    return NebulaSession.open(account, { connectTimeoutMs: 10_000 });
  }

  /** Keeps it from writing until the function it gives is called. @throws Error when it ends before */
  hold(): Promise<() => void> {
    const id = ++this.#holds;
    return new Promise((resolve, reject) => {
      const onMessage = (message: Message): void => {
        if (message.kind !== 'held' || message.id !== id) return;
        this.child.off('message', onMessage);
        resolve(() => this.#send({ kind: 'release', id }));
      };
      this.child.on('message', onMessage);
      void this.ended.then(() => reject(new Error('the graph has ended')));
      this.#send({ kind: 'hold', id });
    });
  }

  async endsWithin(ms: number): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined;
    const inTime = await Promise.race([
      this.ended.then(() => true),
      new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), ms))),
    ]);
    clearTimeout(timer);
    return inTime;
  }

  /** SIGKILL. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }

  /** SIGTERM; its exit code. */
  stop(): Promise<number | null> {
    this.child.kill('SIGTERM');
    return this.ended;
  }

  #send(message: object): void {
    if (this.child.connected) this.child.send(message, () => {});
  }
}
