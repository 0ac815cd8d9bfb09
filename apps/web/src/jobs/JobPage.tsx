import { lazy, Suspense, useCallback, useState } from 'react';
import { isFinal, jobStatusName, type JobStatus } from '@orrery/contracts';
import { OrreryError } from '@orrery/sdk';
import {
  CircleStop,
  EllipsisVertical,
  PanelTopClose,
  PanelTopOpen,
  RefreshCcw,
  RotateCw,
  SlidersHorizontal,
  Trash2,
  X,
} from 'lucide-react';
import { Link, useSearchParams } from 'wouter';
import { rerunJob, useWorkflow } from '../api/index.ts';
import { formatDateTime, formatDuration, useT } from '../i18n/index.ts';
import { elapsedMs } from '../model/elapsed-ms.ts';
import { jobCounts } from '../model/job-state.ts';
import {
  Button,
  EmptyState,
  ErrorState,
  IconButton,
  LinkButton,
  LoadingState,
  Menu,
  Page,
  StatusBadge,
  Tabs,
} from '../ui/index.ts';
import { CanvasResizer } from './CanvasResizer.tsx';
import { JobInputView } from './JobInputView.tsx';
import { JobLogs } from './JobLogs.tsx';
import { JobProblems } from './JobProblems.tsx';
import styles from './JobPage.module.css';
import { JobTimeline } from './JobTimeline.tsx';
import { RunDialog } from '../workflows/RunDialog.tsx';
import { TaskPanel } from './TaskPanel.tsx';
import { useCanvasPane } from './use-canvas-pane.ts';
import { useFollowedJob, type FollowedJob } from './use-followed-job.ts';
import { useJobActions } from './use-job-actions.ts';
import { useNow } from './use-now.ts';

const JobCanvas = lazy(async () => ({ default: (await import('./JobCanvas.tsx')).JobCanvas }));

const JOB_TABS = ['timeline', 'logs', 'input'] as const;

/** `/jobs/:id?task=&tab=`: a job as it runs and what came out. */
export function JobPage({ id }: { readonly id: number }) {
  const t = useT();
  const followed = useFollowedJob(id);
  const title = t('job.title', { id: String(id) });
  const crumbs = [{ label: t('job.allJobs'), href: '/jobs' }];
  if (followed.connection === 'refused') {
    const isGone = followed.error instanceof OrreryError && followed.error.name === 'ErrNotFound';
    return (
      <Page title={title} crumbs={crumbs}>
        {isGone ? (
          <EmptyState
            icon={X}
            title={t('job.notFound', { id: String(id) })}
            text={t('job.notFoundText')}
            actions={<LinkButton href="/jobs">{t('job.allJobs')}</LinkButton>}
          />
        ) : (
          <ErrorState error={followed.error} onRetry={followed.reconnect} />
        )}
      </Page>
    );
  }
  if (followed.state.job === undefined) {
    return (
      <Page title={title} crumbs={crumbs}>
        <LoadingState label={t('job.loading')} />
      </Page>
    );
  }
  return <KnownJob followed={followed} />;
}

function KnownJob({ followed }: { readonly followed: FollowedJob }) {
  const t = useT();
  const { state, input, connection, reconnect } = followed;
  const job = state.job!;
  const tasks = [...state.tasks.values()];
  const status = job.status as JobStatus;
  const hasEnded = isFinal(status);
  const nowMs = useNow(!hasEnded);
  const [parameters, setParameters] = useSearchParams();
  const [isFormOpen, setFormOpen] = useState(false);
  const canvas = useCanvasPane();
  const workflow = useWorkflow(job.workflowId, job.workflowVersion);
  const definition = workflow.data?.definition;
  const newest = useWorkflow(job.workflowId).data?.version ?? job.workflowVersion;
  const isChanged = newest > job.workflowVersion;
  const actions = useJobActions(job);
  const task = state.tasks.get(parameters.get('task') ?? '');
  const tab = JOB_TABS.find((name) => name === parameters.get('tab')) ?? 'timeline';
  const counts = jobCounts(state);
  const elapsed = elapsedMs(job, nowMs);
  const select = useCallback(
    (key: string | undefined, nextTab?: string) => {
      // The address itself: one click may tell of a selection twice, and each would be a step of the way back.
      const shown = new URLSearchParams(window.location.search);
      if (key === (shown.get('task') ?? undefined) && (nextTab === undefined || nextTab === shown.get('tab'))) return;
      const next = new URLSearchParams();
      if (key !== undefined) next.set('task', key);
      if (nextTab !== undefined) next.set('tab', nextTab);
      setParameters(next);
    },
    [setParameters],
  );
  return (
    <Page
      layout="full"
      title={job.name}
      documentTitle={`${t('job.title', { id: String(job.id) })} · ${job.workflowName}`}
      crumbs={[{ label: t('job.allJobs'), href: '/jobs' }]}
      aside={
        <>
          <StatusBadge status={jobStatusName(status)} />
          <span className={styles['elapsed']} aria-label={t('job.elapsed')}>
            {elapsed === undefined ? '' : formatDuration(elapsed)}
          </span>
        </>
      }
      actions={
        <>
          {hasEnded ? null : (
            <Button
              icon={CircleStop}
              disabled={status === 5}
              isBusy={actions.isBusy}
              onClick={() => void actions.cancel()}
            >
              {t('job.cancel')}
            </Button>
          )}
          {hasEnded && status !== 2 ? (
            <Button
              variant="primary"
              icon={RefreshCcw}
              title={t('job.resumeHint')}
              isBusy={actions.isBusy}
              onClick={() => actions.resume(isChanged ? 'newest' : undefined)}
            >
              {isChanged ? t('job.resumeNewest', { version: newest }) : t('job.resume')}
            </Button>
          ) : null}
          <Button icon={RotateCw} isBusy={actions.isBusy} onClick={() => actions.rerun()}>
            {t('job.rerun')}
          </Button>
          <Menu
            label={t('job.actions')}
            items={[
              { label: t('job.rerunWith'), icon: SlidersHorizontal, onSelect: () => setFormOpen(true) },
              ...(isChanged
                ? [
                    {
                      label: t('job.rerunNewest', { version: newest }),
                      icon: RotateCw,
                      onSelect: () => actions.rerun('newest'),
                    },
                  ]
                : []),
              ...(isChanged && hasEnded && status !== 2
                ? [
                    {
                      label: t('job.resumeSame', { version: job.workflowVersion }),
                      icon: RefreshCcw,
                      onSelect: () => actions.resume(),
                    },
                  ]
                : []),
              'separator',
              {
                label: t('job.delete'),
                icon: Trash2,
                isDangerous: true,
                isDisabled: !hasEnded,
                onSelect: () => void actions.remove(),
              },
            ]}
            trigger={(props) => <IconButton {...props} icon={EllipsisVertical} label={t('job.actions')} />}
          />
        </>
      }
    >
      <div className={styles['page']}>
        <div className={styles['head']}>
          <dl className={styles['factList']}>
            <Fact label={t('job.workflow')}>
              <Link href={`/workflows/${job.workflowId}`}>{job.workflowName}</Link>{' '}
              <span className={styles['hint']}>{t('job.version', { version: String(job.workflowVersion) })}</span>
            </Fact>
            <Fact label="ID">{job.id}</Fact>
            {job.sourceJobId === null ? null : (
              <Fact label={t('job.source')}>
                <Link href={`/jobs/${job.sourceJobId}`}>{t('job.sourceJob', { id: String(job.sourceJobId) })}</Link>
              </Fact>
            )}
            <Fact label={t('job.created')}>{formatDateTime(job.createTime)}</Fact>
            <Fact label={t('job.account')}>{`${job.owner.user} @ ${job.owner.graphAddress}`}</Fact>
          </dl>
          <span className={styles['counts']} role="status">
            {t('job.progress', { done: counts.done, total: counts.total })}
          </span>
        </div>
        {connection === 'lost' ? (
          <div className={styles['lost']} role="alert">
            {t('job.lost')}{' '}
            <Button size="sm" onClick={reconnect}>
              {t('job.reconnect')}
            </Button>
          </div>
        ) : null}
        <JobProblems job={job} tasks={tasks} definition={definition} onSelect={(key) => select(key)} />
        {canvas.isOpen ? (
          <>
            <div
              className={styles['canvas']}
              style={canvas.height === undefined ? undefined : { flexBasis: canvas.height }}
            >
              <Suspense fallback={<LoadingState />}>
                <JobCanvas
                  definition={definition}
                  job={job}
                  tasks={tasks}
                  selected={task?.key}
                  nowMs={nowMs}
                  onSelect={select}
                />
              </Suspense>
            </div>
            <CanvasResizer onResize={canvas.setHeight} />
          </>
        ) : null}
        <div className={styles['panel']}>
          <div className={styles['panelHead']}>
            {task === undefined ? null : (
              <Button size="sm" variant="ghost" onClick={() => select(undefined)}>
                {t('job.backToJob')}
              </Button>
            )}
            <IconButton
              size="sm"
              icon={canvas.isOpen ? PanelTopClose : PanelTopOpen}
              label={t('job.toggleCanvas')}
              isPressed={!canvas.isOpen}
              onClick={() => canvas.setOpen(!canvas.isOpen)}
            />
          </div>
          {task === undefined ? (
            <Tabs
              label={t('job.tabs')}
              className={styles['tabs'] ?? ''}
              panelClassName={styles['tabPanel']}
              value={tab}
              tabs={JOB_TABS.map((value) => ({ value, label: t(`job.tab.${value}`) }))}
              onChange={(next) => select(undefined, next)}
            >
              {tab === 'timeline' ? <JobTimeline job={job} tasks={tasks} nowMs={nowMs} onSelect={select} /> : null}
              {tab === 'logs' ? <JobLogs logs={state.logs} task={undefined} isRunning={!hasEnded} /> : null}
              {tab === 'input' ? <JobInputView input={input} /> : null}
            </Tabs>
          ) : (
            <TaskPanel
              key={task.key}
              job={job}
              task={task}
              tasks={tasks}
              logs={state.logs}
              definition={definition}
              nowMs={nowMs}
            />
          )}
        </div>
      </div>
      {isFormOpen ? (
        <RunDialog
          workflowId={job.workflowId}
          version={job.workflowVersion}
          input={input}
          post={(next) => rerunJob(job.id, { input: next })}
          onClose={() => setFormOpen(false)}
        />
      ) : null}
    </Page>
  );
}

function Fact({ label, children }: { readonly label: string; readonly children: React.ReactNode }) {
  return (
    <div className={styles['fact']}>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
