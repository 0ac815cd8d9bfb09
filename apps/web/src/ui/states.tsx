import { CircleAlert, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { errorText } from '../api/error-text.ts';
import { useT } from '../i18n/index.ts';
import { Button } from './Button.tsx';
import { classNames } from './class-names.ts';
import { Spinner } from './Spinner.tsx';
import styles from './states.module.css';

export interface EmptyStateProps {
  readonly icon: LucideIcon;
  readonly title: ReactNode;
  readonly text?: ReactNode;
  readonly actions?: ReactNode;
  /** Without much room: inside panels and cards. */
  readonly isCompact?: boolean;
}

/** What stands where there is nothing yet: why, and how to change that. */
export function EmptyState({ icon: Icon, title, text, actions, isCompact = false }: EmptyStateProps) {
  return (
    <div className={classNames(styles['state'], isCompact && styles['compact'])}>
      <Icon size={isCompact ? 20 : 32} strokeWidth={1.5} aria-hidden className={styles['icon']} />
      <StateTitle isCompact={isCompact}>{title}</StateTitle>
      {text !== undefined && <p className={styles['text']}>{text}</p>}
      {actions !== undefined && <div className={styles['actions']}>{actions}</div>}
    </div>
  );
}

export interface ErrorStateProps {
  readonly error: unknown;
  readonly title?: string;
  readonly onRetry?: (() => void) | undefined;
  readonly actions?: ReactNode;
  readonly isCompact?: boolean;
}

/** What stands where something could not be loaded: what went wrong, in words, and a way to try again. */
export function ErrorState({ error, title, onRetry, actions, isCompact = false }: ErrorStateProps) {
  const t = useT();
  const { title: kind, text, faults } = errorText(error, t);
  return (
    <div className={classNames(styles['state'], isCompact && styles['compact'])} role="alert">
      <CircleAlert size={isCompact ? 20 : 32} strokeWidth={1.5} aria-hidden className={styles['errorIcon']} />
      <StateTitle isCompact={isCompact}>{title ?? kind}</StateTitle>
      {text !== '' && <p className={styles['text']}>{text}</p>}
      {faults.length > 0 && (
        <ul className={styles['faults']}>
          {faults.map(({ path, message }) => (
            <li key={`${path} ${message}`}>
              <code>{path}</code> {message}
            </li>
          ))}
        </ul>
      )}
      {(onRetry !== undefined || actions !== undefined) && (
        <div className={styles['actions']}>
          {onRetry !== undefined && <Button onClick={onRetry}>{t('ui.retry')}</Button>}
          {actions}
        </div>
      )}
    </div>
  );
}

/** A heading where it stands for a page's content, which then may have headings below it. */
function StateTitle({ isCompact, children }: { readonly isCompact: boolean; readonly children: ReactNode }) {
  if (isCompact) return <p className={styles['title']}>{children}</p>;
  if (typeof children === 'string') return <h2 className={styles['title']}>{children}</h2>;
  return <div className={styles['title']}>{children}</div>;
}

/** A page that is on its way. */
export function LoadingState({ label }: { readonly label?: string }) {
  const t = useT();
  return (
    <div className={styles['loading']} role="status">
      <Spinner size={20} />
      <span className={label === undefined ? 'visually-hidden' : undefined}>{label ?? t('app.loading')}</span>
    </div>
  );
}

/** A grey bar in the place and size of what is coming. */
export function Skeleton({
  width = '100%',
  height = 16,
}: {
  readonly width?: number | string;
  readonly height?: number | string;
}) {
  return <span aria-hidden className={styles['skeleton']} style={{ width, height }} />;
}
