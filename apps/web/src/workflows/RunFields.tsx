import { algorithmTexts, faultText, useT } from '../i18n/index.ts';
import type { FieldKind, RunEntries, RunFault, RunField, RunGroup } from '../model/run-parameters.ts';
import { Field, Input, Select, type ControlProps } from '../ui/index.ts';
import styles from './dialogs.module.css';

export interface RunFieldsProps {
  readonly groups: readonly RunGroup[];
  readonly entries: RunEntries;
  /** By field key. */
  readonly faults: Readonly<Record<string, RunFault>>;
  readonly onChange: (key: string, entry: { readonly text: string; readonly kind: FieldKind }) => void;
}

/**
 * The parameters of a run by task. Those of algorithms have defaults that mostly fit and are folded away, unless one of
 * them must be given or is at fault.
 */
export function RunFields({ groups, entries, faults, onChange }: RunFieldsProps) {
  const t = useT();
  return (
    <div className={styles['stack']}>
      {groups.map((group) => {
        const fields = (
          <div className={styles['fields']}>
            {group.fields.map((field) => (
              <RunFieldInput
                key={field.key}
                taskType={group.taskType}
                field={field}
                entry={entries[field.key] ?? { text: field.initial, kind: field.kind }}
                fault={faults[field.key]}
                onChange={(entry) => onChange(field.key, entry)}
              />
            ))}
          </div>
        );
        const isOpen =
          group.taskType === 'Query' ||
          group.fields.some(
            ({ key, isRequired }) => isRequired || faults[key] !== undefined || entries[key] !== undefined,
          );
        const title = t('workflows.runAlgorithmParameters', { task: group.taskId });
        return group.taskType === 'Query' ? (
          <fieldset key={group.taskId} className={styles['group']}>
            <legend>{title}</legend>
            {fields}
          </fieldset>
        ) : (
          <details key={group.taskId} className={styles['folded']} open={isOpen}>
            <summary>{title}</summary>
            {fields}
          </details>
        );
      })}
    </div>
  );
}

interface RunFieldInputProps {
  readonly taskType: string;
  readonly field: RunField;
  readonly entry: { readonly text: string; readonly kind: FieldKind };
  readonly fault: RunFault | undefined;
  readonly onChange: (entry: { readonly text: string; readonly kind: FieldKind }) => void;
}

function RunFieldInput({ taskType, field, entry, fault, onChange }: RunFieldInputProps) {
  const t = useT();
  const { name, descriptor, kinds, isRequired, upstream } = field;
  const help = algorithmTexts(taskType)?.parameters[name] ?? descriptor?.help;
  const error =
    fault === undefined
      ? undefined
      : fault.kind === 'message'
        ? faultText(fault)
        : t(
            fault.kind === 'required'
              ? 'workflows.runRequired'
              : fault.kind === 'notANumber'
                ? 'workflows.runNotANumber'
                : 'workflows.runNotAList',
          );
  return (
    <Field
      label={name}
      isRequired={isRequired}
      {...(help === undefined ? {} : { help })}
      {...(error === undefined ? {} : { error })}
    >
      {(control) => {
        const value = (
          <ValueInput control={control} field={field} entry={entry} onChange={onChange} upstream={upstream} />
        );
        if (kinds.length < 2) return value;
        return (
          <div className={styles['valueRow']}>
            {value}
            <Select
              aria-label={t('workflows.runKind', { name })}
              value={entry.kind}
              options={kinds.map((kind) => ({ value: kind, label: t(`workflows.kind.${kind}`) }))}
              onChange={(event) => {
                const kind = event.target.value as FieldKind;
                onChange({ kind, text: kind === 'bool' ? 'true' : entry.text });
              }}
            />
          </div>
        );
      }}
    </Field>
  );
}

interface ValueInputProps extends Omit<RunFieldInputProps, 'fault' | 'taskType'> {
  readonly control: ControlProps;
  readonly upstream: string | undefined;
}

function ValueInput({ control, field, entry, onChange, upstream }: ValueInputProps) {
  const t = useT();
  const set = (text: string): void => onChange({ ...entry, text });
  if (entry.kind === 'bool' || entry.kind === 'enum') {
    const values = entry.kind === 'bool' ? ['true', 'false'] : (field.descriptor?.values ?? []);
    return (
      <Select
        {...control}
        value={entry.text}
        {...(entry.text === '' ? { placeholder: '' } : {})}
        options={values.map((value) => ({ value, label: value }))}
        onChange={(event) => set(event.target.value)}
      />
    );
  }
  return (
    <Input
      {...control}
      value={entry.text}
      inputMode={entry.kind === 'number' ? 'decimal' : 'text'}
      isMono={entry.kind === 'list'}
      autoComplete="off"
      spellCheck={false}
      {...(upstream === undefined ? {} : { placeholder: t('workflows.runUpstream', { column: upstream }) })}
      onChange={(event) => set(event.target.value)}
    />
  );
}
