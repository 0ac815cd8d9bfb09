import { useEffect, useState } from 'react';
import { useQueries } from '@tanstack/react-query';
import { client } from '../api/client.ts';
import type { Cell } from '../model/cell-text.ts';
import type { ResultQuery } from '../model/result-query.ts';

export const PAGE_ROWS = 200;
/** Pages that were scrolled past are let go of after this time, which bounds what the page holds. */
const KEPT_MS = 20_000;
const SETTLE_MS = 60;

export interface ResultPages {
  /** Rows that meet the filters; undefined until the first page is there. */
  readonly total: number | undefined;
  readonly row: (index: number) => readonly Cell[] | undefined;
  readonly error: unknown;
  readonly isLoading: boolean;
  readonly retry: () => void;
}

/** The given pages of a result, read when they are asked for for longer than a fast scroll passes them. */
export function useResultPages(
  jobId: number,
  task: string,
  { sort, filters }: ResultQuery,
  wanted: readonly number[],
): ResultPages {
  const settled = useSettled(wanted);
  const queries = useQueries({
    queries: settled.map((page) => ({
      queryKey: ['result', jobId, task, sort, filters, page],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        client.jobs.result(jobId, task, { sort, filters, offset: page * PAGE_ROWS, limit: PAGE_ROWS }, signal),
      staleTime: Infinity,
      gcTime: KEPT_MS,
      retry: 1,
    })),
  });
  const byPage = new Map(settled.map((page, index) => [page, queries[index]?.data?.rows]));
  const failed = queries.find((query) => query.isError);
  return {
    total: queries.find((query) => query.data !== undefined)?.data?.total,
    row: (index) => byPage.get(Math.floor(index / PAGE_ROWS))?.[index % PAGE_ROWS],
    error: failed?.error,
    isLoading: queries.some((query) => query.isLoading),
    retry: () => void failed?.refetch(),
  };
}

function useSettled(wanted: readonly number[]): readonly number[] {
  const [settled, setSettled] = useState(wanted);
  const text = wanted.join();
  useEffect(() => {
    const timer = setTimeout(() => setSettled(wanted), SETTLE_MS);
    return () => clearTimeout(timer);
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [text]);
  return settled;
}
