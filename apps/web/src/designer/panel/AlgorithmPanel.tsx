import type { Parameter, TaskDefinition } from '@orrery/contracts';
import { RotateCcw } from 'lucide-react';
import { algorithmTexts, useT } from '../../i18n/index.ts';
import { resetParameters } from '../../model/commands.ts';
import { inputOf } from '../../model/draft.ts';
import { IconButton } from '../../ui/index.ts';
import { useDesignerStore } from '../designer-context.ts';
import { Estimate } from './Estimate.tsx';
import { InputSection } from './InputSection.tsx';
import styles from './Panel.module.css';
import { ParameterField } from './ParameterField.tsx';
import { ResultSection } from './ResultSection.tsx';
import { RunningSection } from './RunningSection.tsx';
import { Section } from './Section.tsx';
import { useTaskEdit } from './task-edit.ts';

/** Settings of an algorithm, made from its descriptor. */
export function AlgorithmPanel({ id, task }: { readonly id: string; readonly task: TaskDefinition }) {
  const t = useT();
  const store = useDesignerStore();
  const edit = useTaskEdit(id);
  const descriptor = store.catalogue.algorithms.get(task.type);
  const params = (task.params ?? {}) as Record<string, Parameter>;
  const unknown = Object.keys(params).filter((name) => !descriptor?.parameters.some((known) => known.name === name));
  return (
    <>
      {descriptor === undefined ? (
        <p className={styles['error']} data-field="type">
          {edit.fault('type')}
        </p>
      ) : (
        <div className={styles['about']}>
          <p>{algorithmTexts(descriptor.id)?.summary ?? descriptor.summary}</p>
          {descriptor.citations.map(({ text, url }) => (
            <p key={text} className={styles['citation']}>
              {url === undefined ? (
                text
              ) : (
                <a href={url} target="_blank" rel="noreferrer">
                  {text}
                </a>
              )}
            </p>
          ))}
        </div>
      )}
      <InputSection descriptor={descriptor} input={inputOf(task)} edit={edit} />
      {descriptor !== undefined && descriptor.parameters.length > 0 && (
        <Section
          title={t('designer.parameters')}
          field="params"
          aside={
            task.params !== undefined && (
              <IconButton
                icon={RotateCcw}
                size="sm"
                label={t('designer.parameters.reset')}
                onClick={() => store.edit((draft) => resetParameters(draft, id, store.catalogue))}
              />
            )
          }
        >
          {descriptor.parameters.map((parameter) => (
            <ParameterField
              key={parameter.name}
              algorithm={task.type}
              descriptor={parameter}
              value={params[parameter.name]}
              edit={edit}
            />
          ))}
        </Section>
      )}
      {unknown.map((name) => (
        <p key={name} className={styles['error']} data-field={`params.${name}`} tabIndex={-1}>
          {edit.fault('params', name)}{' '}
          <button type="button" className={styles['link']} onClick={() => edit.set(['params', name], undefined)}>
            {t('designer.parameter.remove', { name })}
          </button>
        </p>
      ))}
      <ResultSection task={task} edit={edit} />
      <RunningSection task={task} edit={edit} />
      <Estimate id={id} />
    </>
  );
}
