import { JOB_STATUS } from '@orrery/contracts';
import type { JobTask } from '@orrery/sdk';

const MIB = 1024 ** 2;
const mebibytes = (bytes: number | null): string => `${Math.ceil((bytes ?? 0) / MIB)} MiB`;

/** Why a task has not begun: `waits for 2 of 4 threads`; empty for one that has, and where nothing is known. */
export function waitText(
  { status, wait, dependsOn }: Pick<JobTask, 'status' | 'wait' | 'dependsOn'>,
  nowMs: number,
): string {
  if (status !== JOB_STATUS.Preparing || wait === null) return '';
  switch (wait.for) {
    case 'job':
      return 'waits for its job’s place in line';
    case 'tasks':
      return `waits for ${dependsOn.join(', ')}`;
    case 'retry':
      return `tried again in ${Math.max(0, Math.ceil(((wait.untilTime ?? nowMs) - nowMs) / 1_000))} s`;
    case 'limit':
      return `waits for a place: ${wait.total ?? 0} tasks may run at once`;
    case 'threads':
      return `waits for ${wait.needs ?? 0} of ${wait.total ?? 0} threads`;
    case 'memory':
      return `waits for ${mebibytes(wait.needs)} of ${mebibytes(wait.total)} of memory`;
    case 'turn':
      return 'waits for tasks that came earlier';
    case 'executor':
      return 'waits for a process that starts for it';
  }
}
