import { dependantsOf, taskDependencies } from '@orrery/workflow';
import { useMemo } from 'react';
import { useDesigner } from '../designer-context.ts';

/** Components that a task may read from: all that do not wait for it. */
export function useUpstream(id: string): readonly string[] {
  const tasks = useDesigner((state) => state.draft.tasks);
  return useMemo(() => {
    const behind = dependantsOf(taskDependencies({ tasks }), [id]);
    return Object.keys(tasks).filter((other) => other !== id && !behind.has(other));
  }, [tasks, id]);
}
