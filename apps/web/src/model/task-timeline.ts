import type { JobItem, JobTask } from '@orrery/sdk';

/** One task's bar; x and width are parts of the whole span. */
export interface TimelineBar {
  readonly task: JobTask;
  /** Undefined for a task that has not begun. */
  readonly x: number | undefined;
  readonly width: number;
  readonly durationMs: number | undefined;
}

export interface Timeline {
  readonly beginMs: number;
  readonly spanMs: number;
  readonly bars: readonly TimelineBar[];
  readonly ticks: readonly { readonly x: number; readonly text: string }[];
}

const LEAST_SPAN_MS = 100;

/**
 * The tasks over time, from the job's begin (or its first task's) to its end, or for one that runs to the round time
 * after `nowMs`: so the scale stands still for a while, and what has ended is not drawn again. In the order in which they
 * began; those that have not begun last. Tasks that a resumed job took over from another one lie before its begin
 * and have no bar.
 */
export function taskTimeline(
  job: Pick<JobItem, 'createTime' | 'runBeginTime' | 'runEndTime'>,
  tasks: readonly JobTask[],
  nowMs: number,
): Timeline {
  const beginMs = job.runBeginTime ?? job.createTime;
  const own = (task: JobTask): boolean => task.runBeginTime !== null && (task.runEndTime ?? nowMs) >= beginMs;
  const ends = tasks.filter(own).map((task) => task.runEndTime ?? nowMs);
  const endMs = Math.max(job.runEndTime ?? nowMs, ...ends);
  const untilMs = Math.max(LEAST_SPAN_MS, endMs - beginMs);
  const stepMs = tickStepMs(untilMs);
  const spanMs = job.runEndTime === null ? Math.ceil(untilMs / stepMs) * stepMs : untilMs;
  const bars = tasks.map((task, index): TimelineBar & { index: number } => {
    if (!own(task)) return { task, index, x: undefined, width: 0, durationMs: undefined };
    const from = Math.max(beginMs, task.runBeginTime!);
    const to = Math.max(from, task.runEndTime ?? nowMs);
    return {
      task,
      index,
      x: (from - beginMs) / spanMs,
      width: (to - from) / spanMs,
      durationMs: to - task.runBeginTime!,
    };
  });
  bars.sort((a, b) => (a.x ?? Infinity) - (b.x ?? Infinity) || a.index - b.index);
  return { beginMs, spanMs, bars: bars.map(({ index: _, ...bar }) => bar), ticks: timeTicks(spanMs) };
}

const SECOND = 1000;
const STEPS_MS = [
  10,
  20,
  50,
  100,
  200,
  500,
  ...[1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800, 86_400].map((s) => s * SECOND),
];

/** Round times from 0 to the span, at most eight. */
export function timeTicks(spanMs: number): readonly { x: number; text: string }[] {
  const step = tickStepMs(spanMs);
  return Array.from({ length: Math.floor(spanMs / step) + 1 }, (_, i) => ({
    x: (i * step) / spanMs,
    text: timeText(i * step, step),
  }));
}

function tickStepMs(spanMs: number): number {
  const days = Math.ceil(spanMs / (7 * 86_400 * SECOND));
  return STEPS_MS.find((candidate) => spanMs / candidate <= 7) ?? days * 86_400 * SECOND;
}

function timeText(ms: number, stepMs: number): string {
  if (ms === 0) return '0';
  if (stepMs < SECOND) return `${Number((ms / SECOND).toFixed(2))} s`;
  if (stepMs < 60 * SECOND)
    return ms < 60 * SECOND
      ? `${ms / SECOND} s`
      : `${Math.floor(ms / 60_000)}:${String((ms / SECOND) % 60).padStart(2, '0')}`;
  if (stepMs < 3600 * SECOND) return `${ms / 60_000} min`;
  return `${ms / 3_600_000} h`;
}
