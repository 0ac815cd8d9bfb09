import { formatBytes, type Translate } from '../i18n/index.ts';
import type { WaitCause } from '../model/task-wait.ts';

/** `waits for 2 of 4 threads`. */
export function waitText(t: Translate, cause: WaitCause): string {
  switch (cause.kind) {
    case 'tasks':
      return t('job.wait.tasks', { tasks: cause.keys.join(', ') });
    case 'retry':
      return t('job.wait.retry', { count: cause.seconds });
    case 'limit':
      return t('job.wait.limit', { count: cause.total });
    case 'threads':
      return t('job.wait.threads', { needs: cause.needs, count: cause.total });
    case 'memory':
      return t('job.wait.memory', { needs: formatBytes(cause.needs), total: formatBytes(cause.total) });
    default:
      return t(`job.wait.${cause.kind}`);
  }
}
