import { useCallback, useEffect, useRef, useState } from 'react';
import type { JobEvent, LogLine, OrreryClient } from '@orrery/sdk';
import { isFinal, type JobStatus } from '@orrery/contracts';
import { client, useIsExpired, useIsServerAway } from '../api/index.ts';
import { EMPTY_JOB_STATE, withEvents, withJob, withLines, type JobState } from '../model/job-state.ts';
import { useIsHidden } from './use-is-hidden.ts';

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
/**
 * A browser has six connections to a server for all of its tabs together, and a stream holds one: tabs that nobody
 * looks at let theirs go, else the seventh running job that is opened would wait for ever.
 */
const HIDDEN_MS = 3000;
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
  const isPaused = useIsHidden(HIDDEN_MS) && known.connection === 'live';
  const followed = useRef<{ readonly jobId: number; readonly logs: ReadLogs }>(undefined);
  useEffect(() => {
    if (isPaused) return undefined;
    const abort = new AbortController();
    if (followed.current?.jobId !== jobId) {
      followed.current = { jobId, logs: new Map() };
      setKnown(NOTHING_YET);
    }
    const { logs } = followed.current;
    const change = (next: (known: Known) => Partial<Known>): void => {
      if (!abort.signal.aborted) setKnown((present) => ({ ...present, ...next(present) }));
    };
    follow({ api: client, jobId, logs, signal: abort.signal, change }).catch((error: unknown) => {
      change((present) => ({ error, connection: present.state.job === undefined ? 'refused' : 'lost' }));
    });
    return () => abort.abort();
  }, [jobId, round, isPaused]);
  const reconnect = useCallback(() => setRound((count) => count + 1), []);
  const isLost = known.connection === 'lost';
  const isAway = useIsServerAway();
  const isExpired = useIsExpired();
  const before = useRef({ isAway, isExpired });
  useEffect(() => {
    // The stream has broken off with its session, or the server was away for longer than it is waited for.
    const isBack = (before.current.isExpired && !isExpired) || (before.current.isAway && !isAway && isLost);
    before.current = { isAway, isExpired };
    if (isBack) reconnect();
  }, [isExpired, isAway, isLost, reconnect]);
  return { ...known, reconnect };
}

type Change = (next: (known: Known) => Partial<Known>) => void;

/** Sequence of the last line of each task up to which its log was read without a gap. */
type ReadLogs = Map<string, number>;

interface Following {
  readonly api: OrreryClient;
  readonly jobId: number;
  readonly logs: ReadLogs;
  readonly signal: AbortSignal;
  readonly change: Change;
}

async function follow(following: Following): Promise<void> {
  const { api, jobId, signal, change } = following;
  const detail = await api.jobs.get(jobId, signal);
  const hasEnded = isFinal(detail.status as JobStatus);
  change(({ state }) => ({
    state: withJob(state, detail),
    input: detail.input,
    connection: hasEnded ? 'ended' : 'live',
    error: undefined,
  }));
  const readAll = (keys: readonly string[]): Promise<void> => {
    const reading = readLogs(following, keys);
    // Waited for at the end; until then a failure must not count as one that nobody takes care of.
    reading.catch(() => {});
    return reading;
  };
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
async function readLogs({ api, jobId, logs, signal, change }: Following, keys: readonly string[]): Promise<void> {
  const left = [...keys];
  const reader = async (): Promise<void> => {
    for (let key = left.shift(); key !== undefined; key = left.shift()) {
      let lines: readonly LogLine[];
      let after = logs.get(key) ?? 0;
      do {
        if (signal.aborted) return;
        lines = await api.jobs.logs(jobId, key, { after, limit: LOG_PAGE });
        // What is not shown counts as not read.
        if (signal.aborted) return;
        const task = key;
        const page = lines;
        change(({ state }) => ({ state: withLines(state, task, page) }));
        after = lines.at(-1)?.sequence ?? after;
        logs.set(key, after);
      } while (lines.length === LOG_PAGE);
    }
  };
  await Promise.all(Array.from({ length: Math.min(LOG_READERS, keys.length) }, reader));
}
