import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useSearch } from 'wouter';
import { client, queryKeys } from '../api/index.ts';
import { useDesignerStore } from './designer-context.ts';

/**
 * `?task=query_1&field=params.x&job=107`: shows the component with the focus in that field, and why the task failed in
 * that job.
 */
export function useFailureInUrl(): void {
  const store = useDesignerStore();
  const parameters = new URLSearchParams(useSearch());
  const task = parameters.get('task') ?? undefined;
  const path = parameters.get('field') ?? '';
  const jobId = Number(parameters.get('job') ?? Number.NaN);
  const job = useQuery({
    queryKey: queryKeys.job(jobId),
    queryFn: () => client.jobs.get(jobId),
    enabled: Number.isSafeInteger(jobId) && jobId > 0,
  });
  useEffect(() => {
    if (task === undefined) return undefined;
    // After the frame in which the page as a whole takes the focus.
    const frame = requestAnimationFrame(() => store.jumpTo(task, fieldOf(path)));
    return () => cancelAnimationFrame(frame);
  }, [store, task, path]);
  const failed = job.data?.tasks.find(({ key, status }) => key === task && status === 3);
  const message = failed?.reason;
  useEffect(() => {
    if (task === undefined || message === undefined) return;
    store.showFailure({ path: `tasks.${task}.${path}`, task, field: fieldOf(path), message, jobId });
  }, [store, task, path, message, jobId]);
}

function fieldOf(path: string): string[] {
  return path === '' ? [] : path.split('.');
}
