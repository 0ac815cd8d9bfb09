import type { JobItem, JobTask } from '@orrery/sdk';

/** Why a task that is Preparing has not begun, for people. */
export type WaitCause =
  | { readonly kind: 'job' | 'turn' | 'executor' }
  | { readonly kind: 'tasks'; readonly keys: readonly string[] }
  | { readonly kind: 'retry'; readonly seconds: number }
  | { readonly kind: 'limit'; readonly total: number }
  | { readonly kind: 'threads' | 'memory'; readonly needs: number; readonly total: number };

/**
 * Undefined for a task that has begun or ended, and where nothing is known. What it depends on is seen from the other
 * tasks, which are newer than what the server said when it last spoke of this one.
 */
export function waitCause(
  job: Pick<JobItem, 'status'>,
  { status, dependsOn, wait }: Pick<JobTask, 'status' | 'dependsOn' | 'wait'>,
  tasks: readonly Pick<JobTask, 'key' | 'status'>[],
  nowMs: number,
): WaitCause | undefined {
  if (status !== 0) return undefined;
  const isQueued = wait?.for === 'job' && job.status === 0;
  if (isQueued) return { kind: 'job' };
  // No set of them: this is asked for every task of a job at each tick, and few depend on many.
  const keys = dependsOn.filter((key) => !tasks.some((task) => task.key === key && task.status === 2));
  if (keys.length > 0) return { kind: 'tasks', keys };
  switch (wait?.for) {
    case 'retry':
      return { kind: 'retry', seconds: Math.max(0, Math.ceil(((wait.untilTime ?? nowMs) - nowMs) / 1000)) };
    case 'limit':
      return { kind: 'limit', total: wait.total ?? 0 };
    case 'threads':
    case 'memory':
      return { kind: wait.for, needs: wait.needs ?? 0, total: wait.total ?? 0 };
    case 'turn':
      return { kind: 'turn' };
    default:
      return { kind: 'executor' };
  }
}
