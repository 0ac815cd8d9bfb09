import { CircleAlert } from 'lucide-react';
import { Link } from 'wouter';
import { useT } from '../../i18n/index.ts';
import { useDesigner } from '../designer-context.ts';
import styles from './Panel.module.css';

/** Why the component failed in the job that one comes from. */
export function FailureNote({ id }: { readonly id: string }) {
  const t = useT();
  const failure = useDesigner((state) => (state.failure?.task === id ? state.failure : undefined));
  if (failure === undefined) return null;
  const { jobId, message } = failure;
  return (
    <div className={styles['failure']} role="alert">
      <CircleAlert size={16} aria-hidden />
      <p>
        <strong>{t('designer.failure', { id: String(jobId) })}</strong> {message}{' '}
        <Link href={`/jobs/${jobId}?task=${id}`}>{t('designer.failure.show')}</Link>
      </p>
    </div>
  );
}
