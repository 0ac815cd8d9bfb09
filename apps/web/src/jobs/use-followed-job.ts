import { useCallback, useEffect, useRef, useState } from 'react';
import type { JobEvent, LogLine, OrreryClient } from '@orrery/sdk';
import { isFinal, type JobStatus } from '@orrery/contracts';
import { client, useIsExpired } from '../api/index.ts';
import { EMPTY_JOB_STATE, withEvents, withJob, withLines, type JobState } from '../model/job-state.ts';

export interface FollowedJob {
  readonly state: JobState;
  /** As it was posted; undefined until the job is read. */
  readonly input: unknown;
  /** live: changes come; ended: there will be none; lost: the server has been away for long. */
  readonly connection: 'loading' | 'live' | 'ended' | 'lost' | 'refused';
  readonly error: unknown;
  /** Follows again after the connection was lost. */
  readonly reconnect: () => void;
}

/**
 * Changes that come close together are shown together: a page is drawn at most this often. With 200 tasks that end ten
 * a second, one drawing takes some 15 ms.
 */
const BATCH_MS = 100;
const LOG_PAGE = 10_000;
const LOG_READERS = 4;

const NOTHING_YET = { state: EMPTY_JOB_STATE, input: undefined, connection: 'loading', error: undefined } as const;
type Known = Omit<FollowedJob, 'reconnect'>;

/**
 * A job with its tasks and logs as they are now. Reads the whole job, follows its events over lost connections until
 * it has ended, and reads the log lines that were written before; so a page that is opened in the middle of a run
 * shows what one shows that was there from the start.
 */
export function useFollowedJob(jobId: number): FollowedJob {
  const [known, setKnown] = useState<Known>(NOTHING_YET);
  const [round, setRound] = useState(0);
  useEffect(() => {
    const abort = new AbortController();
    if (round === 0) setKnown(NOTHING_YET);
    const change = (next: (known: Known) => Partial<Known>): void => {
      if (!abort.signal.aborted) setKnown((present) => ({ ...present, ...next(present) }));
    };
    follow(client, jobId, abort.signal, change).catch((error: unknown) => {
      change((present) => ({ error, connection: present.state.job === undefined ? 'refused' : 'lost' }));
    });
    return () => abort.abort();
  }, [jobId, round]);
  const reconnect = useCallback(() => setRound((count) => count + 1), []);
  const isExpired = useIsExpired();
  const wasExpired = useRef(false);
  useEffect(() => {
    // The stream has broken off with its session; who has signed in again follows on.
    if (wasExpired.current && !isExpired) reconnect();
    wasExpired.current = isExpired;
  }, [isExpired, reconnect]);
  return { ...known, reconnect };
}

type Change = (next: (known: Known) => Partial<Known>) => void;

async function follow(api: OrreryClient, jobId: number, signal: AbortSignal, change: Change): Promise<void> {
  const detail = await api.jobs.get(jobId, signal);
  const hasEnded = isFinal(detail.status as JobStatus);
  change(({ state }) => ({
    state: withJob(state, detail),
    input: detail.input,
    connection: hasEnded ? 'ended' : 'live',
    error: undefined,
  }));
  const readAll = (keys: readonly string[]): Promise<void> => readLogs(api, jobId, keys, signal, change);
  const written = detail.tasks.filter((task) => task.runBeginTime !== null || task.reason !== '').map(({ key }) => key);
  const logs = [readAll(written)];
  if (!hasEnded) {
    const batch = batching(change);
    let last = -1;
    try {
      for await (const event of api.jobs.events(jobId, { signal })) {
        batch.add(event);
        // Several events under one sequence are the present state, sent where what led to it is no longer known.
        if (event.sequence === last && event.type === 'task' && event.task.runBeginTime !== null) {
          logs.push(readAll([event.task.key]));
        }
        last = event.sequence;
      }
    } finally {
      batch.flush();
    }
    const final = await api.jobs.get(jobId, signal);
    change(({ state }) => ({ state: withJob(state, final), connection: 'ended' }));
  }
  await Promise.all(logs);
}

function batching(change: Change): { add(event: JobEvent): void; flush(): void } {
  let pending: JobEvent[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    const events = pending;
    pending = [];
    if (events.length > 0) change(({ state }) => ({ state: withEvents(state, events) }));
  };
  return {
    add: (event) => {
      pending.push(event);
      timer ??= setTimeout(flush, BATCH_MS);
    },
    flush,
  };
}

/** All lines of some tasks, a few tasks at a time. Lines that came as events meanwhile stay single. */
async function readLogs(
  api: OrreryClient,
  jobId: number,
  keys: readonly string[],
  signal: AbortSignal,
  change: Change,
): Promise<void> {
  const left = [...keys];
  const reader = async (): Promise<void> => {
    for (let key = left.shift(); key !== undefined; key = left.shift()) {
      let lines: readonly LogLine[];
      let after = 0;
      do {
        if (signal.aborted) return;
        lines = await api.jobs.logs(jobId, key, { after, limit: LOG_PAGE });
        const task = key;
        const page = lines;
        change(({ state }) => ({ state: withLines(state, task, page) }));
        after = lines.at(-1)?.sequence ?? after;
      } while (lines.length === LOG_PAGE);
    }
  };
  await Promise.all(Array.from({ length: Math.min(LOG_READERS, keys.length) }, reader));
}
