import { useMemo } from 'react';
import { useLocation, useSearch } from 'wouter';

/**
 * The state of a list, kept in the URL. A change goes back to the first page unless it names one; changes that come
 * with every key stroke replace the entry of the browser's history, others add one.
 */
export function useListUrl<S extends { readonly page: number }>(
  read: (parameters: URLSearchParams) => S,
  write: (state: S) => URLSearchParams,
): [S, (change: Partial<S>, options?: { readonly replace?: boolean }) => void] {
  const search = useSearch();
  const [path, navigate] = useLocation();
  const state = useMemo(() => read(new URLSearchParams(search)), [read, search]);
  const change = (part: Partial<S>, options: { readonly replace?: boolean } = {}): void => {
    const parameters = String(write({ ...state, page: 1, ...part }));
    navigate(parameters === '' ? path : `${path}?${parameters}`, options);
  };
  return [state, change];
}
