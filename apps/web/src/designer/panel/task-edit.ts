import { useMemo } from 'react';
import type { TaskDefinition } from '@orrery/contracts';
import { setField } from '../../model/commands.ts';
import { faultAt, type PlacedFault } from '../../model/faults.ts';
import { useDesigner, useDesignerStore } from '../designer-context.ts';

const NO_FAULTS: readonly PlacedFault[] = [];

/** Reading and editing of one task's fields. */
export interface TaskEdit {
  readonly id: string;
  /** Sets the field at a path of keys; edits of one field in a row are one step of undo. Undefined takes it away. */
  readonly set: (keys: readonly string[], value: unknown) => void;
  /** The first fault at a field or below. */
  readonly fault: (...keys: string[]) => string | undefined;
}

export function useTaskEdit(id: string): TaskEdit {
  const store = useDesignerStore();
  const faults = useDesigner((state) => state.faultsByTask.get(id)) ?? NO_FAULTS;
  return useMemo(
    () => ({
      id,
      set: (keys, value) => store.edit((draft) => setField(draft, id, keys, value), `${id} ${keys.join(' ')}`),
      fault: (...keys) => faultAt(faults, ...keys),
    }),
    [store, id, faults],
  );
}

export function useTask(id: string): TaskDefinition | undefined {
  return useDesigner((state) => state.draft.tasks[id]);
}
