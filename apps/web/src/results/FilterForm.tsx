import { useState } from 'react';
import type { ColumnFilter } from '@orrery/sdk';
import { useT } from '../i18n/index.ts';
import { needsValue, operatorsOf } from '../model/result-query.ts';
import { Button, Input, Select } from '../ui/index.ts';
import styles from './results.module.css';

export interface FilterFormProps {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly onApply: (filter: ColumnFilter) => void;
  readonly onCancel: () => void;
}

/** A new condition on a column; the operators are those of its type. */
export function FilterForm({ columns, onApply, onCancel }: FilterFormProps) {
  const t = useT();
  const [column, setColumn] = useState(columns[0]?.name ?? '');
  const operators = operatorsOf(columns.find(({ name }) => name === column)?.type ?? 'string');
  const [chosen, setChosen] = useState<ColumnFilter['operator']>('eq');
  const operator = operators.includes(chosen) ? chosen : operators[0]!;
  const [value, setValue] = useState('');
  return (
    <form
      className={styles['filter']}
      aria-label={t('results.filter.title')}
      onSubmit={(event) => {
        event.preventDefault();
        onApply(needsValue(operator) ? { column, operator, value } : { column, operator });
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onCancel();
      }}
    >
      <Select
        aria-label={t('results.filter.column')}
        autoFocus
        value={column}
        options={columns.map(({ name }) => ({ value: name, label: name }))}
        onChange={(event) => setColumn(event.target.value)}
      />
      <Select
        aria-label={t('results.filter.operator')}
        value={operator}
        options={operators.map((name) => ({ value: name, label: t(`results.op.${name}`) }))}
        onChange={(event) => setChosen(event.target.value as ColumnFilter['operator'])}
      />
      {needsValue(operator) ? (
        <Input
          aria-label={t('results.filter.value')}
          value={value}
          onChange={(event) => setValue(event.target.value)}
        />
      ) : null}
      <Button type="submit" variant="primary">
        {t('results.filter.apply')}
      </Button>
      <Button onClick={onCancel}>{t('results.filter.cancel')}</Button>
    </form>
  );
}
