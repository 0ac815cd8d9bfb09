import { useCallback, useEffect } from 'react';
import { useSpaces } from '../api/index.ts';
import type { Position } from '../model/draft.ts';
import { useDesigner, useDesignerStore } from './designer-context.ts';

/**
 * Adds a query in the space of the last one, else in the graph's first. The component is there at once; the graph may
 * be slow to say its spaces, or away: queries without a space get the first as soon as it is known, also those that an
 * undo, a rename or a kept draft has brought.
 * @returns adds a query, at a place when one is given; its id
 */
export function useFirstSpace(): (at?: Position) => string {
  const store = useDesignerStore();
  const first = useSpaces().data?.[0];
  const waiting = useDesigner(({ draft }) => JSON.stringify(withoutSpace(draft.tasks)));
  useEffect(() => {
    if (first === undefined) return;
    for (const id of JSON.parse(waiting) as string[]) store.fillSpace(id, first);
  }, [first, waiting, store]);
  return useCallback(
    (at) => {
      const known = Object.values(store.state().draft.tasks).flatMap((task) => ('space' in task ? [task.space] : []));
      return store.add('Query', known.findLast((name) => name !== '') ?? first ?? '', at);
    },
    [first, store],
  );
}

function withoutSpace(tasks: Readonly<Record<string, object>>): string[] {
  return Object.entries(tasks).flatMap(([id, task]) => ('space' in task && task.space === '' ? [id] : []));
}
