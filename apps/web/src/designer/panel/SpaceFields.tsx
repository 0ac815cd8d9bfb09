import type { SpaceInput } from '@orrery/contracts';
import { useSpace } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { Checkbox, Field, Select } from '../../ui/index.ts';
import { extraAnchors, type FieldsProps } from './input-fields.ts';
import styles from './Panel.module.css';

/** Edge types of a graph space. */
export function SpaceFields({
  descriptor,
  input,
  edit,
  spaces,
}: FieldsProps<SpaceInput> & { readonly spaces: readonly string[] }) {
  const t = useT();
  const { data: schema } = useSpace(input.space);
  const edges = schema?.edges ?? [];
  const names = [...new Set([...edges.map(({ name }) => name), ...input.edges])];
  const properties = edges.filter(({ name }) => input.edges.includes(name)).flatMap((edge) => edge.properties);
  const propertyNames = [...new Set(['_rank', ...properties.map(({ name }) => name)])];
  return (
    <>
      <div data-field="input.space">
        <Field label={t('designer.space')} error={edit.fault('input', 'space')} isRequired>
          {(control) => (
            <Select
              {...control}
              value={input.space}
              placeholder={t('designer.space.choose')}
              options={[...new Set([...spaces, ...(input.space === '' ? [] : [input.space])])].map((name) => ({
                value: name,
                label: name,
              }))}
              onChange={(event) => edit.set(['input'], { space: event.target.value, edges: [] })}
            />
          )}
        </Field>
      </div>
      <fieldset className={styles['checks']} data-field="input.edges">
        <legend>{t('designer.input.edges')}</legend>
        {names.length === 0 && <p className={styles['note']}>{t('designer.input.noEdges')}</p>}
        {names.map((name) => (
          <Checkbox
            key={name}
            label={name}
            checked={input.edges.includes(name)}
            onChange={(event) =>
              edit.set(
                ['input', 'edges'],
                event.target.checked ? [...input.edges, name] : input.edges.filter((other) => other !== name),
              )
            }
          />
        ))}
        {edit.fault('input', 'edges') !== undefined && (
          <p className={styles['error']}>
            {input.edges.length === 0 ? t('designer.input.edges.choose') : edit.fault('input', 'edges')}
          </p>
        )}
      </fieldset>
      {extraAnchors(descriptor, input).map((anchor) => (
        <div key={anchor} data-field={`input.${anchor}`}>
          <Field
            label={t(`designer.input.${anchor}`)}
            error={edit.fault('input', anchor)}
            isRequired={anchor === 'time'}
            help={t(`designer.input.${anchor}.help`)}
          >
            {(control) => (
              <Select
                {...control}
                value={input[anchor] ?? ''}
                options={[
                  { value: '', label: t('designer.none') },
                  ...[...new Set([...propertyNames, ...(input[anchor] === undefined ? [] : [input[anchor]])])].map(
                    (name) => ({ value: name, label: name }),
                  ),
                ]}
                onChange={(event) =>
                  edit.set(['input', anchor], event.target.value === '' ? undefined : event.target.value)
                }
              />
            )}
          </Field>
        </div>
      ))}
    </>
  );
}
