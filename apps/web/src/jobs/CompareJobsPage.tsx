import { useQuery } from '@tanstack/react-query';
import { jobStatusName, type JobStatus } from '@orrery/contracts';
import { OrreryError, type Job } from '@orrery/sdk';
import { ArrowLeftRight, GitCompare } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { Link, useLocation, useSearch } from 'wouter';
import { client, queryKeys } from '../api/index.ts';
import { formatDateTime, formatDuration, useT } from '../i18n/index.ts';
import { compareDefinitions } from '../model/compare-definitions.ts';
import { comparedInputs, comparedTasks, type Compared } from '../model/compare-jobs.ts';
import { elapsedMs } from '../model/elapsed-ms.ts';
import { countChanges } from '../model/text-diff.ts';
import {
  Button,
  EmptyState,
  ErrorState,
  Field,
  IconButton,
  Input,
  LoadingState,
  Page,
  StatusBadge,
} from '../ui/index.ts';
import { DiffTable } from '../workflows/DiffTable.tsx';
import { CompareResults } from './CompareResults.tsx';
import styles from './CompareJobsPage.module.css';

/** Two jobs side by side: `?a=107&b=108`. */
export default function CompareJobsPage() {
  const t = useT();
  const [path, navigate] = useLocation();
  const parameters = new URLSearchParams(useSearch());
  const [a, b] = [jobId(parameters.get('a')), jobId(parameters.get('b'))];
  const left = useSide(a);
  const right = useSide(b);
  const show = (first: string, second: string): void => navigate(`${path}?a=${first}&b=${second}`);
  const error = left.error ?? right.error;
  return (
    <Page title={t('compareJobs.title')} crumbs={[{ label: t('jobList.title'), href: '/jobs' }]}>
      <JobPicker a={a} b={b} onShow={show} />
      {a === undefined || b === undefined ? (
        <EmptyState icon={GitCompare} title={t('compareJobs.pickTitle')} text={t('compareJobs.pickText')} />
      ) : error !== null ? (
        <ErrorState
          error={error}
          title={t('compareJobs.failed')}
          onRetry={() => void Promise.all([left.refetch(), right.refetch()])}
        />
      ) : left.data === undefined || right.data === undefined ? (
        <LoadingState />
      ) : (
        <Comparison a={left.data} b={right.data} />
      )}
    </Page>
  );
}

function useSide(id: number | undefined) {
  return useQuery({
    queryKey: queryKeys.job(id ?? 0),
    queryFn: ({ signal }) => client.jobs.get(id!, signal),
    enabled: id !== undefined,
  });
}

function jobId(text: string | null): number | undefined {
  return text !== null && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : undefined;
}

interface JobPickerProps {
  readonly a: number | undefined;
  readonly b: number | undefined;
  readonly onShow: (a: string, b: string) => void;
}

function JobPicker({ a, b, onShow }: JobPickerProps) {
  const t = useT();
  const [first, setFirst] = useState(String(a ?? ''));
  const [second, setSecond] = useState(String(b ?? ''));
  const isReady = jobId(first) !== undefined && jobId(second) !== undefined;
  // Follows the address; the form itself stays, and with it the focus.
  useEffect(() => {
    setFirst(String(a ?? ''));
    setSecond(String(b ?? ''));
  }, [a, b]);
  return (
    <form
      className={styles['form']}
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) onShow(first, second);
      }}
    >
      <Field label={t('compareJobs.a')}>
        {(control) => (
          <Input
            {...control}
            inputMode="numeric"
            value={first}
            onChange={(event) => setFirst(event.target.value.trim())}
          />
        )}
      </Field>
      <IconButton
        icon={ArrowLeftRight}
        label={t('compareJobs.swap')}
        disabled={!isReady}
        onClick={() => onShow(second, first)}
      />
      <Field label={t('compareJobs.b')}>
        {(control) => (
          <Input
            {...control}
            inputMode="numeric"
            value={second}
            onChange={(event) => setSecond(event.target.value.trim())}
          />
        )}
      </Field>
      <Button type="submit" icon={GitCompare} disabled={!isReady}>
        {t('compareJobs.show')}
      </Button>
    </form>
  );
}

function Comparison({ a, b }: { readonly a: Job; readonly b: Job }) {
  const t = useT();
  const inputs = useMemo(() => comparedInputs(a, b), [a, b]);
  const tasks = useMemo(() => comparedTasks(a, b), [a, b]);
  return (
    <div className={styles['sections']}>
      <section className={styles['section']}>
        <h2>{t('compareJobs.overview')}</h2>
        <Overview a={a} b={b} />
      </section>
      <section className={styles['section']}>
        <h2>{t('compareJobs.parameters')}</h2>
        {inputs.length === 0 ? (
          <p className={styles['muted']}>{t('compareJobs.noParameters')}</p>
        ) : (
          <SideTable
            label={t('compareJobs.parameters')}
            head={t('compareJobs.property')}
            a={a}
            b={b}
            rows={inputs.map((row) => ({ ...row, a: value(row.a), b: value(row.b) }))}
          />
        )}
      </section>
      <section className={styles['section']}>
        <h2>{t('compareJobs.tasks')}</h2>
        <Tasks a={a} b={b} tasks={tasks} />
      </section>
      <section className={styles['section']}>
        <h2>{t('compareJobs.definition')}</h2>
        <Definitions a={a} b={b} />
      </section>
      <CompareResults a={a} b={b} tasks={tasks} />
    </div>
  );

  function value(text: string | undefined) {
    return text === undefined ? (
      <span className={styles['muted']}>{t('compareJobs.default')}</span>
    ) : (
      <span className={styles['value']}>{text}</span>
    );
  }
}

interface SideTableProps {
  readonly label: string;
  readonly head: string;
  readonly a: Job;
  readonly b: Job;
  readonly rows: readonly Compared<React.ReactNode>[];
}

function SideTable({ label, head, a, b, rows }: SideTableProps) {
  const t = useT();
  return (
    <div className={styles['frame']} tabIndex={0} role="region" aria-label={label}>
      <table className={`${styles['table']} ${styles['sides']}`} aria-label={label}>
        <thead>
          <tr>
            <th scope="col">{head}</th>
            {[a, b].map((job, at) => (
              <th key={at === 0 ? 'a' : 'b'} scope="col">
                {t(at === 0 ? 'compareJobs.a' : 'compareJobs.b')} · <Link href={`/jobs/${job.id}`}>{job.id}</Link>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.name} className={row.isDifferent ? styles['different'] : undefined}>
              <th scope="row">
                {row.name}
                {row.isDifferent && <span className="visually-hidden"> ({t('compareJobs.different')})</span>}
              </th>
              <td>{row.a}</td>
              <td>{row.b}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Overview({ a, b }: { readonly a: Job; readonly b: Job }) {
  const t = useT();
  const nowMs = Date.now();
  const duration = (job: Job): string => {
    const ms = elapsedMs(job, nowMs);
    return ms === undefined ? '–' : formatDuration(ms);
  };
  const workflow = (job: Job) => (
    <>
      <Link href={`/workflows/${job.workflowId}`}>{job.workflowName}</Link>{' '}
      <span className={styles['muted']}>{t('workflows.version', { version: job.workflowVersion })}</span>
    </>
  );
  const status = (job: Job) => <StatusBadge status={jobStatusName(job.status as JobStatus)} />;
  const row = (name: string, left: React.ReactNode, right: React.ReactNode, isDifferent: boolean) => ({
    name,
    a: left,
    b: right,
    isDifferent,
  });
  const isOtherVersion = a.workflowId !== b.workflowId || a.workflowVersion !== b.workflowVersion;
  return (
    <SideTable
      label={t('compareJobs.overview')}
      head={t('compareJobs.property')}
      a={a}
      b={b}
      rows={[
        row(t('compareJobs.workflow'), workflow(a), workflow(b), isOtherVersion),
        row(t('compareJobs.status'), status(a), status(b), a.status !== b.status),
        row(t('compareJobs.created'), formatDateTime(a.createTime), formatDateTime(b.createTime), false),
        row(t('compareJobs.duration'), duration(a), duration(b), false),
        ...(a.reason === '' && b.reason === ''
          ? []
          : [row(t('compareJobs.reason'), a.reason, b.reason, a.reason !== b.reason)]),
      ]}
    />
  );
}

function Tasks({
  a,
  b,
  tasks,
}: {
  readonly a: Job;
  readonly b: Job;
  readonly tasks: ReturnType<typeof comparedTasks>;
}) {
  const t = useT();
  const nowMs = Date.now();
  const cell = (task: Job['tasks'][number] | undefined) => {
    if (task === undefined) return <span className={styles['muted']}>{t('compareJobs.missing')}</span>;
    const ms = elapsedMs(task, nowMs);
    return (
      <>
        <StatusBadge status={jobStatusName(task.status as JobStatus)} />{' '}
        <span className={styles['muted']}>
          {[
            task.taskType,
            ms === undefined ? '' : formatDuration(ms),
            task.result === null ? '' : t('compareJobs.rowCount', { count: task.result.rowCount }),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
      </>
    );
  };
  return (
    <SideTable
      label={t('compareJobs.tasks')}
      head={t('compareJobs.task')}
      a={a}
      b={b}
      rows={tasks.map((row) => ({ ...row, a: cell(row.a), b: cell(row.b) }))}
    />
  );
}

function Definitions({ a, b }: { readonly a: Job; readonly b: Job }) {
  const t = useT();
  const left = useRan(a);
  const right = useRan(b);
  const rows = useMemo(
    () =>
      left.data === undefined || right.data === undefined
        ? undefined
        : compareDefinitions(left.data.definition, right.data.definition),
    [left.data, right.data],
  );
  const error = left.error ?? right.error;
  if (error instanceof OrreryError && error.httpStatus === 404) {
    return <p className={styles['muted']}>{t('compareJobs.definitionGone')}</p>;
  }
  if (error !== null) return <ErrorState error={error} isCompact />;
  if (rows === undefined) return <LoadingState />;
  const { changed, removed, added } = countChanges(rows);
  if (changed + removed + added === 0) return <p className={styles['muted']}>{t('compareJobs.sameDefinition')}</p>;
  return <DiffTable rows={rows} before={String(a.id)} after={String(b.id)} />;
}

/** The definition that a job ran. */
function useRan({ workflowId, workflowVersion }: Job) {
  return useQuery({
    queryKey: queryKeys.workflow(workflowId, workflowVersion),
    queryFn: () => client.workflows.get(workflowId, workflowVersion),
  });
}
