import { useEffect, useRef } from 'react';
import { useAccount } from '../api/index.ts';
import { whenLeft } from '../app/unsaved-guard.ts';
import type { Draft } from '../model/draft.ts';
import { forgetDraft, keepDraft, keptDraftKey } from '../model/kept-draft.ts';
import { useDesignerStore } from './designer-context.ts';

const PAUSE_MS = 300;

/**
 * Keeps the unsaved draft in this tab's storage, so that a reload, a crash or a lost session takes nothing away. It is
 * forgotten when it is saved and when the user leaves without saving. Another tab keeps its own.
 *
 * @param saved what the draft was drawn on; undefined for a workflow that was never saved
 */
export function useDraftKeeping(saved: { readonly id: string; readonly version: number } | undefined): void {
  const store = useDesignerStore();
  const key = keptDraftKey(useAccount(), saved?.id);
  const version = saved?.version;
  const lastKey = useRef(key);
  useEffect(() => {
    // A workflow that got its id just now: its draft moves along.
    if (lastKey.current !== key) forgetDraft(sessionStorage, lastKey.current);
    lastKey.current = key;
    let kept: Draft | undefined;
    let isLeft = false;
    let timer: number | undefined;
    const write = (): void => {
      window.clearTimeout(timer);
      const { draft, isDirty } = store.state();
      if (isLeft || draft === kept) return;
      kept = draft;
      if (isDirty) keepDraft(sessionStorage, key, { draft, version, keptAt: Date.now() });
      else forgetDraft(sessionStorage, key);
    };
    write();
    const unsubscribe = store.subscribe(() => {
      isLeft = false;
      window.clearTimeout(timer);
      // What was kept is not what is unsaved once a save has come through.
      if (!store.state().isDirty) kept = undefined;
      timer = window.setTimeout(write, PAUSE_MS);
    });
    const stop = whenLeft(() => {
      isLeft = true;
      forgetDraft(sessionStorage, key);
    });
    window.addEventListener('pagehide', write);
    return () => {
      write();
      unsubscribe();
      stop();
      window.removeEventListener('pagehide', write);
    };
  }, [store, key, version]);
}
