import type { JobStatusName } from '@orrery/contracts';
import { Ban, CircleCheck, CircleDashed, CircleX, Hand, LoaderCircle, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useT, type MessageKey } from '../i18n/index.ts';
import styles from './Badge.module.css';
import { classNames } from './class-names.ts';

export type Tone = 'neutral' | 'accent' | 'success' | 'warning' | 'danger' | 'info';

export interface BadgeProps {
  readonly tone?: Tone;
  readonly icon?: LucideIcon;
  readonly title?: string;
  readonly children: ReactNode;
  readonly className?: string;
}

export function Badge({ tone = 'neutral', icon: Icon, title, children, className }: BadgeProps) {
  return (
    <span className={classNames(styles['badge'], styles[tone], className)} title={title}>
      {Icon !== undefined && <Icon size={12} aria-hidden />}
      {children}
    </span>
  );
}

interface StatusLook {
  readonly tone: Tone;
  readonly icon: LucideIcon;
  readonly key: MessageKey;
  /** The CSS colour, for canvases and charts. */
  readonly color: string;
}

/** How a status is shown: never by colour alone. */
export const STATUS_LOOKS: Readonly<Record<JobStatusName, StatusLook>> = {
  Preparing: { tone: 'neutral', icon: CircleDashed, key: 'status.preparing', color: 'var(--status-preparing)' },
  Running: { tone: 'info', icon: LoaderCircle, key: 'status.running', color: 'var(--status-running)' },
  Success: { tone: 'success', icon: CircleCheck, key: 'status.success', color: 'var(--status-success)' },
  Failed: { tone: 'danger', icon: CircleX, key: 'status.failed', color: 'var(--status-failed)' },
  Interrupted: { tone: 'warning', icon: Ban, key: 'status.interrupted', color: 'var(--status-interrupted)' },
  Stopping: { tone: 'warning', icon: Hand, key: 'status.stopping', color: 'var(--status-stopping)' },
};

/** The status of a job or task as icon and word. */
export function StatusBadge({ status }: { readonly status: JobStatusName }) {
  const t = useT();
  const { tone, icon: Icon, key } = STATUS_LOOKS[status];
  return (
    <span className={classNames(styles['badge'], styles[tone])}>
      <Icon size={12} aria-hidden className={status === 'Running' ? styles['turning'] : undefined} />
      {t(key)}
    </span>
  );
}
