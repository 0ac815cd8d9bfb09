import { useSyncExternalStore } from 'react';

/** The modal dialogs that are open, the uppermost last. Everything outside of it is inert. */
let open: readonly HTMLElement[] = [];
const listeners = new Set<() => void>();

function change(next: readonly HTMLElement[]): void {
  open = next;
  for (const listener of listeners) listener();
}

/** Told by a dialog that opens. @returns to be called when it closes */
export function enterTopDialog(dialog: HTMLElement): () => void {
  change([...open, dialog]);
  return () => change(open.filter((other) => other !== dialog));
}

/** The uppermost modal dialog; undefined when none is open. What must stay usable above a dialog stands inside it. */
export function useTopDialog(): HTMLElement | undefined {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => open.at(-1),
  );
}
