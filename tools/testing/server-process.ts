import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

const ENTRY = join(import.meta.dirname, '../../apps/cli/bin/orrery.mjs');
const LISTENING = /listening on (http:\/\/\S+?:\d+), embedded graph on (\S+):(\d+)(?:, meta service on \S+:(\d+))?/;

/** A server of its own process on free ports, as a user starts it. */
export interface ServerProcess {
  readonly url: string;
  readonly graphHost: string;
  readonly graphPort: number;
  /** Undefined unless the configuration or the arguments ask for it. */
  readonly metaPort: number | undefined;
  readonly child: ChildProcess;
  /** What it printed so far, for messages of failed tests. */
  readonly output: () => string;
  /** SIGTERM, then its exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL of the server alone, as a crash would be; its children must end by themselves. */
  kill(): Promise<void>;
}

export interface ServerOptions {
  readonly dataDir: string;
  /** Default: free ones. */
  readonly port?: number;
  readonly graphPort?: number;
  readonly args?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
}

/** Starts `orrery serve` and waits until it listens. @throws with its output when it ends or stays silent */
export function startServerProcess(options: ServerOptions): Promise<ServerProcess> {
  return new Promise((resolve, reject) => {
    const { dataDir, port = 0, graphPort = 0, args = [] } = options;
    const child = spawn(
      process.execPath,
      [ENTRY, 'serve', '--port', `${port}`, '--graph-port', `${graphPort}`, '--data', dataDir, ...args],
      { env: { ...process.env, ...options.environment }, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    const lines: string[] = [];
    const output = (): string => lines.join('\n');
    const exited = new Promise<number | null>((resolveExit) => child.once('exit', (code) => resolveExit(code)));
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error(`the server did not listen in time:\n${output()}`));
    }, options.timeoutMs ?? 60_000);
    void exited.then((code) => {
      clearTimeout(timer);
      reject(new Error(`the server ended with ${code} before it listened:\n${output()}`));
    });
    const take = (line: string): void => {
      lines.push(line);
      if (lines.length > 500) lines.shift();
      const match = LISTENING.exec(line);
      if (!match) return;
      clearTimeout(timer);
      resolve({
        url: match[1]!,
        graphHost: match[2]!,
        graphPort: Number(match[3]),
        metaPort: match[4] === undefined ? undefined : Number(match[4]),
        child,
        output,
        stop: () => {
          child.kill('SIGTERM');
          return exited;
        },
        kill: async () => {
          child.kill('SIGKILL');
          await exited;
        },
      });
    };
    createInterface({ input: child.stdout }).on('line', take);
    createInterface({ input: child.stderr }).on('line', take);
  });
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: { code: number; data?: unknown; message: string };
}

/** A signed-in client that shows raw answers: for tests and load, where the SDK would hide what is to be seen. */
export class HttpClient {
  readonly url: string;
  token = '';

  constructor(url: string) {
    this.url = url;
  }

  async connect(graphHost: string, graphPort: number, user = 'root', password = 'nebula'): Promise<void> {
    const authorization = `Bearer ${Buffer.from(JSON.stringify([user, password])).toString('base64')}`;
    const answer = await this.call(
      'POST',
      '/api-open/v1/connect',
      { address: graphHost, port: graphPort },
      { authorization },
    );
    const cookie = /explorer_token=([^;]+)/.exec(answer.headers.get('set-cookie') ?? '');
    if (!cookie) throw new Error(`connect was refused: ${answer.body.message}`);
    this.token = cookie[1]!;
  }

  async call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    const response = await fetch(this.url + path, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(this.token === '' ? {} : { cookie: `explorer_token=${this.token}` }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return { status: response.status, headers: response.headers, body: (await response.json()) as Answer['body'] };
  }

  /** @throws with the answer's message when the code is not 0 */
  async data<T>(method: string, path: string, body?: unknown): Promise<T> {
    const answer = await this.call(method, path, body);
    if (answer.body.code !== 0) throw new Error(`${method} ${path}: ${answer.body.code} ${answer.body.message}`);
    return answer.body.data as T;
  }
}

/** Processes of this machine that carry `NAME=value` in their environment (Linux). */
export function processesWith(name: string, value: string): number[] {
  const mark = `${name}=${value}`;
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry) && Number(entry) !== process.pid)
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').includes(mark);
      } catch {
        return false;
      }
    })
    .map(Number);
}
