import { useSyncExternalStore } from 'react';

/** Whether the server answers at all. While it does not, it is asked again and again until it does. */
const HEALTH_PATH = '/api/v1/health';
const PAUSE_MS = 2000;

let isAway = false;
const listeners = new Set<() => void>();

function change(value: boolean): void {
  isAway = value;
  for (const listener of listeners) listener();
}

/** A call did not reach the server. */
export function reportAway(): void {
  if (isAway) return;
  change(true);
  const ask = (): void => {
    fetch(HEALTH_PATH).then(
      () => change(false),
      () => window.setTimeout(ask, PAUSE_MS),
    );
  };
  window.setTimeout(ask, PAUSE_MS);
}

export function useIsServerAway(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => isAway,
  );
}
