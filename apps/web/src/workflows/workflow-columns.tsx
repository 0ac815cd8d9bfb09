import { jobStatusName, type JobStatus } from '@orrery/contracts';
import type { WorkflowItem } from '@orrery/sdk';
import { Link } from 'wouter';
import { Ellipsis, Play } from 'lucide-react';
import { formatDateTime, formatRelative, type Translate } from '../i18n/index.ts';
import {
  Badge,
  Button,
  Checkbox,
  CopyButton,
  IconButton,
  Menu,
  StatusBadge,
  Tooltip,
  type Column,
  type MenuItem,
} from '../ui/index.ts';
import styles from './lists.module.css';

/** Badges before the rest is only counted. */
const MOST_BADGES = 3;

export interface WorkflowColumnParts {
  readonly t: Translate;
  readonly user: string;
  readonly selection: readonly string[];
  readonly onSelect: (id: string, isSelected: boolean) => void;
  readonly onRun: (workflow: WorkflowItem) => void;
  readonly menuOf: (workflow: WorkflowItem) => readonly MenuItem[];
}

export function workflowColumns(parts: WorkflowColumnParts): Column<WorkflowItem>[] {
  const { t, user, selection, onSelect, onRun, menuOf } = parts;
  return [
    {
      key: 'select',
      header: '',
      label: t('workflows.compare'),
      width: '36px',
      cell: ({ id, name }) => (
        <Checkbox
          label={t('workflows.select', { name })}
          isLabelHidden
          checked={selection.includes(id)}
          disabled={selection.length >= 2 && !selection.includes(id)}
          onChange={(event) => onSelect(id, event.target.checked)}
        />
      ),
    },
    {
      key: 'name',
      header: t('workflows.name'),
      isSortable: true,
      cell: ({ id, name, description, owner }) => (
        <>
          <Link href={`/workflows/${id}`} className={styles['name']} title={name}>
            {name}
          </Link>
          {(description !== '' || owner.user !== user) && (
            <span className={styles['sub']} title={description}>
              {[owner.user === user ? '' : owner.user, description].filter(Boolean).join(' · ')}
            </span>
          )}
        </>
      ),
    },
    {
      key: 'id',
      header: t('workflows.id'),
      isSecondary: true,
      cell: ({ id }) => (
        <span className={styles['id']}>
          {id}
          <CopyButton text={id} label={t('workflows.copyId', { id })} />
        </span>
      ),
    },
    {
      key: 'algorithms',
      header: t('workflows.algorithms'),
      cell: ({ algorithms }) => (
        <span className={styles['badges']}>
          {algorithms.length === 0 && <span className={styles['muted']}>{t('workflows.noAlgorithms')}</span>}
          {algorithms.slice(0, MOST_BADGES).map((algorithm) => (
            <Badge key={algorithm}>{algorithm}</Badge>
          ))}
          {algorithms.length > MOST_BADGES && (
            <Badge title={algorithms.slice(MOST_BADGES).join(', ')}>+{algorithms.length - MOST_BADGES}</Badge>
          )}
        </span>
      ),
    },
    {
      key: 'lastJob',
      header: t('workflows.lastJob'),
      cell: ({ lastJob }) =>
        lastJob === null ? (
          <span className={styles['muted']}>{t('workflows.neverRun')}</span>
        ) : (
          <Link href={`/jobs/${lastJob.id}`} className={styles['lastJob']} title={formatDateTime(lastJob.createTime)}>
            <StatusBadge status={jobStatusName(lastJob.status as JobStatus)} />
            {formatRelative(lastJob.createTime)}
          </Link>
        ),
    },
    {
      key: 'updateTime',
      header: t('workflows.updated'),
      isSortable: true,
      cell: ({ updateTime }) => <Time timeMs={updateTime} />,
    },
    {
      key: 'createTime',
      header: t('workflows.created'),
      isSecondary: true,
      isSortable: true,
      cell: ({ createTime }) => <Time timeMs={createTime} />,
    },
    {
      key: 'actions',
      header: '',
      label: t('workflows.actions'),
      align: 'end',
      cell: (workflow) => (
        <span className={styles['rowActions']}>
          <Button
            size="sm"
            icon={Play}
            aria-label={t('workflows.runNamed', { name: workflow.name })}
            onClick={() => onRun(workflow)}
          >
            {t('workflows.run')}
          </Button>
          <Menu
            label={t('workflows.actionsOf', { name: workflow.name })}
            items={menuOf(workflow)}
            trigger={(props) => (
              <IconButton
                {...props}
                icon={Ellipsis}
                size="sm"
                label={t('workflows.actionsOf', { name: workflow.name })}
              />
            )}
          />
        </span>
      ),
    },
  ];
}

/** How long ago, with the exact time on hover. */
export function Time({ timeMs }: { readonly timeMs: number }) {
  return (
    <Tooltip text={formatDateTime(timeMs)}>
      <time dateTime={new Date(timeMs).toISOString()} className={styles['muted']}>
        {formatRelative(timeMs)}
      </time>
    </Tooltip>
  );
}
