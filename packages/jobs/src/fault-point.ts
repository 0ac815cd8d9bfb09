/**
 * Every place where a crash test may kill the process. The names are pairs around the steps whose order durability
 * rests on; those beginning with `executor-` are passed in executor processes, all others in the server.
 */
export const FAULT_POINTS = [
  'before-commit',
  'after-commit',
  'before-claim',
  'after-claim',
  'before-child-start',
  'after-child-start',
  'before-flush',
  'after-flush',
  'before-rename',
  'after-rename',
  'before-result-commit',
  'after-result-commit',
  'executor-before-flush',
  'executor-after-flush',
] as const;

export type FaultPoint = (typeof FAULT_POINTS)[number];

const [armed, passing] = (process.env['ORRERY_FAULT'] ?? '').split('@');
let remaining = passing === undefined ? 1 : Number(passing);

/**
 * Ends this process with SIGKILL when the environment variable ORRERY_FAULT names this point: `after-rename` at its
 * first passing, `after-rename@3` at its third. Costs a string comparison otherwise.
 */
export function faultPoint(name: FaultPoint): void {
  if (name !== armed || --remaining > 0) return;
  process.kill(process.pid, 'SIGKILL');
  // The signal is pending: nothing after this point may happen.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}
