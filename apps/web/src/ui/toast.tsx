import { CircleAlert, CircleCheck, Info, X } from 'lucide-react';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import { createPortal } from 'react-dom';
import { errorText } from '../api/error-text.ts';
import { t as translate, useT } from '../i18n/index.ts';
import { Button } from './Button.tsx';
import { IconButton } from './IconButton.tsx';
import styles from './toast.module.css';
import { useTopDialog } from './top-dialog.ts';

export interface Toast {
  readonly text: string;
  readonly details?: string;
  readonly tone?: 'info' | 'success' | 'error';
  /** One button: undo, open. The toast goes when it was used. */
  readonly action?: { readonly label: string; readonly onSelect: () => void };
  /** Default 6 s; errors stay until they are dismissed. Infinity: stays. */
  readonly durationMs?: number;
}

interface Shown extends Toast {
  readonly id: number;
}

const MOST = 4;
let nextId = 1;
let shown: readonly Shown[] = [];
const listeners = new Set<() => void>();

function change(next: readonly Shown[]): void {
  shown = next;
  for (const listener of listeners) listener();
}

/** Shows a note at the lower edge. @returns removes it */
export function showToast(toast: Toast): () => void {
  const id = nextId++;
  change([...shown, { ...toast, id }].slice(-MOST));
  return () => change(shown.filter((other) => other.id !== id));
}

/** Shows what went wrong; for the onError of mutations. */
export function showErrorToast(error: unknown): void {
  const { title, text, faults } = errorText(error, translate);
  const list = faults.map(({ path, message }) => `${path}: ${message}`).join('\n');
  showToast({ text: title, details: [text, list].filter((part) => part !== '').join('\n'), tone: 'error' });
}

const ICONS = { info: Info, success: CircleCheck, error: CircleAlert };

/** Shows the toasts; once, in the shell. */
export function ToastHost() {
  const t = useT();
  const toasts = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => shown,
  );
  const dialog = useTopDialog();
  const host = useRef<HTMLElement>(null);
  useEffect(() => {
    const element = host.current;
    // A dialog that has just gone takes the host along until it is told.
    if (element === null || !element.isConnected) return;
    // Shown anew with each toast and dialog, it stands above all that was opened since.
    if (element.matches(':popover-open')) element.hidePopover();
    if (toasts.length > 0) element.showPopover();
  }, [toasts, dialog]);
  return createPortal(
    <section ref={host} popover="manual" aria-label={t('ui.notifications')} className={styles['host']}>
      <div className={styles['list']}>
        {toasts.map((toast) => (
          <ToastCard key={toast.id} toast={toast} onDismiss={() => change(shown.filter(({ id }) => id !== toast.id))} />
        ))}
      </div>
    </section>,
    // A modal dialog leaves nothing usable outside of it, not even what is shown above it.
    dialog ?? document.body,
  );
}

function ToastCard({ toast, onDismiss }: { readonly toast: Shown; readonly onDismiss: () => void }) {
  const t = useT();
  const { text, details, tone = 'info', action } = toast;
  const durationMs = toast.durationMs ?? (tone === 'error' ? Number.POSITIVE_INFINITY : 6000);
  const [isHeld, setHeld] = useState(false);
  const go = useRef(onDismiss);
  go.current = onDismiss;
  useEffect(() => {
    if (isHeld || !Number.isFinite(durationMs)) return undefined;
    const timer = window.setTimeout(() => go.current(), durationMs);
    return () => window.clearTimeout(timer);
  }, [isHeld, durationMs]);
  const Icon = ICONS[tone];
  return (
    <div
      className={styles['toast']}
      data-tone={tone}
      role={tone === 'error' ? 'alert' : 'status'}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <Icon size={16} aria-hidden className={styles['icon']} />
      <div className={styles['words']}>
        <p className={styles['text']}>{text}</p>
        {details !== undefined && details !== '' && <p className={styles['details']}>{details}</p>}
      </div>
      {action !== undefined && (
        <Button
          size="sm"
          variant="ghost"
          className={styles['action']}
          onClick={() => {
            onDismiss();
            action.onSelect();
          }}
        >
          {action.label}
        </Button>
      )}
      <IconButton icon={X} size="sm" label={t('ui.dismiss')} onClick={() => go.current()} />
    </div>
  );
}
