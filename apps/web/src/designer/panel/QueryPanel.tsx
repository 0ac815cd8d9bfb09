import type { QueryTask } from '@orrery/contracts';
import { describeQuery } from '@orrery/workflow';
import { useId, useState } from 'react';
import { useSpace, useSpaces } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { setStatement } from '../../model/commands.ts';
import { ErrorState, Field, Select } from '../../ui/index.ts';
import { useDesignerStore } from '../designer-context.ts';
import { NgqlEditor } from '../ngql/NgqlEditor.tsx';
import { ColumnNames } from './ColumnNames.tsx';
import styles from './Panel.module.css';
import { QueryParameter } from './QueryParameter.tsx';
import { ResultSection } from './ResultSection.tsx';
import { RunningSection } from './RunningSection.tsx';
import { Section } from './Section.tsx';
import { useTaskEdit } from './task-edit.ts';
import { TryIt } from './TryIt.tsx';

/** Settings of a query: space, statement, what its parameters default to, first rows. */
export function QueryPanel({ id, task }: { readonly id: string; readonly task: QueryTask }) {
  const t = useT();
  const store = useDesignerStore();
  const edit = useTaskEdit(id);
  const hint = useId();
  const { data, error, refetch } = useSpaces();
  const spaces = data ?? [];
  const { data: schema } = useSpace(task.space);
  const [tries, setTries] = useState(0);
  const { parameters, faults } = describeQuery(task.query);
  const fault = task.query.trim() === '' ? undefined : faults[0];
  const message =
    fault === undefined
      ? edit.failure('query')
      : t('designer.statement.fault', { line: fault.line, column: fault.column, message: fault.message });
  const orphans = Object.keys(task.params ?? {}).filter((name) => !parameters.has(name) && faults.length === 0);
  return (
    <>
      <Section title={t('designer.statement')} field="statement">
        <div data-field="space">
          <Field label={t('designer.space')} error={edit.fault('space')} isRequired>
            {(control) => (
              <Select
                {...control}
                value={task.space}
                placeholder={t('designer.space.choose')}
                options={[...new Set([...spaces, ...(task.space === '' ? [] : [task.space])])].map((name) => ({
                  value: name,
                  label: name,
                }))}
                onChange={(event) => edit.set(['space'], event.target.value)}
              />
            )}
          </Field>
          {data === undefined && error !== null && (
            <ErrorState isCompact error={error} onRetry={() => void refetch()} />
          )}
        </div>
        <div className={styles['editor']}>
          <span className={styles['label']}>
            nGQL<span className={styles['required']}>*</span>
          </span>
          <NgqlEditor
            key={id}
            value={task.query}
            label={t('designer.statement.label', { id })}
            placeholder={t('designer.statement.placeholder')}
            schema={schema}
            parameters={[...new Set([...parameters.keys(), ...Object.keys(task.params ?? {})])]}
            describedBy={hint}
            isInvalid={message !== undefined}
            onChange={(query) => store.edit((draft) => setStatement(draft, id, query), `${id} query`)}
            onBlur={() => store.seal()}
            onTry={() => setTries((count) => count + 1)}
          />
          <p id={hint} className={message === undefined ? styles['note'] : styles['error']} role={message && 'alert'}>
            {message ?? t('designer.statement.help')}
          </p>
        </div>
      </Section>
      {(parameters.size > 0 || orphans.length > 0) && (
        <Section title={t('designer.parameters')} field="params">
          {[...parameters].map(([name, { quoted }]) => (
            <QueryParameter key={name} name={name} value={task.params?.[name]} isQuoted={quoted} edit={edit} />
          ))}
          {orphans.map((name) => (
            <p key={name} className={styles['error']} data-field={`params.${name}`} tabIndex={-1}>
              {edit.fault('params', name)}{' '}
              <button type="button" className={styles['link']} onClick={() => edit.set(['params', name], undefined)}>
                {t('designer.parameter.remove', { name })}
              </button>
            </p>
          ))}
        </Section>
      )}
      <TryIt key={id} id={id} task={task} tries={tries} />
      <ColumnNames id={id} task={task} />
      <ResultSection task={task} edit={edit} />
      <RunningSection task={task} edit={edit} />
    </>
  );
}
