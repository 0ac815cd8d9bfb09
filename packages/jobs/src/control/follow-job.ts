import { isFinal, type JobStatus } from '@orrery/contracts';
import type { JobDetail, JobEvent } from '../face.ts';
import type { EventHub } from './event-hub.ts';

/** Events that wait for a slow reader; one that lags further behind gets the present state instead. */
const MAX_PENDING = 10_000;

/**
 * The job's committed changes in order, ending after its final status. Begins after `afterSequence` where those events
 * are known, else with the present state: the job, then each task, under the sequence that they are current to.
 */
export async function* followJob(
  hub: EventHub,
  read: () => Promise<JobDetail>,
  jobId: number,
  afterSequence: number | undefined,
  signal: AbortSignal,
): AsyncGenerator<JobEvent, void, undefined> {
  const pending: JobEvent[] = [];
  let wake = (): void => {};
  let lagging = false;
  const listener = (event: JobEvent): void => {
    pending.push(event);
    if (pending.length > MAX_PENDING) {
      pending.length = 0;
      lagging = true;
    }
    wake();
  };
  const onAbort = (): void => wake();
  const unlisten = hub.listen(jobId, listener);
  signal.addEventListener('abort', onAbort);
  try {
    const sequence = hub.lastSequence(jobId);
    // Also checks that the viewer may see the job.
    const detail = await read();
    const missed = afterSequence === undefined ? undefined : hub.since(jobId, afterSequence);
    if (missed === undefined) {
      yield* presentState(detail, sequence);
      if (isFinal(detail.status)) return;
    } else {
      pending.splice(0);
      for (const event of missed) {
        yield event;
        if (endsJob(event)) return;
      }
      if (missed.length === 0 && isFinal(detail.status)) return;
    }
    while (!signal.aborted) {
      if (lagging) {
        lagging = false;
        const present = await read();
        yield* presentState(present, hub.lastSequence(jobId));
        if (isFinal(present.status)) return;
      }
      const event = pending.shift();
      if (event === undefined) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        continue;
      }
      yield event;
      if (endsJob(event)) return;
    }
  } finally {
    signal.removeEventListener('abort', onAbort);
    unlisten();
  }
}

function* presentState(detail: JobDetail, sequence: number): Generator<JobEvent> {
  const { input: _, tasks, ...job } = detail;
  // A final job's own event comes last, as it does in a stream.
  if (!isFinal(detail.status)) yield { type: 'job', sequence, job };
  for (const task of tasks) yield { type: 'task', sequence, task };
  if (isFinal(detail.status)) yield { type: 'job', sequence, job };
}

function endsJob(event: JobEvent): boolean {
  return event.type === 'job' && isFinal(event.job.status);
}

/** The job's status once it is final, or the present one after the timeout. */
export async function waitForJob(
  hub: EventHub,
  read: () => Promise<JobStatus>,
  jobId: number,
  timeoutMs: number,
): Promise<JobStatus> {
  const ended = Promise.withResolvers<JobStatus | undefined>();
  const unlisten = hub.listen(jobId, (event) => {
    if (endsJob(event)) ended.resolve((event as JobEvent & { type: 'job' }).job.status);
  });
  let timer: NodeJS.Timeout | undefined;
  try {
    const status = await read();
    if (isFinal(status) || timeoutMs <= 0) return status;
    timer = setTimeout(() => ended.resolve(undefined), Math.min(timeoutMs, 2_147_483_647));
    return (await ended.promise) ?? (await read());
  } finally {
    clearTimeout(timer);
    unlisten();
  }
}
