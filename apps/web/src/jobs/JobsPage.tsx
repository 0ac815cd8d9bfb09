import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { JobItem } from '@orrery/sdk';
import { Ban, GitCompare, ListChecks, RotateCcw, SearchX, SquareArrowOutUpRight, Trash2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { client, errorText, queryKeys, rerunJob, useJobs } from '../api/index.ts';
import { useT } from '../i18n/index.ts';
import { DEFAULT_JOB_LIST, hasJobFilters, jobQuery, readJobList, writeJobList } from '../model/list-state.ts';
import {
  Button,
  confirm,
  EmptyState,
  ErrorState,
  LinkButton,
  Page,
  showErrorToast,
  showToast,
  Table,
  type MenuItem,
} from '../ui/index.ts';
import { ListFooter } from '../workflows/ListFooter.tsx';
import styles from '../workflows/lists.module.css';
import { useLastPage } from '../workflows/use-last-page.ts';
import { useListUrl } from '../workflows/use-list-url.ts';
import { isLive, jobColumns } from './job-columns.tsx';
import { JobFilters } from './JobFilters.tsx';
import { useNow } from './use-now.ts';

/** While a job of the page runs, and otherwise, for those that others start. */
const BUSY_REFRESH_MS = 1500;
const QUIET_REFRESH_MS = 10_000;

/** The jobs of all workflows; filters, order and page are in the URL. The list follows what happens on the server. */
export default function JobsPage() {
  const t = useT();
  const [, navigate] = useLocation();
  const [state, change] = useListUrl(readJobList, writeJobList);
  const [refreshMs, setRefreshMs] = useState(QUIET_REFRESH_MS);
  const jobs = useJobs(jobQuery(state, Date.now()), { refetchMs: refreshMs });
  const { data, error } = jobs;
  useLastPage(state, data?.total, change);
  const isBusy = data?.items.some(isLive) === true;
  useEffect(() => setRefreshMs(isBusy ? BUSY_REFRESH_MS : QUIET_REFRESH_MS), [isBusy]);
  const nowMs = useNow(isBusy);
  const [selection, setSelection] = useState<readonly number[]>([]);
  const deselect = (id: number): void => setSelection((old) => old.filter((other) => other !== id));
  const menuOf = useJobMenu(deselect);
  const columns = jobColumns({
    t,
    nowMs,
    selection,
    menuOf,
    onSelect: (id, isSelected) =>
      setSelection(isSelected ? [...selection, id].slice(-2) : selection.filter((other) => other !== id)),
  });
  const isFirstUse = data?.total === 0 && !hasJobFilters(state);
  return (
    <Page title={t('jobList.title')}>
      {!isFirstUse && <JobFilters state={state} onChange={change} />}
      {selection.length > 0 && (
        <div className={styles['toolbar']}>
          <div className={styles['selection']} role="status">
            {t('jobList.selected', { count: selection.length })}
            <Button variant="ghost" onClick={() => setSelection([])}>
              {t('jobList.clearSelection')}
            </Button>
            <Button
              icon={GitCompare}
              disabled={selection.length < 2}
              onClick={() => navigate(`/jobs/compare?a=${selection[0]}&b=${selection[1]}`)}
            >
              {t('jobList.compare')}
            </Button>
          </div>
        </div>
      )}
      {error !== null && data !== undefined && (
        <div className={styles['stale']} role="status">
          {t('jobList.staleTitle', { message: errorText(error, t).text })}
          <Button size="sm" onClick={() => void jobs.refetch()}>
            {t('jobList.retry')}
          </Button>
        </div>
      )}
      {error !== null && data === undefined ? (
        <ErrorState error={error} title={t('jobList.loadFailed')} onRetry={() => void jobs.refetch()} />
      ) : isFirstUse ? (
        <EmptyState
          icon={ListChecks}
          title={t('jobList.emptyTitle')}
          text={t('jobList.emptyText')}
          actions={
            <LinkButton variant="primary" href="/workflows">
              {t('jobList.toWorkflows')}
            </LinkButton>
          }
        />
      ) : (
        <>
          <Table
            label={t('jobList.title')}
            className={styles['table'] ?? ''}
            columns={columns}
            rows={data?.items}
            rowKey={({ id }) => id}
            isSelected={({ id }) => selection.includes(id)}
            sort={{ key: 'createTime', isDescending: state.direction === 'desc' }}
            onSort={({ isDescending }) => change({ direction: isDescending ? 'desc' : 'asc' })}
            onRowClick={({ id }) => navigate(`/jobs/${id}`)}
            empty={
              <EmptyState
                icon={SearchX}
                title={t('jobList.noMatchTitle')}
                text={t('jobList.noMatchText')}
                actions={<Button onClick={() => change(DEFAULT_JOB_LIST)}>{t('jobList.clear')}</Button>}
              />
            }
          />
          {data !== undefined && (
            <ListFooter page={state.page} pageSize={state.pageSize} total={data.total} onChange={change} />
          )}
        </>
      )}
    </Page>
  );
}

function useJobMenu(onDeleted: (id: number) => void): (job: JobItem) => readonly MenuItem[] {
  const t = useT();
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const act = useMutation({
    mutationFn: async ({ run }: { readonly run: () => Promise<() => void> }) => run(),
    onSuccess: async (tell) => {
      await queries.invalidateQueries({ queryKey: queryKeys.jobs });
      tell();
    },
    onError: showErrorToast,
  });
  const cancel = (id: number) => async () => {
    await client.jobs.cancel(id);
    return () => void showToast({ text: t('jobList.cancelled', { id: String(id) }) });
  };
  const rerun = (id: number) => async () => {
    const posted = await rerunJob(id);
    return () =>
      void showToast({
        text: t('jobList.restarted', { id: String(posted.id) }),
        tone: 'success',
        action: { label: t('jobList.open'), onSelect: () => navigate(`/jobs/${posted.id}`) },
      });
  };
  const remove = async (id: number): Promise<void> => {
    const isSure = await confirm({
      title: t('jobList.deleteTitle', { id: String(id) }),
      text: t('jobList.deleteText'),
      confirm: t('jobList.delete'),
      cancel: t('jobList.keep'),
      isDangerous: true,
    });
    if (!isSure) return;
    act.mutate({
      run: async () => {
        await client.jobs.delete(id);
        onDeleted(id);
        return () => void showToast({ text: t('jobList.deleted', { id: String(id) }) });
      },
    });
  };
  return (job) => {
    const { id } = job;
    const isRunning = isLive(job);
    return [
      { label: t('jobList.open'), icon: SquareArrowOutUpRight, onSelect: () => navigate(`/jobs/${id}`) },
      { label: t('jobList.rerun'), icon: RotateCcw, onSelect: () => act.mutate({ run: rerun(id) }) },
      'separator',
      {
        label: t('jobList.cancel'),
        icon: Ban,
        isDisabled: !isRunning,
        onSelect: () => act.mutate({ run: cancel(id) }),
      },
      {
        label: t('jobList.delete'),
        icon: Trash2,
        isDangerous: true,
        isDisabled: isRunning,
        onSelect: () => void remove(id),
      },
    ];
  };
}
