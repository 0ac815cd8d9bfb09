import { useEffect, useRef } from 'react';
import { designerCommand, type DesignerCommand, type KeyPlace } from '../model/designer-keys.ts';
import { neighbourInDirection, type Direction } from '../model/navigate.ts';
import type { SidePane } from '../model/side-panes.ts';
import { faultText, useT } from '../i18n/index.ts';
import { showToast } from '../ui/index.ts';
import { hasCharacterKeys } from './character-keys.ts';
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
 * The designer's keys and the clipboard; those without Ctrl only on the canvas, and fields keep theirs. Copy and paste go by
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

    const placeOf = (target: EventTarget | null): KeyPlace => {
      if (isField(target)) return 'field';
      if (!(target instanceof Element) || target.contains(element.current)) return 'canvas';
      const isControl = target.closest('button, a, [role="button"]:not(.react-flow__node, .react-flow__edge)') !== null;
      return !isControl && target.closest('.react-flow') !== null ? 'canvas' : 'control';
    };
    const commands: Readonly<Record<DesignerCommand, () => void>> = {
      save: () => latest.current.onSave(),
      undo: () => store.undo(),
      redo: () => store.redo(),
      duplicate: () => latest.current.onDuplicate(),
      selectAll: () => store.selectAll(),
      run: () => latest.current.onRun(),
      search: () => latest.current.onSearch(),
      toggleLibrary: () => latest.current.onTogglePane('library'),
      togglePanel: () => latest.current.onTogglePane('panel'),
      help: () => latest.current.onHelp(),
      delete: () => store.deleteSelection(),
      selectNothing: () => store.select(new Set()),
      arrange: () => latest.current.onArrange(),
      fit: () => latest.current.onFit(),
    };
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || !isOurs(event.target)) return;
      const command = designerCommand(event, placeOf(event.target), hasCharacterKeys());
      if (command === undefined) return;
      event.preventDefault();
      commands[command]();
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
