import type { NebulaResult, ResultStore, TaskDefinition } from '@orrery/contracts';
import { useSpace, useSpaces } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { Field, Input, Select } from '../../ui/index.ts';
import { useDesignerStore } from '../designer-context.ts';
import { ColumnInput } from './ReferenceInput.tsx';
import { Section } from './Section.tsx';
import type { TaskEdit } from './task-edit.ts';
import styles from './Panel.module.css';

/** Where the task's table goes. */
export function ResultSection({ task, edit }: { readonly task: TaskDefinition; readonly edit: TaskEdit }) {
  const t = useT();
  const { catalogue } = useDesignerStore();
  const result: ResultStore = task.result ?? { store: 'local' };
  const { data: spaces = [] } = useSpaces();
  const choose = (store: string) => {
    const space = 'space' in task ? task.space : (spaces[0] ?? '');
    edit.set(['result'], store === 'local' ? undefined : { store, space, tag: '', property: '' });
  };
  return (
    <Section title={t('designer.result')} field="result" isFolded={task.result === undefined}>
      <Field
        label={t('designer.result.store')}
        help={t(result.store === 'nebula' ? 'designer.result.nebula.help' : 'designer.result.local.help')}
      >
        {(control) => (
          <Select
            {...control}
            value={result.store}
            options={catalogue.stores.map((store) => ({
              value: store,
              label: store === 'local' || store === 'nebula' ? t(`designer.result.${store}`) : store,
            }))}
            onChange={(event) => choose(event.target.value)}
          />
        )}
      </Field>
      {result.store === 'nebula' && <NebulaFields result={result} edit={edit} spaces={spaces} />}
    </Section>
  );
}

function NebulaFields({
  result,
  edit,
  spaces,
}: {
  readonly result: NebulaResult;
  readonly edit: TaskEdit;
  readonly spaces: readonly string[];
}) {
  const t = useT();
  const { data: schema } = useSpace(result.space);
  const tag = schema?.tags.find(({ name }) => name === result.tag);
  const suggestions = {
    tag: schema?.tags.map(({ name }) => name) ?? [],
    property: tag?.properties.map(({ name }) => name) ?? [],
  };
  return (
    <>
      <div data-field="result.space">
        <Field label={t('designer.space')} error={edit.fault('result', 'space')} isRequired>
          {(control) => (
            <Select
              {...control}
              value={result.space}
              placeholder={t('designer.space.choose')}
              options={[...new Set([...spaces, ...(result.space === '' ? [] : [result.space])])].map((name) => ({
                value: name,
                label: name,
              }))}
              onChange={(event) => edit.set(['result', 'space'], event.target.value)}
            />
          )}
        </Field>
      </div>
      <div className={styles['pair']}>
        {(['tag', 'property'] as const).map((field) => (
          <div key={field} data-field={`result.${field}`}>
            <Field label={t(`designer.result.${field}`)} error={edit.fault('result', field)} isRequired>
              {(control) => (
                <>
                  <Input
                    {...control}
                    isMono
                    spellCheck={false}
                    list={`${control.id}-names`}
                    value={result[field]}
                    onChange={(event) => edit.set(['result', field], event.target.value)}
                  />
                  <datalist id={`${control.id}-names`}>
                    {suggestions[field].map((name) => (
                      <option key={name} value={name} />
                    ))}
                  </datalist>
                </>
              )}
            </Field>
          </div>
        ))}
        {(['vid', 'value'] as const).map((field) => (
          <div key={field} data-field={`result.${field}`}>
            <Field label={t(`designer.result.${field}`)} error={edit.fault('result', field)}>
              {(control) => (
                <ColumnInput
                  id={control.id}
                  from={edit.id}
                  value={result[field] ?? ''}
                  label={t(`designer.result.${field}`)}
                  isOptional
                  onChange={(column) => edit.set(['result', field], column === '' ? undefined : column)}
                />
              )}
            </Field>
          </div>
        ))}
      </div>
      <Field label={t('designer.result.mode')} help={t('designer.result.mode.help')}>
        {(control) => (
          <Select
            {...control}
            value={result.mode ?? 'insert'}
            options={(['insert', 'update'] as const).map((mode) => ({
              value: mode,
              label: t(`designer.result.mode.${mode}`),
            }))}
            onChange={(event) =>
              edit.set(['result', 'mode'], event.target.value === 'insert' ? undefined : event.target.value)
            }
          />
        )}
      </Field>
    </>
  );
}
