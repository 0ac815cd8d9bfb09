import type { UpstreamInput } from '@orrery/contracts';
import { useT } from '../../i18n/index.ts';
import { columnsOf } from '../../model/anchors.ts';
import { guessColumn } from '../../model/connect.ts';
import { Field, Select } from '../../ui/index.ts';
import { useDesigner, useDesignerStore } from '../designer-context.ts';
import { extraAnchors, type FieldsProps } from './input-fields.ts';
import styles from './Panel.module.css';
import { ColumnInput } from './ReferenceInput.tsx';

/** An upstream component's table as edges. */
export function UpstreamFields({
  descriptor,
  input,
  edit,
  choices,
}: FieldsProps<UpstreamInput | undefined> & { readonly choices: readonly string[] }) {
  const t = useT();
  const { catalogue } = useDesignerStore();
  const tasks = useDesigner((state) => state.draft.tasks);
  const from = input?.from ?? '';
  const setFrom = (next: string) => {
    const task = tasks[next];
    const columns = task === undefined ? undefined : columnsOf(task, catalogue);
    const src = guessColumn('src', columns) ?? '';
    edit.set(['input'], { from: next, src, dst: guessColumn('dst', columns, { src }) ?? '' });
  };
  return (
    <>
      <div data-field="input.from">
        <Field
          label={t('designer.input.component')}
          error={from === '' ? undefined : edit.fault('input', 'from')}
          isRequired
        >
          {(control) => (
            <Select
              {...control}
              value={from}
              placeholder={choices.length === 0 ? t('designer.component.none') : t('designer.component.choose')}
              options={[...new Set([...choices, ...(from === '' ? [] : [from])])].map((id) => ({
                value: id,
                label: id,
              }))}
              onChange={(event) => setFrom(event.target.value)}
            />
          )}
        </Field>
      </div>
      {input !== undefined && (
        <div className={styles['pair']}>
          {(['src', 'dst', ...extraAnchors(descriptor, input)] as const).map((anchor) => {
            const isOptional = anchor === 'weight';
            const error = edit.fault('input', anchor);
            return (
              <div key={anchor} data-field={`input.${anchor}`}>
                <Field label={t(`designer.input.${anchor}`)} error={error} isRequired={!isOptional}>
                  {(control) => (
                    <ColumnInput
                      id={control.id}
                      from={from}
                      value={input[anchor] ?? ''}
                      label={t(`designer.input.${anchor}`)}
                      isInvalid={error !== undefined}
                      isOptional={isOptional}
                      onChange={(column) =>
                        edit.set(['input', anchor], column === '' && isOptional ? undefined : column)
                      }
                    />
                  )}
                </Field>
              </div>
            );
          })}
        </div>
      )}
    </>
  );
}
