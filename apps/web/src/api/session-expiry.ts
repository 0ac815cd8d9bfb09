import { useSyncExternalStore } from 'react';

/**
 * Whether the server has refused a call for want of a valid session. The app then asks for a sign-in over the page as
 * it is, so that nothing that was typed into it is lost.
 */
let isExpired = false;
const listeners = new Set<() => void>();

function change(value: boolean): void {
  if (isExpired === value) return;
  isExpired = value;
  for (const listener of listeners) listener();
}

export function reportExpiry(): void {
  change(true);
}

/** Somebody has signed in, or nobody was. */
export function forgetExpiry(): void {
  change(false);
}

export function useIsExpired(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => isExpired,
  );
}
