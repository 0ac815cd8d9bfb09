import { cloneElement, useEffect, useId, useRef, useState, type ReactElement, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import styles from './Tooltip.module.css';

export interface TooltipProps {
  readonly text: ReactNode;
  readonly shortcut?: string | undefined;
  /** One element that takes pointer and focus handlers. */
  readonly children: ReactElement<TriggerProps>;
}

interface TriggerProps {
  'aria-label'?: string | undefined;
  'aria-describedby'?: string | undefined;
  onPointerEnter?: ((event: never) => void) | undefined;
  onPointerLeave?: ((event: never) => void) | undefined;
  onFocus?: ((event: never) => void) | undefined;
  onBlur?: ((event: never) => void) | undefined;
  onPointerDown?: ((event: never) => void) | undefined;
}

const DELAY_MS = 450;
const GAP_PX = 6;

/** A short explanation that appears on hover after a moment, and at once on keyboard focus; Escape hides it. */
export function Tooltip({ text, shortcut, children }: TooltipProps) {
  const id = useId();
  const [anchor, setAnchor] = useState<DOMRect>();
  const timer = useRef<number>(undefined);

  const hide = (): void => {
    window.clearTimeout(timer.current);
    setAnchor(undefined);
  };
  const show = (element: Element): void => setAnchor(element.getBoundingClientRect());

  useEffect(() => {
    if (anchor === undefined) return undefined;
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') setAnchor(undefined);
    };
    const onScroll = (): void => setAnchor(undefined);
    window.addEventListener('keydown', onKey);
    window.addEventListener('scroll', onScroll, true);
    return () => {
      window.removeEventListener('keydown', onKey);
      window.removeEventListener('scroll', onScroll, true);
    };
  }, [anchor]);
  useEffect(() => () => window.clearTimeout(timer.current), []);

  const own = children.props;
  const isDescription = own['aria-label'] !== text;
  const trigger = cloneElement(children, {
    ...(isDescription && anchor !== undefined ? { 'aria-describedby': id } : {}),
    onPointerEnter: (event: never) => {
      own.onPointerEnter?.(event);
      const { currentTarget, pointerType } = event as React.PointerEvent;
      if (pointerType === 'touch') return;
      window.clearTimeout(timer.current);
      timer.current = window.setTimeout(() => show(currentTarget), DELAY_MS);
    },
    onPointerLeave: (event: never) => {
      own.onPointerLeave?.(event);
      hide();
    },
    onFocus: (event: never) => {
      own.onFocus?.(event);
      const { currentTarget } = event as React.FocusEvent;
      if (currentTarget.matches(':focus-visible')) show(currentTarget);
    },
    onBlur: (event: never) => {
      own.onBlur?.(event);
      hide();
    },
    onPointerDown: (event: never) => {
      own.onPointerDown?.(event);
      hide();
    },
  });
  return (
    <>
      {trigger}
      {anchor !== undefined && (
        <TooltipBox id={id} anchor={anchor}>
          {text}
          {shortcut !== undefined && <kbd className={styles['shortcut']}>{shortcut}</kbd>}
        </TooltipBox>
      )}
    </>
  );
}

function TooltipBox({ id, anchor, children }: { id: string; anchor: DOMRect; children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    // A popover stands in the top layer, above open dialogs.
    element.showPopover();
    const { width, height } = element.getBoundingClientRect();
    const left = anchor.left + anchor.width / 2 - width / 2;
    const below = anchor.bottom + GAP_PX;
    const top = below + height > window.innerHeight ? anchor.top - GAP_PX - height : below;
    element.style.left = `${Math.max(4, Math.min(left, window.innerWidth - width - 4))}px`;
    element.style.top = `${top}px`;
  }, [anchor]);
  return createPortal(
    <div ref={box} id={id} role="tooltip" popover="manual" className={styles['tooltip']}>
      {children}
    </div>,
    document.body,
  );
}
