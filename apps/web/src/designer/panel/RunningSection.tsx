import type { AlgorithmTask, TaskDefinition } from '@orrery/contracts';
import { useT } from '../../i18n/index.ts';
import { Checkbox, Field, Input, Select } from '../../ui/index.ts';
import { useDesignerStore } from '../designer-context.ts';
import styles from './Panel.module.css';
import { Section } from './Section.tsx';
import type { TaskEdit } from './task-edit.ts';
import { useUpstream } from './use-upstream.ts';

const ATTEMPTS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10'];

/** How the task runs: engine, threads, what it waits for, retries and timeout. */
export function RunningSection({ task, edit }: { readonly task: TaskDefinition; readonly edit: TaskEdit }) {
  const t = useT();
  const { catalogue } = useDesignerStore();
  const upstream = useUpstream(edit.id);
  const { after = [], retry, timeout } = task;
  const execution = task.type === 'Query' ? undefined : ((task as AlgorithmTask).execution ?? {});
  const isPlain =
    after.length === 0 && retry === undefined && timeout === undefined && !Object.keys(execution ?? {}).length;
  return (
    <Section title={t('designer.running')} isFolded={isPlain} field="execution">
      {execution !== undefined && (
        <div className={styles['pair']}>
          <Field label={t('designer.engine')} error={edit.fault('execution', 'engine')}>
            {(control) => (
              <Select
                {...control}
                value={execution.engine ?? 'local'}
                options={catalogue.engines.map((engine) => ({
                  value: engine,
                  label: engine === 'local' ? t('designer.engine.local') : engine,
                }))}
                onChange={(event) =>
                  edit.set(['execution', 'engine'], event.target.value === 'local' ? undefined : event.target.value)
                }
              />
            )}
          </Field>
          <Field label={t('designer.threads')} error={edit.fault('execution', 'threads')}>
            {(control) => (
              <Input
                {...control}
                type="number"
                min={1}
                max={1024}
                placeholder={t('designer.threads.auto')}
                value={execution.threads ?? ''}
                onChange={(event) => {
                  const threads = Number.parseInt(event.target.value, 10);
                  edit.set(['execution', 'threads'], Number.isNaN(threads) ? undefined : threads);
                }}
              />
            )}
          </Field>
        </div>
      )}
      <div className={styles['pair']}>
        <div data-field="retry">
          <Field label={t('designer.retry')} help={t('designer.retry.help')} error={edit.fault('retry')}>
            {(control) => (
              <Select
                {...control}
                value={retry === undefined ? '' : String(retry)}
                options={[
                  { value: '', label: t('designer.parameter.default', { value: '3' }) },
                  { value: 'never', label: t('designer.retry.never') },
                  ...ATTEMPTS.map((attempts) => ({ value: attempts, label: attempts })),
                ]}
                onChange={({ target: { value } }) =>
                  edit.set(['retry'], value === '' ? undefined : value === 'never' ? value : Number(value))
                }
              />
            )}
          </Field>
        </div>
        <div data-field="timeout">
          <Field label={t('designer.timeout')} help={t('designer.timeout.help')} error={edit.fault('timeout')}>
            {(control) => (
              <Input
                {...control}
                placeholder={t('designer.timeout.placeholder')}
                value={timeout ?? ''}
                onChange={({ target: { value } }) => edit.set(['timeout'], value === '' ? undefined : value)}
              />
            )}
          </Field>
        </div>
      </div>
      <fieldset className={styles['checks']} data-field="after">
        <legend>{t('designer.after')}</legend>
        <p className={styles['note']}>{upstream.length === 0 ? t('designer.after.none') : t('designer.after.help')}</p>
        {upstream.map((id) => (
          <Checkbox
            key={id}
            label={id}
            checked={after.includes(id)}
            onChange={(event) => {
              const next = event.target.checked ? [...after, id] : after.filter((other) => other !== id);
              edit.set(['after'], next.length === 0 ? undefined : next);
            }}
          />
        ))}
        {edit.fault('after') !== undefined && <p className={styles['error']}>{edit.fault('after')}</p>}
      </fieldset>
    </Section>
  );
}
