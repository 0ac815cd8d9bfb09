import { useMemo } from 'react';
import { faultText, useLanguage } from '../../i18n/index.ts';
import { setField } from '../../model/commands.ts';
import { faultAt, type PlacedFault } from '../../model/faults.ts';
import { useDesigner, useDesignerStore } from '../designer-context.ts';

const NO_FAULTS: readonly PlacedFault[] = [];

/** Reading and editing of one task's fields. */
export interface TaskEdit {
  readonly id: string;
  /** Sets the field at a path of keys; edits of one field in a row are one step of undo. Undefined takes it away. */
  readonly set: (keys: readonly string[], value: unknown) => void;
  /** The first fault at a field or below, also the one that a job came upon. */
  readonly fault: (...keys: string[]) => string | undefined;
  /** What a job came upon at a field; undefined once the component was edited. */
  readonly failure: (...keys: string[]) => string | undefined;
}

export function useTaskEdit(id: string): TaskEdit {
  const store = useDesignerStore();
  const own = useDesigner((state) => state.faultsByTask.get(id)) ?? NO_FAULTS;
  const failure = useDesigner((state) => state.failure);
  const faults = useMemo(() => (failure?.task === id ? [...own, failure] : own), [own, failure, id]);
  const language = useLanguage();
  return useMemo(() => {
    const words = (fault: PlacedFault | undefined) => fault && faultText(fault);
    return {
      id,
      set: (keys, value) => store.edit((draft) => setField(draft, id, keys, value), `${id} ${keys.join(' ')}`),
      fault: (...keys) => words(faultAt(faults, ...keys)),
      failure: (...keys) => (failure?.task === id ? words(faultAt([failure], ...keys)) : undefined),
    };
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [store, id, faults, failure, language]);
}
