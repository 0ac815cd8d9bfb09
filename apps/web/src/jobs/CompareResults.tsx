import { useQuery } from '@tanstack/react-query';
import type { Job, JobTask } from '@orrery/sdk';
import { client } from '../api/index.ts';
import { useUrlParameter } from '../app/use-url-parameter.ts';
import { useT } from '../i18n/index.ts';
import { comparedRows, type Compared } from '../model/compare-jobs.ts';
import { ErrorState, LoadingState, Select } from '../ui/index.ts';
import styles from './CompareJobsPage.module.css';

/** Rows of each result that are compared. */
const HEAD_ROWS = 20;

interface CompareResultsProps {
  readonly a: Job;
  readonly b: Job;
  readonly tasks: readonly Compared<JobTask>[];
}

/** The first rows of a task's result in both jobs, beside each other, with the cells that differ marked. */
export function CompareResults({ a, b, tasks }: CompareResultsProps) {
  const t = useT();
  const choices = tasks.filter((task) => (task.a?.result ?? null) !== null || (task.b?.result ?? null) !== null);
  const [chosen, setChosen] = useUrlParameter('task', '');
  const task = choices.find(({ name }) => name === chosen) ?? choices.at(-1);
  const left = useHead(a, task?.a);
  const right = useHead(b, task?.b);
  const error = left.error ?? right.error;
  const rows = comparedRows(left.data?.rows ?? [], right.data?.rows ?? []);
  const different = rows.filter((row) => row.isDifferent.includes(true)).length;
  return (
    <section className={styles['section']}>
      <div className={styles['head']}>
        <h2>{t('compareJobs.results')}</h2>
        {task !== undefined && (
          <Select
            aria-label={t('compareJobs.resultsOf')}
            value={task.name}
            options={choices.map(({ name }) => ({ value: name, label: name }))}
            onChange={(event) => setChosen(event.target.value)}
          />
        )}
      </div>
      {task === undefined ? (
        <p className={styles['muted']}>{t('compareJobs.noResults')}</p>
      ) : error !== null ? (
        <ErrorState error={error} isCompact />
      ) : left.isLoading || right.isLoading ? (
        <LoadingState />
      ) : (
        <>
          <p className={styles['muted']} role="status">
            {different === 0
              ? t('compareJobs.equalRows', { count: rows.length })
              : t('compareJobs.differentRows', { different, count: rows.length })}
          </p>
          <div className={styles['results']}>
            <Head label={t('compareJobs.a')} columns={left.data?.columns} rows={rows} side="a" />
            <Head label={t('compareJobs.b')} columns={right.data?.columns} rows={rows} side="b" />
          </div>
        </>
      )}
    </section>
  );
}

function useHead(job: Job, task: JobTask | undefined) {
  const isThere = (task?.result ?? null) !== null;
  return useQuery({
    queryKey: ['job', job.id, 'head', task?.key ?? ''],
    queryFn: ({ signal }) => client.jobs.result(job.id, task!.key, { limit: HEAD_ROWS }, signal),
    enabled: isThere,
  });
}

interface HeadProps {
  readonly label: string;
  readonly columns: readonly { readonly name: string }[] | undefined;
  readonly rows: ReturnType<typeof comparedRows>;
  readonly side: 'a' | 'b';
}

function Head({ label, columns, rows, side }: HeadProps) {
  const t = useT();
  if (columns === undefined) return <p className={styles['muted']}>{t('compareJobs.noResult')}</p>;
  return (
    <div className={styles['frame']} tabIndex={0} role="region" aria-label={label}>
      <table className={styles['table']} aria-label={label}>
        <thead>
          <tr>
            {columns.map(({ name }) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            // Rows have no identity but their place.
            // oxlint-disable-next-line react/no-array-index-key
            <tr key={at}>
              {columns.map(({ name }, column) => (
                <td
                  key={name}
                  className={
                    row.isDifferent[column] === true ? `${styles['value']} ${styles['different']}` : styles['value']
                  }
                >
                  {cellText(row[side]?.[column])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function cellText(cell: unknown): string {
  if (cell === undefined) return '';
  if (cell === null) return 'null';
  return typeof cell === 'string' ? cell : JSON.stringify(cell);
}
