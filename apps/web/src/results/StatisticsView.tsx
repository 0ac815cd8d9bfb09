import { useState } from 'react';
import { useSearchParams } from 'wouter';
import { formatNumber, formatPercent, useT } from '../i18n/index.ts';
import type { Scale } from '../model/axis-ticks.ts';
import { distinctTexts, isNumeric, isTemporal, statisticText } from '../model/cell-text.ts';
import { ErrorState, LoadingState, SegmentedControl, Select } from '../ui/index.ts';
import { BarChart } from './BarChart.tsx';
import { HistogramChart } from './HistogramChart.tsx';
import type { ResultViewProps } from './ResultViews.tsx';
import styles from './results.module.css';
import { useStatistics } from './use-statistics.ts';

const BIN_CHOICES = ['10', '20', '50', '100'];

/** What there is to say of one column, and how its values spread. */
export function StatisticsView({ job, task }: ResultViewProps) {
  const t = useT();
  const { columns, rowCount } = task.result!;
  const [parameters, setParameters] = useSearchParams();
  const asked = parameters.get('column');
  const column =
    columns.find(({ name }) => name === asked) ?? columns.find(({ type }) => isNumeric(type)) ?? columns[0]!;
  const [xKind, setXKind] = useState<Scale['kind']>('linear');
  const [yKind, setYKind] = useState<Scale['kind']>('linear');
  const [bins, setBins] = useState('20');
  const numeric = isNumeric(column.type);
  const temporal = isTemporal(column.type);
  const xScale = temporal ? 'linear' : xKind;
  const statistics = useStatistics(job.id, task.key, {
    column: column.name,
    ...(numeric || temporal ? { bins: Number(bins), scale: xScale } : {}),
  });
  const kinds = [
    { value: 'linear' as const, label: t('results.linear') },
    { value: 'log' as const, label: t('results.log') },
  ];
  const data = statistics.data?.column === column.name ? statistics.data : undefined;
  const drawn = data?.histogram?.reduce((sum, bin) => sum + bin.count, 0) ?? 0;
  const outside = data?.histogram === undefined ? 0 : data.count - drawn;
  const names = distinctTexts(
    (data?.top ?? []).map(({ value }) => value),
    column.type,
  );
  const frequent = (data?.top ?? []).map(({ count }, i) => ({
    name: names[i]!,
    value: count,
    text: formatNumber(count),
  }));
  return (
    <>
      <div className={styles['bar']}>
        <label className={styles['labelled']}>
          {t('results.column')}
          <Select
            className={styles['control'] ?? ''}
            value={column.name}
            options={columns.map(({ name, type }) => ({ value: name, label: `${name} · ${type}` }))}
            onChange={(event) =>
              setParameters((old) => {
                const next = new URLSearchParams(old);
                next.set('column', event.target.value);
                return next;
              })
            }
          />
        </label>
      </div>
      {statistics.isError ? <ErrorState error={statistics.error} onRetry={() => void statistics.refetch()} /> : null}
      {data === undefined && !statistics.isError ? <LoadingState /> : null}
      {data === undefined ? null : (
        <div className={styles['columns']}>
          <table className={styles['facts']} aria-label={t('results.statistics', { column: column.name })}>
            <tbody>
              <Row name={t('results.count')} value={formatNumber(data.count)} />
              <Row
                name={t('results.nulls')}
                value={`${formatNumber(data.nullCount)} (${formatPercent(rowCount === 0 ? 0 : data.nullCount / rowCount, 1)})`}
              />
              <Row name={t('results.distinct')} value={formatNumber(data.distinctApprox)} />
              <Row name={t('results.min')} value={statisticText(data.min)} />
              <Row name={t('results.max')} value={statisticText(data.max)} />
              {data.mean === undefined ? null : <Row name={t('results.mean')} value={statisticText(data.mean)} />}
              {data.standardDeviation === undefined ? null : (
                <Row name={t('results.deviation')} value={statisticText(data.standardDeviation)} />
              )}
              {data.quantiles?.map(({ q, value }) => (
                <Row key={q} name={t('results.quantile', { percent: formatPercent(q) })} value={statisticText(value)} />
              ))}
            </tbody>
          </table>
          <div className={styles['stack']}>
            {numeric || temporal ? (
              <HistogramChart
                title={t('results.histogram', { column: column.name })}
                bins={data.histogram ?? []}
                xKind={xScale}
                isTime={temporal}
                yKind={yKind}
                xLabel={column.name}
                yLabel={t('results.count')}
                note={
                  outside > 0
                    ? t(xScale === 'log' ? 'results.outside' : 'results.notFinite', { count: outside })
                    : undefined
                }
                controls={
                  <>
                    {temporal ? null : (
                      <span className={styles['labelled']}>
                        {t('results.scaleX')}
                        <SegmentedControl
                          label={t('results.scaleX')}
                          segments={kinds}
                          value={xKind}
                          onChange={setXKind}
                        />
                      </span>
                    )}
                    <span className={styles['labelled']}>
                      {t('results.scaleY')}
                      <SegmentedControl
                        label={t('results.scaleY')}
                        segments={kinds}
                        value={yKind}
                        onChange={setYKind}
                      />
                    </span>
                    <label className={styles['labelled']}>
                      {t('results.bins')}
                      <Select
                        className={styles['control'] ?? ''}
                        value={bins}
                        options={BIN_CHOICES.map((value) => ({ value, label: value }))}
                        onChange={(event) => setBins(event.target.value)}
                      />
                    </label>
                  </>
                }
              />
            ) : null}
            {data.top.every(({ count }) => count < 2) ? null : (
              <BarChart
                title={t('results.frequent')}
                description={frequent.map(({ name, text }) => `${name}: ${text}`).join(', ')}
                nameLabel={t('results.value')}
                valueLabel={t('results.count')}
                isCount
                items={frequent}
              />
            )}
          </div>
        </div>
      )}
    </>
  );
}

function Row({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{value}</td>
    </tr>
  );
}
