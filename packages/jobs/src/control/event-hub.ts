import { isFinal } from '@orrery/contracts';
import type { JobEvent, JobView, LogLine, TaskView } from '../face.ts';

export type JobChange =
  | { readonly type: 'job'; readonly job: JobView }
  | { readonly type: 'task'; readonly task: TaskView }
  | { readonly type: 'log'; readonly taskKey: string; readonly line: LogLine };

/** Events of one job that a client which reconnects can still get. */
const KEPT_EVENTS = 1000;
/** Ended jobs whose events are still kept. */
const KEPT_ENDED_JOBS = 100;
/** Sequence numbers begin at a multiple of this, one per start of a server, so that they rise over restarts. */
const EPOCH_SIZE = 1e9;

interface Channel {
  last: number;
  events: JobEvent[];
  ended: boolean;
  readonly listeners: Set<(event: JobEvent) => void>;
}

/** Distributes the committed changes of jobs to whoever follows them. */
export class EventHub {
  readonly #base: number;
  readonly #channels = new Map<number, Channel>();
  readonly #ended: number[] = [];

  /** @param epoch how often a server has been started on this database */
  constructor(epoch: number) {
    this.#base = epoch * EPOCH_SIZE;
  }

  publish(jobId: number, changes: readonly JobChange[]): void {
    const channel = this.#channel(jobId);
    for (const change of changes) {
      const event: JobEvent = { ...change, sequence: ++channel.last };
      channel.events.push(event);
      if (channel.events.length > KEPT_EVENTS * 2) channel.events = channel.events.slice(-KEPT_EVENTS);
      for (const listener of channel.listeners) listener(event);
      if (event.type === 'job' && isFinal(event.job.status)) this.#end(jobId, channel);
    }
  }

  /** Sequence of the job's last event in this run of the server. */
  lastSequence(jobId: number): number {
    return this.#channels.get(jobId)?.last ?? this.#base;
  }

  /** Events after the sequence, or undefined when some of them are not known any more. */
  since(jobId: number, afterSequence: number): JobEvent[] | undefined {
    const channel = this.#channels.get(jobId);
    if (channel === undefined || afterSequence > channel.last) return undefined;
    const first = channel.events[0]?.sequence ?? channel.last + 1;
    return afterSequence < first - 1 ? undefined : channel.events.filter((event) => event.sequence > afterSequence);
  }

  listen(jobId: number, listener: (event: JobEvent) => void): () => void {
    const channel = this.#channel(jobId);
    channel.listeners.add(listener);
    return () => {
      channel.listeners.delete(listener);
      // A channel that only this listener opened (of a job that ended long ago) goes with it.
      if (channel.listeners.size === 0 && channel.events.length === 0) this.#channels.delete(jobId);
    };
  }

  #channel(jobId: number): Channel {
    let channel = this.#channels.get(jobId);
    if (channel === undefined) {
      channel = { last: this.#base, events: [], ended: false, listeners: new Set() };
      this.#channels.set(jobId, channel);
    }
    return channel;
  }

  #end(jobId: number, channel: Channel): void {
    if (channel.ended) return;
    channel.ended = true;
    this.#ended.push(jobId);
    if (this.#ended.length > KEPT_ENDED_JOBS) this.#channels.delete(this.#ended.shift()!);
  }
}
