import { workerPool } from './runtime/worker-pool.ts';

/**
 * Ends all worker threads of analytics, also those of runs that have not ended, which then reject. Not needed for the
 * process to exit: idle threads do not hold it. A later run starts threads again.
 */
export function closeAnalytics(): Promise<void> {
  return workerPool.close();
}
