import { useCallback, useEffect, useLayoutEffect, useRef, type ReactNode, type RefObject } from 'react';
import { classNames } from './class-names.ts';
import styles from './Popover.module.css';

export interface PopoverProps {
  /** What it hangs on. */
  readonly anchor: RefObject<HTMLElement | null>;
  readonly onClose: () => void;
  readonly align?: 'start' | 'end';
  /** As wide as the anchor at least. */
  readonly isAsWide?: boolean;
  readonly role?: 'dialog' | 'listbox' | 'menu';
  readonly label?: string;
  readonly id?: string;
  readonly className?: string;
  readonly children: ReactNode;
  readonly onKeyDown?: React.KeyboardEventHandler<HTMLDivElement>;
}

const GAP_PX = 4;

/** A box above everything beside its anchor, inside the window; Escape and a click elsewhere close it. */
export function Popover(props: PopoverProps) {
  const { anchor, onClose, align = 'start', isAsWide = false, role, label, id, className, children, onKeyDown } = props;
  const box = useRef<HTMLDivElement>(null);
  const close = useRef(onClose);
  close.current = onClose;

  const place = useCallback(() => {
    const element = box.current;
    if (element === null) return;
    const rect = anchor.current?.getBoundingClientRect();
    if (rect === undefined) return;
    if (isAsWide) element.style.minWidth = `${rect.width}px`;
    const { width, height } = element.getBoundingClientRect();
    const left = align === 'end' ? rect.right - width : rect.left;
    const below = rect.bottom + GAP_PX;
    const above = rect.top - GAP_PX - height;
    const top = below + height > window.innerHeight - 8 && above > 8 ? above : below;
    element.style.left = `${Math.max(8, Math.min(left, window.innerWidth - width - 8))}px`;
    element.style.top = `${Math.max(8, Math.min(top, window.innerHeight - height - 8))}px`;
  }, [anchor, align, isAsWide]);

  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    element.showPopover();
    place();
    const observer = new ResizeObserver(place);
    observer.observe(element);
    window.addEventListener('resize', place);
    return () => {
      observer.disconnect();
      window.removeEventListener('resize', place);
    };
  }, [place]);

  useEffect(() => {
    const onPointerDown = (event: PointerEvent): void => {
      const target = event.target as Node;
      const isOwn = box.current?.contains(target) === true;
      const isAnchor = anchor.current?.contains(target) === true;
      if (!isOwn && !isAnchor) close.current();
    };
    window.addEventListener('pointerdown', onPointerDown, true);
    return () => window.removeEventListener('pointerdown', onPointerDown, true);
  }, [anchor]);

  return (
    <div
      ref={box}
      id={id}
      role={role}
      aria-label={label}
      popover="manual"
      className={classNames(styles['popover'], className)}
      onKeyDown={(event) => {
        onKeyDown?.(event);
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.preventDefault();
        event.stopPropagation();
        onClose();
        anchor.current?.focus();
      }}
    >
      {children}
    </div>
  );
}
