/**
 * Where a crash test may kill a process that writes to a graph: around and inside of the transaction that a write is.
 * `graph-in-write` is passed once for every row, `graph-before-counts` once for every statement or load within the
 * transaction; `graph-between-pieces` between two transactions of a large INSERT, `graph-in-bulk` between the two directions
 * of the edges that are loaded, `graph-in-rebuild` and `graph-in-purge` in every step of theirs.
 */
export const GRAPH_FAULT_POINTS = [
  'graph-before-write',
  'graph-in-write',
  'graph-before-commit',
  'graph-after-commit',
  'graph-before-acknowledge',
  'graph-before-counts',
  'graph-in-catalog',
  'graph-between-pieces',
  'graph-in-bulk',
  'graph-in-rebuild',
  'graph-in-purge',
] as const;

export type GraphFaultPoint = (typeof GRAPH_FAULT_POINTS)[number];

const [armed, passing] = (process.env['ORRERY_FAULT'] ?? '').split('@');
let remaining = passing === undefined ? 1 : Number(passing);

/**
 * Ends this process with SIGKILL when the environment variable ORRERY_FAULT names this point: `graph-in-write` at its
 * first passing, `graph-in-write@3` at its third. Costs a string comparison otherwise.
 */
export function faultPoint(name: GraphFaultPoint): void {
  if (name !== armed || --remaining > 0) return;
  process.kill(process.pid, 'SIGKILL');
  // The signal is pending: nothing after this point may happen.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}
