import { isFinal, jobStatusName, type JobStatus, type WorkflowDefinition } from '@orrery/contracts';
import type { JobItem, JobTask } from '@orrery/sdk';
import { Hourglass, TableProperties, TriangleAlert } from 'lucide-react';
import { Link, useSearchParams } from 'wouter';
import { formatBytes, formatDateTime, formatDuration, formatNumber, useT } from '../i18n/index.ts';
import { isNumeric, statisticText } from '../model/cell-text.ts';
import { elapsedMs } from '../model/elapsed-ms.ts';
import type { TaskLog } from '../model/job-state.ts';
import { columnsOfJob, edgeSource, isAboutVertices, labelColumns } from '../model/result-graph.ts';
import { waitCause } from '../model/task-wait.ts';
import { rejectedRowsHref } from '../results/download-href.ts';
import { useIdColumns } from '../results/use-id-columns.ts';
import { startDownload } from '../results/start-download.ts';
import { ResultViews, type ResultTab } from '../results/ResultViews.tsx';
import { EmptyState, StatusBadge, Tabs } from '../ui/index.ts';
import { designerLink } from './JobProblems.tsx';
import { JobLogs } from './JobLogs.tsx';
import styles from './JobPage.module.css';
import { waitText } from './wait-text.ts';

export interface TaskPanelProps {
  readonly job: JobItem;
  readonly task: JobTask;
  readonly tasks: readonly JobTask[];
  readonly logs: ReadonlyMap<string, TaskLog>;
  readonly definition: WorkflowDefinition | undefined;
  readonly nowMs: number;
}

const RESULT_TABS: readonly ResultTab[] = ['result', 'statistics', 'chart', 'communities', 'graph'];

/** One task of the job: its result in several views, its log, what there is to know of it. */
export function TaskPanel({ job, task, tasks, logs, definition, nowMs }: TaskPanelProps) {
  const t = useT();
  const [parameters, setParameters] = useSearchParams();
  const hasResult = task.result !== null;
  const rejected = Number(task.result?.statistics['rejectedRows'] ?? 0);
  const cause = waitCause(job, task, tasks, nowMs);
  const waits = cause === undefined ? undefined : waitText(t, cause);
  const isId = useIdColumns(definition);
  const own = labelColumns(task).length > 0;
  const offered = (tab: ResultTab): boolean =>
    (tab !== 'communities' || own) &&
    (tab !== 'chart' ||
      task.result === null ||
      task.result.columns.some(({ name, type }) => isNumeric(type) && !isId(task.key, name))) &&
    (tab !== 'graph' || (edgeSource(definition, task.key) !== undefined && isAboutVertices(task)));
  const tabs = [...RESULT_TABS.filter(offered), 'logs', 'overview'] as const;
  const fallback = hasResult || !isFinal(task.status as JobStatus) ? 'result' : 'overview';
  const tab = tabs.find((name) => name === parameters.get('tab')) ?? fallback;
  const choose = (next: string): void =>
    setParameters((old) => {
      const kept = new URLSearchParams(old);
      kept.set('tab', next);
      return kept;
    });
  const isResultTab = (name: string): name is ResultTab => RESULT_TABS.includes(name as ResultTab);
  return (
    <Tabs
      label={t('job.tabs')}
      className={styles['tabs'] ?? ''}
      panelClassName={styles['tabPanel']}
      value={tab}
      tabs={tabs.map((value) => ({ value, label: t(`job.tab.${value}`) }))}
      onChange={choose}
      aside={
        <span className={styles['taskName']}>
          <strong>{task.key}</strong>
          <StatusBadge status={jobStatusName(task.status as JobStatus)} />
        </span>
      }
    >
      {rejected === 0 ? null : (
        <p className={styles['notice']} role="status">
          <TriangleAlert size={16} aria-hidden />
          <span>{t('job.rejectedRows', { count: rejected })}</span>
          <a
            href={rejectedRowsHref(job.id, task.key)}
            download
            onClick={(event) => {
              event.preventDefault();
              void startDownload(rejectedRowsHref(job.id, task.key));
            }}
          >
            {t('job.rejectedRowsFile')}
          </a>
        </p>
      )}
      {tab === 'logs' ? <JobLogs logs={logs} task={task.key} isRunning={!isFinal(task.status as JobStatus)} /> : null}
      {tab === 'overview' ? <TaskOverview {...{ job, task, definition, nowMs, waits }} /> : null}
      {isResultTab(tab) ? (
        hasResult ? (
          <ResultViews
            tab={tab}
            job={job}
            task={task}
            definition={definition}
            communities={columnsOfJob(tasks, task.key, labelColumns)}
            tasks={tasks}
          />
        ) : (
          <EmptyState
            icon={isFinal(task.status as JobStatus) ? TableProperties : Hourglass}
            title={t('results.none')}
            text={
              task.reason ||
              waits ||
              t(isFinal(task.status as JobStatus) ? 'results.noneFailed' : 'results.noneRunning')
            }
          />
        )
      ) : null}
    </Tabs>
  );
}

interface TaskOverviewProps extends Omit<TaskPanelProps, 'tasks' | 'logs'> {
  /** Why the task has not begun. */
  readonly waits: string | undefined;
}

function TaskOverview({ job, task, definition, nowMs, waits }: TaskOverviewProps) {
  const t = useT();
  const elapsed = elapsedMs(task, nowMs);
  const facts: (readonly [string, React.ReactNode])[] = [
    [t('job.column.type'), definition?.tasks[task.key]?.type ?? task.taskType],
    [t('job.column.begin'), task.runBeginTime === null ? '–' : formatDateTime(task.runBeginTime)],
    [t('job.column.duration'), elapsed === undefined ? '–' : formatDuration(elapsed)],
    [t('job.attempts'), formatNumber(task.attempt)],
    [t('job.waitsFor'), task.dependsOn.length === 0 ? '–' : task.dependsOn.join(', ')],
  ];
  if (waits !== undefined) facts.push([t('job.wait'), waits]);
  if (task.result !== null) {
    facts.push(
      [t('job.column.rows'), formatNumber(task.result.rowCount)],
      [t('job.size'), formatBytes(task.result.sizeBytes)],
    );
    for (const [name, value] of Object.entries(task.result.statistics)) facts.push([name, statisticText(value)]);
  }
  return (
    <div className={styles['overview']}>
      {task.reason === '' ? null : (
        <p className={task.status === 3 ? styles['reason'] : styles['hint']}>
          {task.reason}{' '}
          {definition === undefined || task.status !== 3 ? null : (
            <Link href={designerLink(job, task, definition)}>{t('job.openField', { task: task.key })}</Link>
          )}
        </p>
      )}
      <table className={styles['facts']}>
        <tbody>
          {facts.map(([name, value]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
