import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Query } from '@orrery/sdk';
import { client } from '../api/index.ts';

/** Statistics of a column; results never change, so they are asked for once. */
export function useStatistics(jobId: number, task: string, query: Query<'resultStatistics'>, isEnabled = true) {
  return useQuery({
    queryKey: ['statistics', jobId, task, query],
    queryFn: () => client.jobs.statistics(jobId, task, query),
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
    enabled: isEnabled,
  });
}
