import type { QueryTask } from '@orrery/contracts';
import { useEffect, useRef, type Ref } from 'react';
import { CopyPlus, Trash2 } from 'lucide-react';
import { useT } from '../../i18n/index.ts';
import { Button } from '../../ui/index.ts';
import { useDesigner, useDesignerStore } from '../designer-context.ts';
import { AlgorithmPanel } from './AlgorithmPanel.tsx';
import { FailureNote } from './FailureNote.tsx';
import styles from './Panel.module.css';
import { PanelHead } from './PanelHead.tsx';
import { QueryPanel } from './QueryPanel.tsx';
import { WorkflowPanel } from './WorkflowPanel.tsx';

export interface PanelProps {
  readonly ref: Ref<HTMLElement>;
  readonly isOpen: boolean;
  readonly onDuplicate: () => void;
  /** Escape: back to the canvas. */
  readonly onLeave: () => void;
}

/** Settings of what is selected: one component, several, or the workflow. */
export function Panel({ ref, isOpen, onDuplicate, onLeave }: PanelProps) {
  const t = useT();
  const store = useDesignerStore();
  const selected = useDesigner((state) => state.selectedTasks);
  const [only] = selected;
  const id = selected.size === 1 ? only : undefined;
  const task = useDesigner((state) => (id === undefined ? undefined : state.draft.tasks[id]));
  const body = useRef<HTMLDivElement>(null);
  useFaultJump(body);
  return (
    <aside
      ref={ref}
      className={styles['panel']}
      hidden={!isOpen}
      aria-label={t('designer.panel')}
      onBlur={() => store.seal()}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) onLeave();
      }}
    >
      <div ref={body} className={styles['body']}>
        {id !== undefined && task !== undefined ? (
          <>
            <PanelHead key={`head ${id}`} id={id} type={task.type} onDuplicate={onDuplicate} />
            <FailureNote id={id} />
            {task.type === 'Query' ? (
              <QueryPanel key={id} id={id} task={task as QueryTask} />
            ) : (
              <AlgorithmPanel key={id} id={id} task={task} />
            )}
          </>
        ) : selected.size > 1 ? (
          <section className={styles['section']}>
            <h2>{t('designer.selected', { count: selected.size })}</h2>
            <div className={styles['buttons']}>
              <Button icon={CopyPlus} onClick={onDuplicate}>
                {t('designer.duplicate')}
              </Button>
              <Button icon={Trash2} onClick={() => store.deleteSelection()}>
                {t('designer.delete')}
              </Button>
            </div>
          </section>
        ) : (
          <WorkflowPanel />
        )}
      </div>
    </aside>
  );
}

const FOCUSABLE = 'input, select, textarea, .cm-content, button, [tabindex]:not(.cm-scroller)';

/** Scrolls to the field that was asked for and gives it the focus. */
function useFaultJump(body: React.RefObject<HTMLElement | null>): void {
  const jump = useDesigner((state) => state.jump);
  useEffect(() => {
    if (jump === undefined) return;
    const element = fieldElement(body.current, jump.field);
    const fold = element?.closest('details');
    if (fold) fold.open = true;
    const control = element?.matches(FOCUSABLE)
      ? element
      : (element?.querySelector<HTMLElement>('[aria-invalid="true"]') ??
        // Beside the label may be another control, which says where the value comes from.
        element?.querySelector('label')?.control ??
        element?.querySelector<HTMLElement>(FOCUSABLE));
    element?.scrollIntoView({ block: 'center' });
    control?.focus({ preventScroll: true });
  }, [jump, body]);
}

/** The element of the longest part of a field's path that has one. */
function fieldElement(body: HTMLElement | null, field: readonly string[]): HTMLElement | undefined {
  for (let length = field.length; length >= 0; length--) {
    const path = field.slice(0, length).join('.');
    const found = body?.querySelector<HTMLElement>(`[data-field="${CSS.escape(path)}"]`);
    if (found) return found;
  }
  return undefined;
}
