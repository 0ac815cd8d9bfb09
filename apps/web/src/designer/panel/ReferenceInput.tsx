import type { ParameterReference } from '@orrery/contracts';
import { useT } from '../../i18n/index.ts';
import { columnsOf } from '../../model/anchors.ts';
import { Input, Select } from '../../ui/index.ts';
import { useDesigner, useDesignerStore } from '../designer-context.ts';
import { useUpstream } from './use-upstream.ts';
import styles from './Panel.module.css';

export interface ColumnInputProps {
  readonly id?: string;
  readonly from: string;
  readonly value: string;
  readonly onChange: (column: string) => void;
  readonly label: string;
  readonly isInvalid?: boolean;
  /** Offers to leave the column out. */
  readonly isOptional?: boolean;
}

/** A column of an upstream component: a choice where its columns are known, else a name to be typed. */
export function ColumnInput({
  from,
  value,
  onChange,
  label,
  isInvalid = false,
  isOptional = false,
  id,
}: ColumnInputProps) {
  const t = useT();
  const { catalogue } = useDesignerStore();
  const task = useDesigner((state) => state.draft.tasks[from]);
  const columns = task === undefined ? undefined : columnsOf(task, catalogue);
  const common = {
    ...(id === undefined ? {} : { id }),
    'aria-label': label,
    'aria-invalid': isInvalid || undefined,
    value,
  };
  if (columns === undefined) {
    return (
      <Input {...common} isMono placeholder={t('designer.column')} onChange={(event) => onChange(event.target.value)} />
    );
  }
  const known = columns.map(({ name }) => ({ value: name, label: name }));
  const missing = value !== '' && !columns.some(({ name }) => name === value);
  return (
    <Select
      {...common}
      {...(isOptional ? {} : { placeholder: t('designer.column.choose') })}
      options={[
        ...(isOptional ? [{ value: '', label: t('designer.none') }] : []),
        ...known,
        ...(missing ? [{ value, label: t('designer.column.missing', { name: value }) }] : []),
      ]}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

export interface ReferenceInputProps {
  readonly task: string;
  readonly label: string;
  readonly value: ParameterReference;
  readonly takesList: boolean;
  readonly isInvalid: boolean;
  readonly onChange: (value: ParameterReference) => void;
}

/** Component, column and row that a parameter comes from. */
export function ReferenceInput({ task, label, value, takesList, isInvalid, onChange }: ReferenceInputProps) {
  const t = useT();
  const upstream = useUpstream(task);
  const { from, column, row } = value;
  const rows = row === undefined ? {} : { row };
  const sources = upstream.includes(from) || from === '' ? upstream : [...upstream, from];
  return (
    <div className={styles['reference']}>
      <Select
        aria-label={t('designer.reference.from', { label })}
        aria-invalid={isInvalid || undefined}
        value={from}
        placeholder={t('designer.component.choose')}
        options={sources.map((id) => ({ value: id, label: id }))}
        onChange={(event) => onChange({ ...value, from: event.target.value, column: '' })}
      />
      <ColumnInput
        from={from}
        value={column}
        label={t('designer.reference.column', { label })}
        isInvalid={isInvalid}
        onChange={(next) => onChange({ from, column: next, ...rows })}
      />
      <Input
        type="number"
        min={0}
        aria-label={t('designer.reference.row', { label })}
        title={t('designer.reference.row.help')}
        placeholder={takesList ? t('designer.reference.allRows') : t('designer.reference.rowShort')}
        value={row === undefined ? '' : String(row)}
        onChange={(event) => {
          const next = Number.parseInt(event.target.value, 10);
          onChange({ from, column, ...(Number.isNaN(next) ? {} : { row: next }) });
        }}
      />
    </div>
  );
}
