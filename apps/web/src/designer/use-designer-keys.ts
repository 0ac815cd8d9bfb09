import { useEffect, useRef } from 'react';
import { neighbourInDirection, type Direction } from '../model/navigate.ts';
import type { SidePane } from '../model/side-panes.ts';
import { faultText, useT } from '../i18n/index.ts';
import { showToast } from '../ui/index.ts';
import { useDesignerStore } from './designer-context.ts';

export interface DesignerKeys {
  readonly isDialogOpen: boolean;
  readonly onSave: () => void;
  readonly onRun: () => void;
  readonly onSearch: () => void;
  readonly onTogglePane: (pane: SidePane) => void;
  readonly onDuplicate: () => void;
  readonly onArrange: () => void;
  readonly onFit: () => void;
  readonly onHelp: () => void;
  readonly onMoveTo: (id: string) => void;
}

const ARROWS: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
};

/**
 * The designer's keys and the clipboard, wherever the focus is on its page; fields keep theirs. Copy and paste go by
 * the browser's own events, which need no permission. @returns a ref for the designer's element
 */
export function useDesignerKeys(keys: DesignerKeys) {
  const t = useT();
  const store = useDesignerStore();
  const element = useRef<HTMLDivElement>(null);
  const latest = useRef(keys);
  latest.current = keys;

  useEffect(() => {
    const isOurs = (target: EventTarget | null) =>
      !latest.current.isDialogOpen &&
      target instanceof Node &&
      // After a navigation the page as a whole has the focus, which holds the designer.
      (target.contains(element.current) || element.current?.contains(target) === true);
    const isField = (target: EventTarget | null) =>
      target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'));

    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || !isOurs(event.target)) return;
      const action = actionOf(event, isField(event.target));
      if (action === undefined) return;
      event.preventDefault();
      action();
    };
    const actionOf = (event: KeyboardEvent, inField: boolean): (() => void) | undefined => {
      const { key, altKey, shiftKey } = event;
      const isMod = event.ctrlKey || event.metaKey;
      const lower = key.toLowerCase();
      if (isMod && !altKey) {
        if (lower === 's') return latest.current.onSave;
        if (inField) return undefined;
        if (lower === 'z') return () => (shiftKey ? store.redo() : store.undo());
        if (lower === 'y') return () => store.redo();
        if (lower === 'd') return latest.current.onDuplicate;
        if (lower === 'a') return () => store.selectAll();
        if (key === 'Enter') return latest.current.onRun;
        return undefined;
      }
      if (inField) return undefined;
      if (altKey || isMod) return undefined;
      if (key === '/') return latest.current.onSearch;
      if (key === '[') return () => latest.current.onTogglePane('library');
      if (key === ']') return () => latest.current.onTogglePane('panel');
      if (key === '?') return latest.current.onHelp;
      if (key === 'Delete' || key === 'Backspace') return () => store.deleteSelection();
      if (key === 'Escape') return () => store.select(new Set());
      if (lower === 'l') return latest.current.onArrange;
      if (lower === 'f') return latest.current.onFit;
      return undefined;
    };
    /** Before xyflow, which would move the component itself. */
    const onArrow = (event: KeyboardEvent) => {
      const direction = event.altKey ? ARROWS[event.key] : undefined;
      if (direction === undefined || !isOurs(event.target) || isField(event.target)) return;
      event.preventDefault();
      event.stopPropagation();
      moveFocus(direction);
    };
    const moveFocus = (direction: Direction) => {
      const { draft, selectedTasks } = store.state();
      const focused = document.activeElement?.closest<HTMLElement>('.react-flow__node')?.dataset['id'];
      const from = focused ?? [...selectedTasks][0];
      const next =
        from === undefined ? Object.keys(draft.tasks)[0] : neighbourInDirection(draft.layout ?? {}, from, direction);
      if (next === undefined) return;
      store.select(new Set([next]));
      latest.current.onMoveTo(next);
    };
    const onCopy = (event: ClipboardEvent) => {
      const hasText = window.getSelection()?.isCollapsed === false;
      if (!isOurs(event.target) || isField(event.target) || hasText) return;
      const text = store.copy();
      if (text === undefined) return;
      event.clipboardData?.setData('text/plain', text);
      event.preventDefault();
      const count = store.state().selectedTasks.size;
      if (event.type === 'cut') store.deleteSelection();
      showToast({ text: t('designer.copied', { count }), durationMs: 2500 });
    };
    const onPaste = (event: ClipboardEvent) => {
      if (!isOurs(event.target) || isField(event.target)) return;
      const text = event.clipboardData?.getData('text/plain') ?? '';
      if (text.trim() === '') return;
      event.preventDefault();
      const pasted = store.paste(text);
      if ('fault' in pasted) {
        showToast({
          text: t('designer.paste.refused'),
          ...(pasted.fault === undefined ? {} : { details: faultText(pasted.fault) }),
          tone: 'info',
        });
      }
    };
    document.addEventListener('keydown', onArrow, { capture: true });
    document.addEventListener('keydown', onKeyDown);
    document.addEventListener('copy', onCopy);
    document.addEventListener('cut', onCopy);
    document.addEventListener('paste', onPaste);
    return () => {
      document.removeEventListener('keydown', onArrow, { capture: true });
      document.removeEventListener('keydown', onKeyDown);
      document.removeEventListener('copy', onCopy);
      document.removeEventListener('cut', onCopy);
      document.removeEventListener('paste', onPaste);
    };
  }, [store, t]);
  return element;
}
