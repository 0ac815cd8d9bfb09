import { fork, type ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { faultPoint } from '../fault-point.ts';
import { processIdentity } from './process-identity.ts';
import { LIFELINE_FD } from './protocol.ts';
import type { ActivityReport, FromExecutor, RunOutcome, RunRequest, ToExecutor } from './protocol.ts';

const START_BOUND_MS = 60_000;

export interface ExecutorSettings {
  readonly entry: URL;
  readonly init: unknown;
  readonly execArgv: readonly string[];
  readonly heartbeatMs: number;
  /** Heartbeats missed in a row after which an executor counts as hung. */
  readonly missedHeartbeats: number;
  /** What executors print, by line; for the server's log. */
  readonly onOutput: (pid: number, line: string) => void;
}

export interface RunListener {
  activity(report: ActivityReport): void;
  outcome(outcome: RunOutcome): void;
}

export interface ExecutorListener {
  /** May take a task: after its start and after each task. */
  idle(executor: ExecutorProcess): void;
  exit(executor: ExecutorProcess): void;
}

/** One executor process, seen from the server: starting -> idle <-> busy -> dead, by way of ending when it is killed. */
export class ExecutorProcess {
  readonly pid: number;
  readonly identity: string;
  /** Affinity key of the task that ran last: what this process probably still holds in memory. */
  heldKey: string | undefined;
  idleSinceMs = 0;
  rssBytes = 0;
  state: 'starting' | 'idle' | 'busy' | 'ending' | 'dead' = 'starting';
  /** Why it ended, in words, once it is dead. */
  endReason = '';
  readonly exited: Promise<void>;

  readonly #child: ChildProcess;
  readonly #settings: ExecutorSettings;
  readonly #listener: ExecutorListener;
  readonly #monitor: NodeJS.Timeout;
  #missed = 0;
  #killReason: string | undefined;
  #run: { readonly request: RunRequest; readonly listener: RunListener } | undefined;
  #errorTail = '';

  /** @throws Error when the operating system refuses another process. */
  constructor(settings: ExecutorSettings, listener: ExecutorListener) {
    this.#settings = settings;
    this.#listener = listener;
    faultPoint('before-child-start');
    const child = fork(fileURLToPath(settings.entry), [], {
      serialization: 'advanced',
      execArgv: [...settings.execArgv],
      env: executorEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe', 'ipc', 'pipe'],
    });
    if (child.pid === undefined) {
      child.on('error', () => {});
      throw new Error('the operating system did not start another process (limit of processes or memory reached)');
    }
    faultPoint('after-child-start');
    this.#child = child;
    this.pid = child.pid;
    this.identity = processIdentity(child.pid) ?? 'ended';
    const lifeline = child.stdio[LIFELINE_FD] as Socket;
    lifeline.on('error', () => {});
    lifeline.unref();
    child.on('error', () => {});
    child.on('message', (message) => this.#receive(message as FromExecutor));
    this.#readLines(child.stdout!);
    this.#readLines(child.stderr!, (line) => {
      this.#errorTail = `${this.#errorTail}${line}\n`.slice(-4000);
    });
    this.exited = new Promise((resolve) => {
      child.on('exit', (code, signal) => {
        this.#ended(code, signal);
        resolve();
      });
    });
    this.#monitor = setInterval(() => this.#watch(), settings.heartbeatMs);
  }

  /** Lets it set up its task types; it then becomes idle. */
  initialise(): void {
    this.#send({ type: 'init', init: this.#settings.init, heartbeatMs: this.#settings.heartbeatMs });
  }

  run(request: RunRequest, listener: RunListener): void {
    this.#run = { request, listener };
    if (this.state === 'dead') this.#lose();
    else this.#send(request);
  }

  cancel(reason: string): void {
    if (this.#run === undefined) return;
    const { taskId, attempt } = this.#run.request;
    this.#send({ type: 'cancel', taskId, attempt, reason });
  }

  /** Ends it at once; `reason` is what its task's people read. */
  kill(reason: string): void {
    this.#killReason ??= reason;
    // Until the kernel tells of its end it still has its memory, but it takes no task any more.
    if (this.state !== 'dead') this.state = 'ending';
    this.#child.kill('SIGKILL');
  }

  /** Lets it close what it holds, then ends it after the bound. */
  async end(boundMs: number): Promise<void> {
    if (this.state === 'dead') return;
    this.#send({ type: 'end' });
    const timer = setTimeout(() => this.kill('it did not end in time'), boundMs);
    await this.exited;
    clearTimeout(timer);
  }

  #send(message: ToExecutor): void {
    // A channel that broke shows as the process's exit.
    if (this.#child.connected) this.#child.send(message, () => {});
  }

  #receive(message: FromExecutor): void {
    this.#missed = 0;
    switch (message.type) {
      case 'heartbeat':
        this.rssBytes = message.rssBytes;
        return;
      case 'ready':
        this.#becomeIdle();
        return;
      case 'activity':
        if (this.#isCurrent(message)) this.#run!.listener.activity(message);
        return;
      case 'outcome': {
        if (!this.#isCurrent(message)) return;
        const { listener } = this.#run!;
        this.#run = undefined;
        if (message.retiring) this.kill('a task left it in doubt');
        listener.outcome(message.outcome);
        if (!message.retiring) this.#becomeIdle();
      }
    }
  }

  #isCurrent(message: { taskId: string; attempt: number }): boolean {
    const request = this.#run?.request;
    return request?.taskId === message.taskId && request.attempt === message.attempt;
  }

  #becomeIdle(): void {
    if (this.state === 'dead' || this.state === 'ending') return;
    this.state = 'idle';
    this.idleSinceMs = Date.now();
    this.#listener.idle(this);
  }

  /** Counts turns of its own clock, not time: a server that slept must not take its executors for hung. */
  #watch(): void {
    const { heartbeatMs, missedHeartbeats } = this.#settings;
    // Its modules may take long to load on a busy machine; it has no heartbeat before.
    const allowed =
      this.state === 'starting' ? Math.max(missedHeartbeats, START_BOUND_MS / heartbeatMs) : missedHeartbeats;
    if (++this.#missed <= allowed) return;
    const seconds = Math.round((allowed * heartbeatMs) / 1000);
    this.kill(`the executor gave no sign of life for ${seconds} s (hung) and was ended`);
  }

  #ended(code: number | null, signal: NodeJS.Signals | null): void {
    clearInterval(this.#monitor);
    this.endReason = this.#killReason ?? this.#exitReason(code, signal);
    this.state = 'dead';
    this.#listener.exit(this);
    this.#lose();
  }

  #lose(): void {
    const run = this.#run;
    this.#run = undefined;
    run?.listener.outcome({ kind: 'lost', message: this.endReason });
  }

  #exitReason(code: number | null, signal: NodeJS.Signals | null): string {
    if (this.#errorTail.includes('heap out of memory')) {
      return 'the executor ran out of JavaScript memory; give the task less data at once or the machine more memory';
    }
    if (signal === 'SIGKILL') return 'the executor was killed (SIGKILL); most often the machine ran out of memory';
    const lastLine = this.#errorTail.trimEnd().split('\n').at(-1) ?? '';
    const how = signal === null ? `ended with exit code ${code}` : `was ended by ${signal}`;
    return `the executor ${how}${lastLine === '' ? '' : ` (${lastLine.slice(0, 500)})`}`;
  }

  #readLines(stream: Readable, also?: (line: string) => void): void {
    let rest = '';
    stream.setEncoding('utf8');
    stream.on('error', () => {});
    stream.on('data', (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop()!.slice(-65_536);
      for (const line of lines) {
        this.#settings.onOutput(this.pid, line);
        also?.(line);
      }
    });
  }
}

/** The server's environment without what looks like a secret, and without the fault that is meant for the server. */
function executorEnvironment(): NodeJS.ProcessEnv {
  const environment: NodeJS.ProcessEnv = {};
  for (const [name, value] of Object.entries(process.env)) {
    if (/PASSWORD|PASSWD|SECRET|TOKEN|CREDENTIAL|DATABASE|METADATA|PRIVATE_KEY/i.test(name)) continue;
    if (name === 'ORRERY_FAULT' && !value?.startsWith('executor-')) continue;
    environment[name] = value;
  }
  return environment;
}
