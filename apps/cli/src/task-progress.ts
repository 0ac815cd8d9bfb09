import { isFinal, JOB_STATUS, jobStatusName } from '@orrery/contracts';
import { MultiBar, Presets, type SingleBar } from 'cli-progress';
import { note } from './output.ts';

/** What a bar needs of a job's events, whether they come from the controller or from the API. */
export type ProgressEvent =
  | { readonly type: 'task'; readonly task: { key: string; status: number; progress: number; phrase: string } }
  | { readonly type: 'log'; readonly taskKey: string; readonly line: { level: string; message: string } }
  | { readonly type: 'job' };

/** A bar per task on a terminal; elsewhere a line per change of status. Everything on standard error. */
export class TaskProgress {
  readonly #bars = process.stderr.isTTY
    ? new MultiBar(
        {
          format: '{task} {bar} {percentage}% {phrase}',
          hideCursor: true,
          stream: process.stderr,
          clearOnComplete: false,
        },
        Presets.shades_classic,
      )
    : undefined;
  readonly #barByTask = new Map<string, SingleBar>();
  readonly #showsLogs: boolean;
  readonly #statusByTask = new Map<string, number>();

  /** @param showsLogs every line of the tasks' logs, not only warnings and errors */
  constructor(showsLogs = false) {
    this.#showsLogs = showsLogs;
  }

  show(event: ProgressEvent): void {
    if (event.type === 'task') this.#task(event.task);
    else if (event.type === 'log' && (this.#showsLogs || event.line.level !== 'info'))
      note(`${event.taskKey}: ${event.line.message}`);
  }

  stop(): void {
    this.#bars?.stop();
  }

  #task(task: { key: string; status: number; progress: number; phrase: string }): void {
    const { key, status, progress, phrase } = task;
    const changed = this.#statusByTask.get(key) !== status;
    this.#statusByTask.set(key, status);
    const name = jobStatusName(status as 0);
    if (!this.#bars) {
      if (changed && status !== JOB_STATUS.Preparing) note(`${key}: ${name}`);
      return;
    }
    if (status === JOB_STATUS.Preparing) return;
    let bar = this.#barByTask.get(key);
    if (!bar) this.#barByTask.set(key, (bar = this.#bars.create(100, 0, { task: key.padEnd(24), phrase: '' })));
    const done = isFinal(status as 0);
    bar.update(done && status === JOB_STATUS.Success ? 100 : Math.floor(progress * 100), {
      phrase: done ? name : phrase,
    });
  }
}
