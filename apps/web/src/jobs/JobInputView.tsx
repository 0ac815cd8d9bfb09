import { stringifyLossless } from '@orrery/contracts';
import { Inbox } from 'lucide-react';
import { useT } from '../i18n/index.ts';
import { EmptyState } from '../ui/index.ts';
import styles from './JobPage.module.css';

/** The parameters that the job was posted with; numbers keep their digits. */
export function JobInputView({ input }: { readonly input: unknown }) {
  const t = useT();
  const given = typeof input === 'object' && input !== null ? (input as Record<string, unknown>) : {};
  const rows = Object.entries(given).flatMap(([task, parameters]) =>
    Object.entries((parameters ?? {}) as Record<string, unknown>).map(([name, value]) => ({ task, name, value })),
  );
  if (rows.length === 0) return <EmptyState isCompact icon={Inbox} title={t('job.input.empty')} />;
  return (
    <table className={styles['facts']}>
      <caption>{t('job.input.title')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('job.column.task')}</th>
          <th scope="col">{t('job.input.parameter')}</th>
          <th scope="col">{t('job.input.value')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ task, name, value }) => (
          <tr key={`${task}.${name}`}>
            <th scope="row">{task}</th>
            <td>{name}</td>
            <td>
              <code>{stringifyLossless(value)}</code>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
