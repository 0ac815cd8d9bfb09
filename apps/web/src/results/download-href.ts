import type { ResultQuery } from '../model/result-query.ts';

/** Where the browser downloads a result from; it streams to disk, whatever its size. The cookie says who asks. */
export function downloadHref(
  jobId: number,
  task: string,
  format: 'csv' | 'parquet',
  { sort, filters }: ResultQuery,
): string {
  const query = new URLSearchParams({ format });
  if (sort.length > 0) query.set('sort', JSON.stringify(sort));
  if (filters.length > 0) query.set('filters', JSON.stringify(filters));
  return `/api/v1/jobs/${jobId}/tasks/${encodeURIComponent(task)}/result/download?${query}`;
}

/** Where the browser downloads the rows from that the graph refused, with the reasons. */
export function rejectedRowsHref(jobId: number, task: string): string {
  return `/api/v1/jobs/${jobId}/tasks/${encodeURIComponent(task)}/result/rejected`;
}
