import { createContext, useContext, useSyncExternalStore } from 'react';
import type { DesignerState, DesignerStore } from '../model/designer-store.ts';

export const DesignerContext = createContext<DesignerStore | undefined>(undefined);

export function useDesignerStore(): DesignerStore {
  const store = useContext(DesignerContext);
  if (store === undefined) throw new Error('useDesignerStore is for parts of the designer');
  return store;
}

/** A part of the designer's state; draws again when that part changes. `select` must give the same for the same state. */
export function useDesigner<T>(select: (state: DesignerState) => T): T {
  const store = useDesignerStore();
  return useSyncExternalStore(store.subscribe, () => select(store.state()));
}
