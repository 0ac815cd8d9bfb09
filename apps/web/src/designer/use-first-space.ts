import { useCallback, useEffect, useRef } from 'react';
import { useSpaces } from '../api/index.ts';
import type { Position } from '../model/draft.ts';
import { useDesignerStore } from './designer-context.ts';

/**
 * Adds a query in the space of the last one, else in the graph's first. The component is there at once; the graph may
 * be slow to say its spaces, or away: then the query gets the first as soon as they are known.
 * @returns adds a query, at a place when one is given; its id
 */
export function useFirstSpace(): (at?: Position) => string {
  const store = useDesignerStore();
  const first = useSpaces().data?.[0];
  const waiting = useRef(new Set<string>());
  useEffect(() => {
    if (first === undefined) return;
    for (const id of waiting.current) store.fillSpace(id, first);
    waiting.current.clear();
  }, [first, store]);
  return useCallback(
    (at) => {
      const known = Object.values(store.state().draft.tasks).flatMap((task) => ('space' in task ? [task.space] : []));
      const space = known.findLast((name) => name !== '') ?? first ?? '';
      const id = store.add('Query', space, at);
      if (space === '') waiting.current.add(id);
      return id;
    },
    [first, store],
  );
}
