import { setTimeout as sleep } from 'node:timers/promises';
import { ErrorCode, errorCodeName } from '@orrery/wire';
import type { ColumnTable, HostAddress, ScanAnswer, ScanCursor } from '@orrery/wire';

import { NebulaError } from '../nebula-error.ts';
import type { PartHosts } from './cluster-meta.ts';
import { hostText } from './cluster-reach.ts';
import { clusterError } from './wire-failure.ts';

/** Requests under way at once: each may become a page that waits here for its consumer. */
const MAX_IN_FLIGHT = 4;
/** And at one host: it reads the next page while the one before is taken apart here. */
const MAX_AT_HOST = 2;
/** Times that one page is asked for before its loss ends the scan. */
const PAGE_ATTEMPTS = 5;

/** Of a wait for answers alone; it may begin again. */
const LONGEST_PAUSE_MS = 60_000;

/** Pages without rows in a row: a host may end a page of other types' edges after a time, but not for ever. */
const MAX_EMPTY_PAGES = 1_000;

/** Answers after which the part is looked for again; others would come again. */
const MOVED: ReadonlySet<number> = new Set([
  ErrorCode.E_LEADER_CHANGED,
  ErrorCode.E_PART_NOT_FOUND,
  ErrorCode.E_PART_STOPPED,
  ErrorCode.E_LEADER_LEASE_FAILED,
  ErrorCode.E_CONSENSUS_ERROR,
  ErrorCode.E_RPC_FAILURE,
  ErrorCode.E_RAFT_NOT_READY,
  ErrorCode.E_RAFT_STOPPED,
  ErrorCode.E_RAFT_HOST_STOPPED,
  ErrorCode.E_RAFT_UNKNOWN_PART,
  ErrorCode.E_RAFT_BUFFER_OVERFLOW,
  ErrorCode.E_RAFT_TOO_MANY_REQUESTS,
]);

/** A part's rows as far as one answer holds them. */
export type PartPage = ScanAnswer<ColumnTable>;

interface Part {
  readonly id: number;
  readonly peers: readonly HostAddress[];
  leader: HostAddress;
  cursor: ScanCursor;
  /** Failures since the last page. */
  failures: number;
  /** Pages without rows since the last one with some. */
  emptyPages: number;
  /** Not asked for before. */
  waitUntil: number;
}

export interface PartPagesOptions {
  readonly parts: ReadonlyMap<number, PartHosts>;
  /** Asks the meta service where the parts are now. */
  readonly locate: () => Promise<ReadonlyMap<number, PartHosts>>;
  /** Before a part is asked for again; doubled each time. */
  readonly retryMs: number;
  readonly signal: AbortSignal;
  /** Asks for a page of a part at a host. */
  readonly ask: (host: HostAddress, partId: number, cursor: ScanCursor, signal: AbortSignal) => Promise<PartPage>;
}

type Outcome = { readonly part: Part; readonly answer: PartPage } | { readonly part: Part; readonly error: unknown };

/**
 * The pages of all parts, as they come: several hosts at once, with a bound on what is under way, so that a consumer that
 * takes its time holds up the hosts and not this machine's memory. A part whose leader moved is followed; one whose host
 * was lost is asked for again from its last cursor, where it is then, and each page comes once and whole.
 * @throws NebulaError unreachable or lost when a page could not be had in five attempts; statement with storage's code; protocol
 */
export async function* partPages(options: PartPagesOptions): AsyncGenerator<PartPage> {
  const cancel = new AbortController();
  const signal = AbortSignal.any([options.signal, cancel.signal]);
  const waiting: Part[] = Array.from(options.parts, ([id, { leader, peers }]) => ({
    id,
    peers,
    leader,
    cursor: undefined,
    failures: 0,
    emptyPages: 0,
    waitUntil: 0,
  }));
  const inFlight = new Map<Part, Promise<Outcome>>();
  try {
    while (waiting.length > 0 || inFlight.size > 0) {
      if (signal.aborted) throw new NebulaError('aborted', 'the scan was given up', { cause: signal.reason });
      // One moment for both: a pause that ended between two looks would leave nothing under way and nothing to wait for.
      const now = Date.now();
      start(waiting, inFlight, options, signal, now);
      const outcome = await nextOf(waiting, inFlight, signal, now);
      if (!outcome) continue;
      const { part } = outcome;
      inFlight.delete(part);
      if ('error' in outcome) {
        await recover(part, waiting, { error: outcome.error }, options);
        continue;
      }
      const { answer } = outcome;
      const refusal = refusalOf(part, answer);
      if (refusal) {
        await recover(part, waiting, refusal, options);
        continue;
      }
      part.failures = 0;
      if (goesOn(part, answer)) waiting.push(part);
      start(waiting, inFlight, options, signal, Date.now());
      yield answer;
    }
  } finally {
    cancel.abort();
    await Promise.all(inFlight.values());
  }
}

function start(
  waiting: Part[],
  inFlight: Map<Part, Promise<Outcome>>,
  { ask }: PartPagesOptions,
  signal: AbortSignal,
  now: number,
): void {
  const atHost = new Map<string, number>();
  for (const { leader } of inFlight.keys()) atHost.set(hostText(leader), (atHost.get(hostText(leader)) ?? 0) + 1);
  for (let i = 0; i < waiting.length && inFlight.size < MAX_IN_FLIGHT;) {
    const part = waiting[i]!;
    const host = hostText(part.leader);
    const busy = atHost.get(host) ?? 0;
    if (part.waitUntil > now || busy >= MAX_AT_HOST) {
      i++;
      continue;
    }
    waiting.splice(i, 1);
    atHost.set(host, busy + 1);
    inFlight.set(
      part,
      ask(part.leader, part.id, part.cursor, signal).then(
        (answer) => ({ part, answer }),
        (error: unknown) => ({ part, error }),
      ),
    );
  }
}

/** The answer that comes first; undefined when a part's pause has ended before, or the scan was given up. */
async function nextOf(
  waiting: readonly Part[],
  inFlight: ReadonlyMap<Part, Promise<Outcome>>,
  signal: AbortSignal,
  now: number,
): Promise<Outcome | undefined> {
  const paused = waiting.filter(({ waitUntil }) => waitUntil > now).map(({ waitUntil }) => waitUntil - now);
  const woken = new AbortController();
  const pause = sleep(Math.min(...paused, LONGEST_PAUSE_MS), undefined, {
    signal: AbortSignal.any([signal, woken.signal]),
  }).catch(() => undefined);
  try {
    return await Promise.race([...inFlight.values(), pause]);
  } finally {
    woken.abort();
  }
}

interface Refusal {
  readonly error: unknown;
  /** Who was said to have the part. */
  readonly leader?: HostAddress;
}

/** Why the answer has not the part that was asked for; undefined when it has. */
function refusalOf(part: Part, { failedParts }: PartPage): Refusal | undefined {
  const failed = failedParts[0];
  if (!failed) return undefined;
  const { errorCode: code, leader } = failed;
  const name = errorCodeName(code) ?? `error ${code}`;
  const text = `storage host ${hostText(part.leader)} does not read part ${part.id}: ${name}`;
  const error = new NebulaError(MOVED.has(code) ? 'lost' : 'statement', text, { code });
  return code === ErrorCode.E_LEADER_CHANGED && leader?.host ? { error, leader } : { error };
}

/**
 * Makes a part ready to be asked for again: at the leader that was named at once, else after a pause and where the meta
 * service says that it is then.
 * @throws NebulaError when that would not help, or was tried often enough
 */
async function recover(part: Part, waiting: Part[], refusal: Refusal, options: PartPagesOptions): Promise<void> {
  const failed = hostText(part.leader);
  const failure = clusterError(refusal.error, `reading part ${part.id} at storage host ${failed}`);
  if (!(failure instanceof NebulaError) || !failure.isConnectionFailure || failure.kind === 'timeout') throw failure;
  part.failures++;
  if (part.failures >= PAGE_ATTEMPTS) {
    throw new NebulaError(failure.kind, `${failure.message} (asked ${part.failures} times)`, { cause: failure });
  }
  waiting.push(part);
  // A second move in a row waits for the election to be over.
  const isNamed = refusal.leader !== undefined && part.failures === 1;
  part.waitUntil = isNamed ? 0 : Date.now() + options.retryMs * 2 ** (part.failures - 1);
  if (refusal.leader) {
    part.leader = refusal.leader;
    return;
  }
  const located = await options.locate().catch(() => undefined);
  for (const other of waiting) {
    if (hostText(other.leader) === failed) other.leader = located?.get(other.id)?.leader ?? other.leader;
  }
  // Where the meta service has not noticed yet, another host of the part knows its new leader.
  if (hostText(part.leader) === failed) part.leader = peerAfter(part, failed);
}

function peerAfter({ peers, leader }: Part, failed: string): HostAddress {
  const at = peers.findIndex((peer) => hostText(peer) === failed);
  return peers[(at + 1) % peers.length] ?? leader;
}

/** Takes the cursor of what follows. @returns false at the part's end */
function goesOn(part: Part, { cursors, data }: PartPage): boolean {
  if (!cursors.has(part.id)) {
    throw new NebulaError(
      'protocol',
      `storage host ${hostText(part.leader)} answered part ${part.id} without a cursor`,
    );
  }
  const next = cursors.get(part.id);
  if (next === undefined || next.length === 0) return false;
  part.emptyPages = (data?.rowCount ?? 0) === 0 ? part.emptyPages + 1 : 0;
  const isSame = part.cursor !== undefined && Buffer.compare(part.cursor, next) === 0;
  if (isSame || part.emptyPages > MAX_EMPTY_PAGES) {
    const text = `storage host ${hostText(part.leader)} does not get on in part ${part.id}`;
    const reason = isSame ? 'a page ends where it began' : `${part.emptyPages} pages in a row without rows`;
    throw new NebulaError('protocol', `${text}: ${reason}`);
  }
  part.cursor = next;
  return true;
}
