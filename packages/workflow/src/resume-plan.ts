import { stringifyLossless } from '@orrery/contracts';
import type { PlannedTask } from './plan-job.ts';
import { dependantsOf } from './task-graph.ts';

/**
 * The tasks whose results a resumed job can take over: they succeeded, would run the same spec again, and so did and
 * would everything they waited for. `redo` names tasks that are to run again all the same, with what waits for them.
 */
export function reusableTasks(
  previous: readonly PlannedTask[],
  succeeded: ReadonlySet<string>,
  next: readonly PlannedTask[],
  redo: Iterable<string> = [],
): string[] {
  const before = new Map(previous.map((task) => [task.key, task]));
  const again = new Set<string>(redo);
  for (const task of next) {
    const old = before.get(task.key);
    if (old === undefined || !succeeded.has(task.key) || !sameWork(old, task)) again.add(task.key);
  }
  const dependencies = new Map(next.map((task) => [task.key, task.dependsOn]));
  const affected = dependantsOf(dependencies, again);
  return next.map((task) => task.key).filter((key) => !again.has(key) && !affected.has(key));
}

/** Attempts and timeouts may differ: they don't change the result. */
function sameWork(a: PlannedTask, b: PlannedTask): boolean {
  return (
    a.taskType === b.taskType &&
    canonical(a.spec) === canonical(b.spec) &&
    canonical(a.dependsOn) === canonical(b.dependsOn)
  );
}

function canonical(value: unknown): string {
  return stringifyLossless(sorted(value));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}
