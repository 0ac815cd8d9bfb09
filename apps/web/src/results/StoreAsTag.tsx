import { useState } from 'react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import type { NebulaResult, WorkflowDefinition } from '@orrery/contracts';
import { client, queryKeys, resumeJob, useSpace, useSpaces, useWorkflow } from '../api/index.ts';
import { useT } from '../i18n/index.ts';
import { isStorable } from '../model/storable.ts';
import { Button, Dialog, ErrorState, Field, LoadingState, Select, showErrorToast } from '../ui/index.ts';
import type { ResultViewProps } from './ResultViews.tsx';
import styles from './results.module.css';

export interface StoreAsTagProps extends Pick<ResultViewProps, 'job' | 'task' | 'definition'> {
  readonly onClose: () => void;
}

/**
 * Writes a result to the graph in the one way that the server has: the task's own result store. Saves a version of the
 * workflow that says so and resumes the job with it, so that only this task and what waits for it run again.
 */
export function StoreAsTag({ job, task, definition, onClose }: StoreAsTagProps) {
  const t = useT();
  const isQuery = definition?.tasks[task.key]?.type === 'Query';
  const title = t('results.store.title', { task: task.key });
  if (definition === undefined || isQuery) {
    return (
      <Dialog title={title} onClose={onClose} footer={<Button onClick={onClose}>{t('results.filter.cancel')}</Button>}>
        <p>{t(isQuery ? 'results.store.query' : 'results.store.deleted')}</p>
      </Dialog>
    );
  }
  return <StoreForm {...{ job, task, onClose, title }} />;
}

function StoreForm({ job, task, title, onClose }: Omit<StoreAsTagProps, 'definition'> & { readonly title: string }) {
  const t = useT();
  const [, navigate] = useLocation();
  const queries = useQueryClient();
  const newest = useWorkflow(job.workflowId);
  const spaces = useSpaces();
  const columns = task.result!.columns;
  const [space, setSpace] = useState('');
  const [tag, setTag] = useState('');
  const [property, setProperty] = useState('');
  const [value, setValue] = useState(columns[1]?.name ?? columns[0]!.name);
  const [mode, setMode] = useState<'insert' | 'update'>('insert');
  const current = newest.data?.definition.tasks[task.key];
  const inputSpace =
    current !== undefined && 'input' in current && 'space' in current.input ? current.input.space : undefined;
  const chosenSpace = space === '' ? (inputSpace ?? spaces.data?.[0] ?? '') : space;
  const schema = useSpace(chosenSpace);
  const tags = schema.data?.tags ?? [];
  const valueType = columns.find(({ name }) => name === value)!.type;
  const fits = ({ type }: { readonly type: string }): boolean => isStorable(valueType, type);
  const chosenTag = tags.find(({ name }) => name === tag) ?? tags.find((each) => each.properties.some(fits)) ?? tags[0];
  const properties = chosenTag?.properties ?? [];
  const chosenProperty = properties.find(({ name }) => name === property) ?? properties.find(fits) ?? properties[0];
  const mismatch =
    chosenProperty === undefined || fits(chosenProperty)
      ? undefined
      : t('results.store.mismatch', { column: value, from: valueType, to: chosenProperty.type });
  const save = useMutation({
    mutationFn: async () => {
      const result: NebulaResult = {
        store: 'nebula',
        space: chosenSpace,
        tag: chosenTag!.name,
        property: chosenProperty!.name,
        mode,
        vid: columns[0]!.name,
        value,
      };
      const { definition, version } = newest.data!;
      const changed: WorkflowDefinition = {
        ...definition,
        tasks: { ...definition.tasks, [task.key]: { ...definition.tasks[task.key]!, result } },
      };
      const comment = t('results.store.comment', { task: task.key, tag: result.tag, property: result.property });
      const saved = await client.workflows.update(job.workflowId, changed, { ifVersion: version, comment });
      return resumeJob(job.id, { version: saved.version });
    },
    onSuccess: ({ id }) => {
      onClose();
      navigate(`/jobs/${id}?task=${encodeURIComponent(task.key)}&tab=logs`);
    },
    onError: showErrorToast,
    // Also after a failure: a version may have been saved whose run was refused.
    onSettled: () => {
      for (const queryKey of [['workflow'], queryKeys.workflows, queryKeys.jobs])
        void queries.invalidateQueries({ queryKey });
    },
  });
  const error = newest.error ?? spaces.error ?? schema.error;
  const isReady = chosenProperty !== undefined && mismatch === undefined && current !== undefined;
  const options = (names: readonly string[]) => names.map((name) => ({ value: name, label: name }));
  return (
    <Dialog
      title={title}
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('results.filter.cancel')}</Button>
          <Button variant="primary" disabled={!isReady} isBusy={save.isPending} onClick={() => save.mutate()}>
            {t('results.store.run')}
          </Button>
        </>
      }
    >
      {error !== null ? (
        <ErrorState isCompact error={error} />
      ) : newest.data === undefined || spaces.data === undefined ? (
        <LoadingState />
      ) : (
        <div className={styles['form']}>
          <p>{t('results.store.text', { task: task.key })}</p>
          {newest.data.version === job.workflowVersion ? null : (
            <p className={styles['hint']}>
              {t('results.store.newer', { newest: String(newest.data.version), version: String(job.workflowVersion) })}
            </p>
          )}
          <Field label={t('results.store.space')}>
            {(control) => (
              <Select
                {...control}
                value={chosenSpace}
                options={options(spaces.data)}
                onChange={(event) => setSpace(event.target.value)}
              />
            )}
          </Field>
          {schema.data !== undefined && tags.length === 0 ? (
            <p className={styles['hint']}>{t('results.store.noTags', { space: chosenSpace })}</p>
          ) : (
            <>
              <Field label={t('results.store.tag')}>
                {(control) => (
                  <Select
                    {...control}
                    value={chosenTag?.name ?? ''}
                    options={options(tags.map(({ name }) => name))}
                    onChange={(event) => setTag(event.target.value)}
                  />
                )}
              </Field>
              <Field label={t('results.store.property')} error={mismatch}>
                {(control) => (
                  <Select
                    {...control}
                    value={chosenProperty?.name ?? ''}
                    options={properties.map(({ name, type }) => ({ value: name, label: `${name} · ${type}` }))}
                    onChange={(event) => setProperty(event.target.value)}
                  />
                )}
              </Field>
              <Field label={t('results.store.column')} help={t('results.store.vid', { column: columns[0]!.name })}>
                {(control) => (
                  <Select
                    {...control}
                    value={value}
                    options={options(columns.map(({ name }) => name))}
                    onChange={(event) => setValue(event.target.value)}
                  />
                )}
              </Field>
              <Field label={t('results.store.mode')}>
                {(control) => (
                  <Select
                    {...control}
                    value={mode}
                    options={(['insert', 'update'] as const).map((name) => ({
                      value: name,
                      label: t(`results.store.${name}`),
                    }))}
                    onChange={(event) => setMode(event.target.value as 'insert' | 'update')}
                  />
                )}
              </Field>
            </>
          )}
        </div>
      )}
    </Dialog>
  );
}
