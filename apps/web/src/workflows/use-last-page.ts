import { useEffect, useRef } from 'react';

/** Leaves a page of a list that is empty, because of a deletion or an old link, for the last one that is not. */
export function useLastPage(
  { page, pageSize }: { readonly page: number; readonly pageSize: number },
  total: number | undefined,
  change: (part: { page: number }, options: { readonly replace: true }) => void,
): void {
  const leave = useRef(change);
  leave.current = change;
  const last = total === undefined ? undefined : Math.max(1, Math.ceil(total / pageSize));
  useEffect(() => {
    if (last !== undefined && page > last) leave.current({ page: last }, { replace: true });
  }, [last, page]);
}
