import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ChartNoAxesColumn } from 'lucide-react';
import { client } from '../api/index.ts';
import { useUrlParameter } from '../app/use-url-parameter.ts';
import { useT } from '../i18n/index.ts';
import { cellNumber, cellText, isNumeric, statisticText } from '../model/cell-text.ts';
import { EmptyState, ErrorState, LoadingState, SegmentedControl, Select } from '../ui/index.ts';
import { nameColumns } from '../model/name-columns.ts';
import { BarChart } from './BarChart.tsx';
import type { ResultViewProps } from './ResultViews.tsx';
import styles from './results.module.css';
import { useIdColumns } from './use-id-columns.ts';

const COUNTS = ['10', '20', '50', '100'];

/** The rows with the greatest or least values of a column as a ranking. */
export function TopView({ job, task, definition }: ResultViewProps) {
  const t = useT();
  const { columns } = task.result!;
  const isId = useIdColumns(definition);
  const numbers = columns.filter(({ name, type }) => isNumeric(type) && !isId(task.key, name));
  const last = numbers.at(-1)?.name;
  const [asked, setChosen] = useUrlParameter('by', last ?? '');
  const [askedCount, setCount] = useUrlParameter('top', '20');
  const [askedOrder, setOrder] = useUrlParameter('order', 'greatest');
  const chosen = numbers.some(({ name }) => name === asked) ? asked : last;
  const count = COUNTS.includes(askedCount) ? askedCount : '20';
  const order = askedOrder === 'least' ? 'least' : 'greatest';
  const valueAt = columns.findIndex(({ name }) => name === chosen);
  const names = nameColumns(columns, chosen ?? '');
  const top = useQuery({
    queryKey: ['top', job.id, task.key, chosen, count, order],
    queryFn: ({ signal }) =>
      client.jobs.result(
        job.id,
        task.key,
        {
          sort: [{ column: chosen!, descending: order === 'greatest' }],
          filters: [{ column: chosen!, operator: 'notNull' }],
          limit: Number(count),
        },
        signal,
      ),
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: keepPreviousData,
    enabled: chosen !== undefined,
  });
  if (chosen === undefined) {
    return <EmptyState icon={ChartNoAxesColumn} title={t('results.noNumbers')} text={t('results.noNumbersText')} />;
  }
  if (top.isError) return <ErrorState error={top.error} onRetry={() => void top.refetch()} />;
  if (top.data === undefined) return <LoadingState />;
  const ranked = top.data.rows.filter((row) => cellNumber(row[valueAt] ?? null) !== undefined);
  const items = ranked.map((row, index) => ({
    name:
      names.length === 0
        ? String(index + 1)
        : names.map((at) => cellText(row[at] ?? null, columns[at]!.type)).join(' – '),
    value: cellNumber(row[valueAt] ?? null)!,
    text: statisticText(row[valueAt] ?? null),
  }));
  const left = top.data.rows.length - ranked.length;
  const [first, final] = [items[0], items.at(-1)];
  return (
    <BarChart
      title={t(order === 'greatest' ? 'results.top' : 'results.bottom', { column: chosen, count: items.length })}
      description={
        first === undefined || final === undefined
          ? ''
          : t('results.topText', { first: first.name, high: first.text, last: final.name, low: final.text })
      }
      nameLabel={names.map((at) => columns[at]!.name).join(' – ') || '#'}
      note={left === 0 ? undefined : t('results.notNumbers', { count: left })}
      valueLabel={chosen}
      items={items}
      controls={
        <>
          <label className={styles['labelled']}>
            {t('results.topBy')}
            <Select
              className={styles['control'] ?? ''}
              value={chosen}
              options={numbers.map(({ name }) => ({ value: name, label: name }))}
              onChange={(event) => setChosen(event.target.value)}
            />
          </label>
          <label className={styles['labelled']}>
            {t('results.topCount')}
            <Select
              className={styles['control'] ?? ''}
              value={count}
              options={COUNTS.map((value) => ({ value, label: value }))}
              onChange={(event) => setCount(event.target.value)}
            />
          </label>
          <SegmentedControl
            label={t('results.order')}
            segments={(['greatest', 'least'] as const).map((value) => ({ value, label: t(`results.${value}`) }))}
            value={order}
            onChange={setOrder}
          />
        </>
      }
    />
  );
}
