import { isFinal, OrreryError, parseLossless, type JobInput, type JobStatus } from '@orrery/contracts';
import { ConnectionError, type HttpCaller } from './http-caller.ts';
import type { Body, Data, Query } from './operation-types.ts';
import { serverSentEvents } from './server-sent-events.ts';

export type Job = Data<'readJob'>;
export type JobItem = Data<'findJobs'>['items'][number];
export type JobTask = Job['tasks'][number];
export type LogLine = Data<'readLogs'>['items'][number];

/**
 * A change of a job. `sequence` grows; the present state, with which a stream begins, comes as several events under one.
 */
export type JobEvent =
  | { readonly type: 'job'; readonly sequence: number; readonly job: JobItem }
  | { readonly type: 'task'; readonly sequence: number; readonly task: JobTask }
  | { readonly type: 'log'; readonly sequence: number; readonly taskKey: string; readonly line: LogLine };

export interface PostOptions {
  /** The same key and body give the same job for 24 hours: a post that failed on its way can be sent again. */
  readonly idempotencyKey?: string;
  /** Wait for the end, at most this long: `30s`. */
  readonly wait?: string;
  readonly signal?: AbortSignal;
}

export interface SortKey {
  readonly column: string;
  readonly descending?: boolean;
}

export interface ColumnFilter {
  readonly column: string;
  readonly operator: 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge' | 'in' | 'contains' | 'startsWith' | 'isNull' | 'notNull';
  readonly value?: string;
  /** Of the operator `in`: at most 1000. */
  readonly values?: readonly string[];
}

export interface Selection {
  readonly sort?: readonly SortKey[];
  readonly filters?: readonly ColumnFilter[];
}

/** How long a server may be away before following a job gives up. */
const PATIENCE_MS = 60_000;
const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5000;

/** Jobs: post, follow, read their results. */
export class Jobs {
  readonly #caller: HttpCaller;

  constructor(caller: HttpCaller) {
    this.#caller = caller;
  }

  /** Runs a workflow. Numbers of `input` may be bigints and lossless Doubles. */
  post(workflowId: string, input: JobInput = {}, options: PostOptions = {}): Promise<Data<'runWorkflow'>> {
    return this.#send(`/api/v1/workflows/${encodeURIComponent(workflowId)}/jobs`, { input }, options);
  }

  /** `input` keeps the digits of its numbers (see contracts' parseLossless). */
  async get(jobId: number, signal?: AbortSignal): Promise<Job> {
    const { data, text } = await this.#caller.envelope('GET', `/api/v1/jobs/${jobId}`, { signal });
    const { input } = (parseLossless(text) as unknown as { data: { input: unknown } }).data;
    return { ...(data as Job), input };
  }

  list(query: Query<'findJobs'> = {}): Promise<Data<'findJobs'>> {
    return this.#caller.data('GET', '/api/v1/jobs', { query });
  }

  /** The job once it has ended. Follows its events, so that it learns of the end at once. */
  async wait(jobId: number, signal?: AbortSignal): Promise<Job> {
    for await (const event of this.events(jobId, signal === undefined ? {} : { signal })) {
      if (event.type === 'job' && isFinal(event.job.status as JobStatus)) break;
    }
    return this.get(jobId, signal);
  }

  /**
   * Changes of a job until it has ended, over as many connections as that takes: after a lost one it goes on behind
   * the last event that came. @throws OrreryError when the server refuses, ConnectionError when it is away for longer
   * than `patienceMs` (default a minute), the signal's reason when it is aborted
   */
  async *events(
    jobId: number,
    options: { readonly afterSequence?: number; readonly patienceMs?: number; readonly signal?: AbortSignal } = {},
  ): AsyncGenerator<JobEvent> {
    const { signal, patienceMs = PATIENCE_MS } = options;
    let last = options.afterSequence;
    let pauseMs = FIRST_PAUSE_MS;
    let contactMs = Date.now();
    for (;;) {
      try {
        const headers: Record<string, string> = last === undefined ? {} : { 'Last-Event-ID': String(last) };
        const response = await this.#caller.response('GET', `/api/v1/jobs/${jobId}/events`, { headers, signal });
        if (response.status === 204 || response.body === null) return;
        for await (const { id, event, data } of serverSentEvents(response.body)) {
          if (event === 'end') return;
          if (id !== undefined) last = Number(id);
          pauseMs = FIRST_PAUSE_MS;
          contactMs = Date.now();
          if (data !== undefined) yield jobEvent(event, JSON.parse(data));
        }
      } catch (error) {
        signal?.throwIfAborted();
        if (error instanceof OrreryError && error.httpStatus < 500) throw error;
        const isLost = error instanceof OrreryError || error instanceof ConnectionError || error instanceof TypeError;
        if (!isLost || Date.now() - contactMs > patienceMs) throw error;
      }
      await pause(pauseMs, signal);
      pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
    }
  }

  async logs(jobId: number, task: string, query: Query<'readLogs'> = {}): Promise<readonly LogLine[]> {
    const { items } = await this.#caller.data<Data<'readLogs'>>('GET', `${this.#task(jobId, task)}/logs`, { query });
    return items;
  }

  cancel(jobId: number): Promise<Data<'stopJob'>> {
    return this.#caller.data('PUT', `/api/v1/jobs/${jobId}/cancel`);
  }

  /** A new job from the start, with the same version and input unless the body says otherwise. */
  rerun(jobId: number, body: Body<'rerunJob'> = {}, options: PostOptions = {}): Promise<Data<'rerunJob'>> {
    return this.#send(`/api/v1/jobs/${jobId}/rerun`, body, options);
  }

  /** A new job that takes over what succeeded. */
  resume(jobId: number, body: Body<'resumeJob'> = {}, options: PostOptions = {}): Promise<Data<'resumeJob'>> {
    return this.#send(`/api/v1/jobs/${jobId}/resume`, body, options);
  }

  /** With its results; final jobs only. */
  delete(jobId: number): Promise<Data<'deleteJob'>> {
    return this.#caller.data('DELETE', `/api/v1/jobs/${jobId}`);
  }

  /** Rows of a result: int64 as decimal text, doubles as numbers. */
  result(
    jobId: number,
    task: string,
    query: Selection & { readonly offset?: number; readonly limit?: number } = {},
    signal?: AbortSignal,
  ): Promise<Data<'readResult'>> {
    const { sort, filters, ...page } = query;
    return this.#caller.data('GET', `${this.#task(jobId, task)}/result`, {
      query: { ...page, ...selectionText({ sort, filters }) },
      signal,
    });
  }

  /** First rows as Explorer shows them: texts, doubles with six decimals. */
  async sample(jobId: number, task: string, limit = 10): Promise<readonly (readonly string[])[]> {
    const path = `/api-open/v1/jobs/${jobId}/tasks/${encodeURIComponent(task)}/sample_result`;
    return (await this.#caller.data<Data<'sampleResult'>>('GET', path, { query: { limit } })).items;
  }

  statistics(jobId: number, task: string, query: Query<'resultStatistics'>): Promise<Data<'resultStatistics'>> {
    return this.#caller.data('GET', `${this.#task(jobId, task)}/result/statistics`, { query });
  }

  /** The bytes of a result as a file; abort the signal to give up half way. */
  async download(
    jobId: number,
    task: string,
    options: Selection & { readonly format?: 'csv' | 'parquet'; readonly signal?: AbortSignal } = {},
  ): Promise<ReadableStream<Uint8Array>> {
    const { format = 'csv', sort, filters, signal } = options;
    const query = { format, ...selectionText({ sort, filters }) };
    const response = await this.#caller.response('GET', `${this.#task(jobId, task)}/result/download`, {
      query,
      signal,
    });
    return response.body ?? new ReadableStream({ start: (controller) => controller.close() });
  }

  #task(jobId: number, task: string): string {
    return `/api/v1/jobs/${jobId}/tasks/${encodeURIComponent(task)}`;
  }

  #send<T>(path: string, body: unknown, { idempotencyKey, wait, signal }: PostOptions): Promise<T> {
    const headers: Record<string, string> = idempotencyKey === undefined ? {} : { 'Idempotency-Key': idempotencyKey };
    return this.#caller.data('POST', path, { body, headers, query: { wait }, signal });
  }
}

function jobEvent(type: string, data: object): JobEvent {
  if (type === 'job' || type === 'task' || type === 'log') return { type, ...data } as JobEvent;
  throw new ConnectionError(`the server sent an event ${type}, which this client does not know; update it`);
}

function selectionText({
  sort,
  filters,
}: {
  sort: Selection['sort'] | undefined;
  filters: Selection['filters'] | undefined;
}) {
  return {
    sort: sort === undefined ? undefined : JSON.stringify(sort),
    filters: filters === undefined ? undefined : JSON.stringify(filters),
  };
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      clearTimeout(timer);
      reject(signal!.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort);
      resolve();
    }, ms);
    signal?.addEventListener('abort', abort, { once: true });
  });
}
