import { useSyncExternalStore } from 'react';
import { storedText, storeText } from './stored-text.ts';

/** Which theme is wanted, and which one that means now. public/theme.js sets the first one before anything is painted. */
export type ThemeChoice = 'system' | 'light' | 'dark';
export type Theme = 'light' | 'dark';

const STORAGE_KEY = 'orrery.theme';
const listeners = new Set<() => void>();
const systemDark = window.matchMedia('(prefers-color-scheme: dark)');

function storedChoice(): ThemeChoice {
  const stored = storedText(STORAGE_KEY);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

let choice = storedChoice();

function resolved(): Theme {
  if (choice !== 'system') return choice;
  return systemDark.matches ? 'dark' : 'light';
}

function apply(): void {
  document.documentElement.dataset['theme'] = resolved();
  for (const listener of listeners) listener();
}

systemDark.addEventListener('change', apply);

export function setThemeChoice(next: ThemeChoice): void {
  choice = next;
  storeText(STORAGE_KEY, next === 'system' ? undefined : next);
  apply();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useThemeChoice(): ThemeChoice {
  return useSyncExternalStore(subscribe, () => choice);
}

/** The theme in force, for what is drawn without CSS (sigma, canvas). */
export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, resolved);
}
