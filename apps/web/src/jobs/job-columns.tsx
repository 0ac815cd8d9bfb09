import { isFinal, jobStatusName, type JobStatus } from '@orrery/contracts';
import type { JobItem } from '@orrery/sdk';
import { Ellipsis } from 'lucide-react';
import { Link } from 'wouter';
import { formatDuration, formatNumber, type Translate } from '../i18n/index.ts';
import { elapsedMs } from '../model/elapsed-ms.ts';
import { Checkbox, IconButton, Menu, StatusBadge, type Column, type MenuItem } from '../ui/index.ts';
import styles from '../workflows/lists.module.css';
import { Time } from '../workflows/workflow-columns.tsx';

export interface JobColumnParts {
  readonly t: Translate;
  readonly nowMs: number;
  readonly selection: readonly number[];
  readonly onSelect: (id: number, isSelected: boolean) => void;
  readonly menuOf: (job: JobItem) => readonly MenuItem[];
}

export function jobColumns({ t, nowMs, selection, onSelect, menuOf }: JobColumnParts): Column<JobItem>[] {
  return [
    {
      key: 'select',
      header: '',
      label: t('jobList.compare'),
      width: '36px',
      cell: ({ id }) => (
        <Checkbox
          label={t('jobList.select', { id: String(id) })}
          isLabelHidden
          checked={selection.includes(id)}
          disabled={selection.length >= 2 && !selection.includes(id)}
          onChange={(event) => onSelect(id, event.target.checked)}
        />
      ),
    },
    { key: 'id', header: t('jobList.id'), width: '72px', cell: ({ id }) => <span className={styles['id']}>{id}</span> },
    {
      key: 'name',
      header: t('jobList.name'),
      cell: ({ id, name, sourceJobId, reason }) => (
        <>
          <Link href={`/jobs/${id}`} className={styles['job']} title={name}>
            {name}
          </Link>
          {(sourceJobId !== null || reason !== '') && (
            <span className={styles['reason']} title={reason}>
              {[sourceJobId === null ? '' : t('jobList.source', { id: String(sourceJobId) }), reason]
                .filter(Boolean)
                .join(' · ')}
            </span>
          )}
        </>
      ),
    },
    {
      key: 'status',
      header: t('jobList.status'),
      width: '130px',
      cell: ({ status }) => <StatusBadge status={jobStatusName(status as JobStatus)} />,
    },
    {
      key: 'workflow',
      header: t('jobList.workflow'),
      cell: ({ workflowId, workflowName, workflowVersion }) => (
        <>
          <Link href={`/workflows/${workflowId}`} className={styles['workflow']} title={workflowName}>
            {workflowName}
          </Link>
          <span className={styles['sub']}>{t('workflows.version', { version: workflowVersion })}</span>
        </>
      ),
    },
    {
      key: 'tasks',
      header: t('jobList.tasks'),
      isSecondary: true,
      align: 'end',
      cell: ({ taskCount }) => formatNumber(taskCount),
    },
    {
      key: 'duration',
      header: t('jobList.duration'),
      align: 'end',
      width: '110px',
      cell: (job) => {
        const ms = elapsedMs(job, nowMs);
        return <span className={styles['muted']}>{ms === undefined ? '–' : formatDuration(ms)}</span>;
      },
    },
    {
      key: 'createTime',
      header: t('jobList.time'),
      isSortable: true,
      width: '150px',
      cell: ({ createTime }) => <Time timeMs={createTime} />,
    },
    {
      key: 'actions',
      header: '',
      label: t('jobList.actions'),
      align: 'end',
      width: '52px',
      cell: (job) => (
        <Menu
          label={t('jobList.actionsOf', { id: String(job.id) })}
          items={menuOf(job)}
          trigger={(props) => (
            <IconButton {...props} icon={Ellipsis} size="sm" label={t('jobList.actionsOf', { id: String(job.id) })} />
          )}
        />
      ),
    },
  ];
}

export function isLive({ status }: JobItem): boolean {
  return !isFinal(status as JobStatus);
}
