import type { ReactNode } from 'react';
import { formatNumber, useT } from '../i18n/index.ts';
import { scalePosition, tickText, ticksOf, type Scale } from '../model/axis-ticks.ts';
import { timeText, timeTicks } from '../model/time-ticks.ts';
import { histogramOf, type Bin } from '../model/histogram-bins.ts';
import { ChartFrame } from './ChartFrame.tsx';
import styles from './charts.module.css';

export interface HistogramChartProps {
  readonly title: string;
  readonly bins: readonly Bin[];
  readonly xKind: Scale['kind'];
  /** The bins are in ms since 1970. */
  readonly isTime?: boolean;
  readonly yKind: Scale['kind'];
  readonly xLabel: string;
  readonly yLabel: string;
  readonly controls?: ReactNode;
  readonly note?: string | undefined;
  readonly height?: number;
}

const MARGIN = { top: 8, right: 16, bottom: 40, left: 56 };

/** Counts of values in bins, on linear or logarithmic axes. */
export function HistogramChart({
  title,
  bins,
  xKind,
  isTime = false,
  yKind,
  xLabel,
  yLabel,
  controls,
  note,
  height = 280,
}: HistogramChartProps) {
  const t = useT();
  const histogram = histogramOf(bins, xKind, yKind);
  if (histogram === undefined) return <p className={styles['note']}>{t('results.noHistogram')}</p>;
  const xText = isTime ? timeText : tickText;
  const fullest = bins.reduce((best, bin) => (bin.count > best.count ? bin : best));
  const description = t('results.histogramText', {
    total: histogram.total,
    bins: bins.length,
    low: xText(histogram.x.low),
    high: xText(histogram.x.high),
    from: xText(fullest.from),
    to: xText(fullest.to),
    most: fullest.count,
  });
  const table = {
    columns: [t('results.from'), t('results.to'), yLabel],
    rows: bins.map(({ from, to, count }) => [
      isTime ? timeText(from) : String(from),
      isTime ? timeText(to) : String(to),
      formatNumber(count),
    ]),
  };
  const xTicks = (count: number): readonly number[] =>
    isTime ? timeTicks(histogram.x.low, histogram.x.high, count) : ticksOf(histogram.x, count);
  const draw = (width: number, whole: number): ReactNode => {
    const inner = {
      width: Math.max(40, width - MARGIN.left - MARGIN.right),
      height: whole - MARGIN.top - MARGIN.bottom,
    };
    const bottom = MARGIN.top + inner.height;
    const xOf = (value: number): number => MARGIN.left + scalePosition(histogram.x, value) * inner.width;
    const yOf = (value: number): number => bottom - scalePosition(histogram.y, value) * inner.height;
    const yTicks = ticksOf(histogram.y, 5).filter((tick) => Number.isInteger(tick));
    return (
      <>
        {yTicks.map((tick) => (
          <g key={`y${tick}`}>
            <line
              className={styles['grid']}
              x1={MARGIN.left}
              x2={MARGIN.left + inner.width}
              y1={yOf(tick)}
              y2={yOf(tick)}
            />
            <text className={styles['tick']} x={MARGIN.left - 8} y={yOf(tick) + 4} textAnchor="end">
              {tickText(tick)}
            </text>
          </g>
        ))}
        {histogram.bars.map(({ x, width: part, height: up, from, to, count }) => (
          <rect
            key={from}
            className={styles['bar']}
            x={MARGIN.left + x * inner.width}
            width={Math.max(1, part * inner.width - 1)}
            y={bottom - up * inner.height}
            height={up * inner.height}
          >
            <title>{`${xText(from)} – ${xText(to)}: ${formatNumber(count)}`}</title>
          </rect>
        ))}
        <line className={styles['axis']} x1={MARGIN.left} x2={MARGIN.left + inner.width} y1={bottom} y2={bottom} />
        {xTicks(Math.max(2, Math.floor(inner.width / (isTime ? 130 : 90)))).map((tick) => (
          <g key={`x${tick}`}>
            <line className={styles['axis']} x1={xOf(tick)} x2={xOf(tick)} y1={bottom} y2={bottom + 4} />
            <text className={styles['tick']} x={xOf(tick)} y={bottom + 16} textAnchor="middle">
              {xText(tick)}
            </text>
          </g>
        ))}
        <text className={styles['axisLabel']} x={MARGIN.left + inner.width / 2} y={whole - 4} textAnchor="middle">
          {xLabel}
        </text>
        <text
          className={styles['axisLabel']}
          transform={`translate(12 ${MARGIN.top + inner.height / 2}) rotate(-90)`}
          textAnchor="middle"
        >
          {yLabel}
        </text>
      </>
    );
  };
  return <ChartFrame {...{ title, description, table, controls, note, height, draw }} />;
}
