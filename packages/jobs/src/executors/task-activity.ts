import type { ActivityReport, ReportedLine } from './protocol.ts';

/** Longest log message that is kept, in UTF-16 units. */
const MAX_MESSAGE = 8192;
/** Lines that a task may log; what follows is counted, not kept. */
const MAX_LINES = 10_000;
const REPORT_INTERVAL_MS = 100;

/** Collects a run's progress and log lines and reports them in bunches, at most ten times a second. */
export class TaskActivity {
  readonly #taskId: string;
  readonly #attempt: number;
  readonly #send: (report: ActivityReport) => void;
  #progress: ActivityReport['progress'];
  #lines: ReportedLine[] = [];
  #lineCount = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(taskId: string, attempt: number, send: (report: ActivityReport) => void) {
    this.#taskId = taskId;
    this.#attempt = attempt;
    this.#send = send;
  }

  progress(fraction: number, phrase: string): void {
    const bounded = Number.isFinite(fraction) ? Math.min(1, Math.max(0, fraction)) : 0;
    this.#progress = { fraction: bounded, phrase: phrase.slice(0, MAX_MESSAGE) };
    this.#schedule();
  }

  log(level: ReportedLine['level'], message: string): void {
    this.#lineCount++;
    if (this.#lineCount > MAX_LINES) return;
    this.#push(level, message.length > MAX_MESSAGE ? `${message.slice(0, MAX_MESSAGE)}…` : message);
  }

  /** Reports what is left. */
  close(): void {
    if (this.#lineCount > MAX_LINES) {
      this.#push('warn', `${this.#lineCount - MAX_LINES} more lines were dropped: a task may log ${MAX_LINES}`);
    }
    this.#report();
  }

  #push(level: ReportedLine['level'], message: string): void {
    this.#lines.push({ timeMs: Date.now(), level, message: message });
    this.#schedule();
  }

  #schedule(): void {
    this.#timer ??= setTimeout(() => this.#report(), REPORT_INTERVAL_MS);
  }

  #report(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#progress === undefined && this.#lines.length === 0) return;
    this.#send({
      type: 'activity',
      taskId: this.#taskId,
      attempt: this.#attempt,
      ...(this.#progress === undefined ? {} : { progress: this.#progress }),
      lines: this.#lines,
    });
    this.#progress = undefined;
    this.#lines = [];
  }
}
