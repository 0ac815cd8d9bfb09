import { useEffect } from 'react';
import type { AroundNavHandler } from 'wouter';
import { t } from '../i18n/index.ts';
import { confirm } from '../ui/index.ts';

/** How many parts of the page hold changes that are not saved. */
let dirtyCount = 0;
const leaving = new Set<() => void>();

/** As far as the Navigation API reaches into the back button. */
interface NavigateEvent extends Event {
  readonly navigationType: 'push' | 'replace' | 'reload' | 'traverse';
  readonly destination: { readonly url: string; readonly key: string };
}
interface Navigation extends EventTarget {
  traverseTo(key: string): unknown;
}

/**
 * Asks before the page is left while `isDirty`: on links, on back and forward (where the browser has the Navigation
 * API), and, in the browser's own words, when the tab is closed. What stays on the same path passes: query parameters
 * are a page's own state.
 */
export function useUnsavedGuard(isDirty: boolean): void {
  useEffect(() => {
    if (!isDirty) return undefined;
    dirtyCount += 1;
    const onBeforeUnload = (event: BeforeUnloadEvent): void => event.preventDefault();
    window.addEventListener('beforeunload', onBeforeUnload);
    const navigation = (window as { navigation?: Navigation }).navigation;
    const onNavigate = (event: Event): void => {
      const { navigationType, destination, cancelable } = event as NavigateEvent;
      if (navigationType !== 'traverse' || !cancelable || pathOf(destination.url) === location.pathname) return;
      event.preventDefault();
      void mayLeave().then((yes) => {
        if (!yes) return;
        navigation?.removeEventListener('navigate', onNavigate);
        navigation?.traverseTo(destination.key);
      });
    };
    navigation?.addEventListener('navigate', onNavigate);
    return () => {
      dirtyCount -= 1;
      window.removeEventListener('beforeunload', onBeforeUnload);
      navigation?.removeEventListener('navigate', onNavigate);
    };
  }, [isDirty]);
}

function pathOf(url: string): string {
  return new URL(url, location.href).pathname;
}

/** Calls back when the user has agreed to lose the changes. @returns stops that */
export function whenLeft(listener: () => void): () => void {
  leaving.add(listener);
  return () => leaving.delete(listener);
}

/** The changes are lost, as the user wants it. */
export function leaveUnsaved(): void {
  for (const listener of leaving) listener();
}

/** Asks whether changes may be lost; true at once when there are none. */
export async function mayLeave(): Promise<boolean> {
  if (dirtyCount === 0) return true;
  const mayLose = await confirm({
    title: t('app.unsaved.title'),
    text: t('app.unsaved.text'),
    confirm: t('app.unsaved.leave'),
    cancel: t('app.unsaved.stay'),
    isDangerous: true,
  });
  if (mayLose) leaveUnsaved();
  return mayLose;
}

/** Stands before every navigation of the router; `state: { isSaved: true }` passes a page that has just been saved. */
export const guardedNavigation: AroundNavHandler = (navigate, to, options) => {
  const isSaved = (options?.state as { isSaved?: boolean } | undefined)?.isSaved === true;
  if (dirtyCount === 0 || isSaved || pathOf(to) === location.pathname) {
    navigate(to, options);
    return;
  }
  void mayLeave().then((yes) => {
    if (yes) navigate(to, options);
  });
};
