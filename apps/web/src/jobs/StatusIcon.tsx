import { jobStatusName, type JobStatus } from '@orrery/contracts';
import { useT } from '../i18n/index.ts';
import { STATUS_LOOKS } from '../ui/index.ts';
import styles from './StatusIcon.module.css';

/** A status as a coloured sign, for where its word stands beside it or has no room. */
export function StatusIcon({ status }: { readonly status: number }) {
  const t = useT();
  const { icon: Icon, color, key } = STATUS_LOOKS[jobStatusName(status as JobStatus)];
  return (
    <span className={styles['status']} style={{ color }}>
      <Icon size={16} aria-hidden className={status === 1 ? styles['turning'] : undefined} />
      <span className="visually-hidden">{t(key)}</span>
    </span>
  );
}
