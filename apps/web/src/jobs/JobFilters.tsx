import { jobStatusName, JOB_STATUS, type JobStatus } from '@orrery/contracts';
import { FilterX } from 'lucide-react';
import { useVersions, useWorkflows } from '../api/index.ts';
import { useT } from '../i18n/index.ts';
import { DEFAULT_JOB_LIST, hasJobFilters, TIME_SPANS, type JobListState, type TimeSpan } from '../model/list-state.ts';
import { Button, Input, SearchInput, Select, STATUS_LOOKS } from '../ui/index.ts';
import styles from '../workflows/lists.module.css';
import { useDebouncedText } from '../workflows/use-debounced-text.ts';

interface JobFiltersProps {
  readonly state: JobListState;
  readonly onChange: (change: Partial<JobListState>, options?: { readonly replace?: boolean }) => void;
}

const STATUSES = Object.values(JOB_STATUS) as JobStatus[];

/** Filters of the jobs: text, status, workflow with version, time. */
export function JobFilters({ state, onChange }: JobFiltersProps) {
  const t = useT();
  const [text, setText] = useDebouncedText(state.text, (next) => onChange({ text: next }, { replace: true }));
  const { statuses, time, workflowId } = state;
  const toggle = (status: JobStatus): void =>
    onChange({
      statuses: STATUSES.filter((other) => statuses.includes(other) !== (other === status)),
    });
  return (
    <>
      <div className={styles['toolbar']}>
        <SearchInput className={styles['search'] ?? ''} value={text} label={t('jobList.search')} onChange={setText} />
        <div className={styles['statuses']} role="group" aria-label={t('jobList.status')}>
          {STATUSES.map((status) => {
            const { icon: Icon, key } = STATUS_LOOKS[jobStatusName(status)];
            return (
              <button
                key={status}
                type="button"
                className={styles['statusChip']}
                aria-pressed={statuses.includes(status)}
                onClick={() => toggle(status)}
              >
                <Icon size={12} aria-hidden />
                {t(key)}
              </button>
            );
          })}
        </div>
      </div>
      <div className={styles['toolbar']}>
        <WorkflowFilter workflowId={workflowId} version={state.workflowVersion} onChange={onChange} />
        <label className={styles['filter']}>
          {t('jobList.time')}
          <Select
            value={time.type === 'last' ? time.span : time.type}
            options={[
              { value: 'any', label: t('jobList.time.any') },
              ...(Object.keys(TIME_SPANS) as TimeSpan[]).map((span) => ({
                value: span,
                label: t(`jobList.time.${span}`),
              })),
              { value: 'between', label: t('jobList.time.between') },
            ]}
            onChange={({ target: { value } }) => {
              if (value === 'any') onChange({ time: { type: 'any' } });
              else if (value === 'between') onChange({ time: { type: 'between', from: startOfToday(), to: '' } });
              else onChange({ time: { type: 'last', span: value as TimeSpan } });
            }}
          />
        </label>
        {time.type === 'between' &&
          (['from', 'to'] as const).map((end) => (
            <label key={end} className={styles['filter']}>
              {t(`jobList.${end}`)}
              <Input
                type="datetime-local"
                value={time[end]}
                onChange={(event) => onChange({ time: { ...time, [end]: event.target.value } })}
              />
            </label>
          ))}
        {hasJobFilters(state) && (
          <Button
            variant="ghost"
            icon={FilterX}
            onClick={() => {
              setText('');
              onChange({ ...DEFAULT_JOB_LIST, direction: state.direction, pageSize: state.pageSize });
            }}
          >
            {t('jobList.clear')}
          </Button>
        )}
      </div>
    </>
  );
}

interface WorkflowFilterProps {
  readonly workflowId: string;
  readonly version: number | undefined;
  readonly onChange: (change: Partial<JobListState>) => void;
}

function WorkflowFilter({ workflowId, version, onChange }: WorkflowFilterProps) {
  const t = useT();
  const workflows = useWorkflows({ pageSize: 1000, orderBy: 'name', direction: 'asc' });
  const options = (workflows.data?.items ?? []).map(({ id, name }) => ({ value: id, label: `${name} (${id})` }));
  const isListed = workflowId === '' || options.some(({ value }) => value === workflowId);
  return (
    <>
      <label className={styles['filter']}>
        {t('jobList.workflow')}
        <Select
          value={workflowId}
          options={[
            { value: '', label: t('jobList.anyWorkflow') },
            ...(isListed ? [] : [{ value: workflowId, label: workflowId }]),
            ...options,
          ]}
          onChange={(event) => onChange({ workflowId: event.target.value, workflowVersion: undefined })}
        />
      </label>
      {workflowId !== '' && <VersionFilter workflowId={workflowId} version={version} onChange={onChange} />}
    </>
  );
}

function VersionFilter({ workflowId, version, onChange }: WorkflowFilterProps) {
  const t = useT();
  const versions = useVersions(workflowId);
  const known = (versions.data ?? []).map((item) => item.version);
  const shown = version === undefined || known.includes(version) ? known : [version, ...known];
  return (
    <label className={styles['filter']}>
      {t('jobList.version')}
      <Select
        value={version === undefined ? '' : String(version)}
        options={[
          { value: '', label: t('jobList.anyVersion') },
          ...shown.map((item) => ({ value: String(item), label: t('workflows.version', { version: item }) })),
        ]}
        onChange={({ target: { value } }) => onChange({ workflowVersion: value === '' ? undefined : Number(value) })}
      />
    </label>
  );
}

function startOfToday(): string {
  const now = new Date();
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}T00:00`;
}
