import { X } from 'lucide-react';
import { useEffect, useId, useRef, type ReactNode } from 'react';
import { useT } from '../i18n/index.ts';
import { classNames } from './class-names.ts';
import styles from './Dialog.module.css';
import { IconButton } from './IconButton.tsx';
import { enterTopDialog } from './top-dialog.ts';

export interface DialogProps {
  readonly title: ReactNode;
  /** Escape, the cross and a click beside it; unset for a dialog that must be answered. */
  readonly onClose?: (() => void) | undefined;
  readonly size?: 'sm' | 'md' | 'lg' | 'xl';
  /** Right-aligned buttons; the primary one last. */
  readonly footer?: ReactNode;
  readonly children?: ReactNode;
  readonly className?: string;
}

/**
 * A modal dialog, open as long as it is rendered: `{isOpen && <Dialog …/>}`. The browser keeps the focus inside, makes
 * the rest inert and gives the focus back. An element with `autoFocus` or `data-autofocus` gets the focus first.
 */
export function Dialog({ title, onClose, size = 'md', footer, children, className }: DialogProps) {
  const t = useT();
  const id = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const head = useRef<HTMLDivElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const pressedOutside = useRef(false);

  useEffect(() => {
    const element = dialog.current;
    if (element === null) return undefined;
    const before = document.activeElement;
    if (!element.open) element.showModal();
    const leave = enterTopDialog(element);
    const first = element.querySelector<HTMLElement>('[data-autofocus]');
    // Else the browser chooses the cross in the head, which is no way to begin.
    if (first !== null) first.focus();
    else if (head.current?.contains(document.activeElement)) heading.current?.focus();
    return () => {
      leave();
      element.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);

  return (
    <dialog
      ref={dialog}
      aria-labelledby={id}
      className={classNames(styles['dialog'], styles[size], className)}
      onCancel={(event) => {
        // A tablet's Back gesture, or a file chooser inside that was left; Escape is heard below.
        if (event.target !== event.currentTarget) return;
        event.preventDefault();
        onClose?.();
      }}
      onClose={(event) => {
        // The browser may close without asking. An open one was closed and shown again meanwhile.
        const element = event.currentTarget;
        if (event.target !== element || element.open) return;
        onClose?.();
        // One that must be answered, or that may not go yet, stands again.
        requestAnimationFrame(() => {
          if (element.isConnected && !element.open) element.showModal();
        });
      }}
      onKeyDown={(event) => {
        // Keys inside a dialog are its own: no shortcut of the page below hears them.
        event.stopPropagation();
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        event.preventDefault();
        onClose?.();
      }}
      onPointerDown={(event) => {
        pressedOutside.current = event.target === event.currentTarget;
      }}
      onClick={(event) => {
        if (event.target === event.currentTarget && pressedOutside.current) onClose?.();
      }}
    >
      <div className={styles['panel']}>
        <div className={styles['head']} ref={head}>
          <h2 id={id} ref={heading} tabIndex={-1}>
            {title}
          </h2>
          {onClose !== undefined && <IconButton icon={X} label={t('ui.close')} onClick={onClose} />}
        </div>
        {children !== undefined && <div className={styles['body']}>{children}</div>}
        {footer !== undefined && <div className={styles['footer']}>{footer}</div>}
      </div>
    </dialog>
  );
}
