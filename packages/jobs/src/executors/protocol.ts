import type { ResultSummary } from '@orrery/contracts';
import type { UpstreamResult } from '../task-type.ts';

/**
 * Messages between the server and an executor, over the channel that child_process.fork gives them. Specs and
 * credentials travel as lossless JSON text, so that int64 and 1.0 arrive as they were submitted.
 */
export interface RunRequest {
  readonly type: 'run';
  readonly jobId: number;
  readonly taskId: string;
  readonly taskKey: string;
  readonly taskType: string;
  readonly attempt: number;
  readonly specText: string;
  readonly credentialsText: string;
  readonly outputDir: string;
  readonly upstream: readonly (readonly [string, UpstreamResult])[];
}

export type ToExecutor =
  | { readonly type: 'init'; readonly init: unknown; readonly heartbeatMs: number }
  | RunRequest
  | { readonly type: 'cancel'; readonly taskId: string; readonly attempt: number; readonly reason: string }
  | { readonly type: 'end' };

export interface ReportedLine {
  readonly timeMs: number;
  readonly level: 'info' | 'warn' | 'error';
  readonly message: string;
}

/** What a run says about itself while it runs; the newest progress wins, lines add up. */
export interface ActivityReport {
  readonly type: 'activity';
  readonly taskId: string;
  readonly attempt: number;
  readonly progress?: { readonly fraction: number; readonly phrase: string };
  readonly lines: readonly ReportedLine[];
}

export interface OutcomeReport {
  readonly type: 'outcome';
  readonly taskId: string;
  readonly attempt: number;
  readonly outcome: RunOutcome;
  /** The process is in doubt and about to end: it takes no further task. */
  readonly retiring: boolean;
}

export type RunOutcome =
  /** `sizeBytes`: what the output folder holds, all of it flushed to the disk. */
  | { readonly kind: 'success'; readonly summary: ResultSummary; readonly sizeBytes: number }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'lost'; readonly message: string };

export type FromExecutor =
  | { readonly type: 'ready' }
  | { readonly type: 'heartbeat'; readonly rssBytes: number }
  | ActivityReport
  | OutcomeReport;

/** The executor's end of the pipe whose other end only the server holds; its closing means that the server is gone. */
export const LIFELINE_FD = 4;
