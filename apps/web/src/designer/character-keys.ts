import { useSyncExternalStore } from 'react';

const STORAGE_KEY = 'orrery.character-keys';
const listeners = new Set<() => void>();
let isOn = stored();

function stored(): boolean {
  try {
    return localStorage.getItem(STORAGE_KEY) !== 'off';
  } catch {
    return true;
  }
}

/** Whether keys of one character (`/`, `[`, `]`, `?`, L, F) do something in the designer; this browser remembers it. */
export function hasCharacterKeys(): boolean {
  return isOn;
}

export function setCharacterKeys(next: boolean): void {
  isOn = next;
  try {
    if (next) localStorage.removeItem(STORAGE_KEY);
    else localStorage.setItem(STORAGE_KEY, 'off');
  } catch {
    // Without storage the choice lasts as long as the page.
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useCharacterKeys(): boolean {
  return useSyncExternalStore(subscribe, hasCharacterKeys);
}
