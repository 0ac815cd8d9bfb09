import { OrreryError } from '@orrery/contracts';
import type { ResultColumn } from '@orrery/contracts';
import { chunkColumn, transferExpression } from './engine/chunk-columns.ts';
import type { Engine, Sql } from './engine/engine.ts';
import type { Cell, ColumnStatistics, StatisticsOptions } from './face.ts';
import { columnIndex, readSummary } from './table-columns.ts';
import { tableSource } from './table-sql.ts';
import { cellsOf } from './values/cells.ts';

const QUANTILES = [0.01, 0.05, 0.25, 0.5, 0.75, 0.95, 0.99];
/** Up to here quantiles are exact; beyond, a t-digest with bounded memory. */
const EXACT_QUANTILE_ROWS = 10_000_000;
const DEFAULT_BINS = 20;
const DEFAULT_TOP = 10;
const MAX_GROUPS = 1000;
/** Above this size squares and sums of doubles overflow, so they are taken of scaled values. */
const LARGE = 1e150;

/**
 * What there is to say of one column. Mean, deviation (of the population), quantiles and histogram are over the finite
 * numbers; min and max leave NaN out. Dates and datetimes have a histogram of equal widths, in ms since 1970 (UTC).
 */
export async function columnStatistics(
  engine: Engine,
  resultDir: string,
  name: string,
  { bins = DEFAULT_BINS, scale = 'linear', top: topCount = DEFAULT_TOP }: StatisticsOptions,
  signal?: AbortSignal,
): Promise<ColumnStatistics> {
  for (const [name, value] of Object.entries({ bins, top: topCount })) {
    if (!Number.isInteger(value) || value < 1 || value > MAX_GROUPS) {
      throw new OrreryError('ErrParam', `${name} must be an int from 1 to ${MAX_GROUPS}, not ${value}`);
    }
  }
  const { columns, rowCount } = await readSummary(resultDir);
  const index = columnIndex(columns, name);
  const column = columns[index]!;
  const run = new ColumnQueries(engine, tableSource(resultDir, columns), `c${index}`, column, signal);
  const base = await run.base();
  const common = {
    column: name,
    count: base.count,
    nullCount: rowCount - base.count,
    distinctApprox: Math.min(base.distinct, base.count),
    min: base.min,
    max: base.max,
  };
  const top = await run.top(topCount);
  const isTemporal = column.type === 'date' || column.type === 'datetime';
  if (!isTemporal && column.type !== 'int64' && column.type !== 'double') return { ...common, top };
  const finite = await run.finiteRange();
  if (finite === undefined) return { ...common, top };
  if (isTemporal) return { ...common, histogram: await run.histogram(finite, bins), top };
  const moments = await run.moments(finite, rowCount <= EXACT_QUANTILE_ROWS);
  const histogram = scale === 'log' ? await run.logHistogram(bins) : await run.histogram(finite, bins);
  return { ...common, ...moments, histogram, top };
}

interface FiniteRange {
  readonly low: number;
  readonly high: number;
}

class ColumnQueries {
  private readonly engine: Engine;
  private readonly source: Sql;
  private readonly name: string;
  private readonly column: ResultColumn;
  private readonly signal: AbortSignal | undefined;

  constructor(engine: Engine, source: Sql, name: string, column: ResultColumn, signal: AbortSignal | undefined) {
    this.engine = engine;
    this.source = source;
    this.name = name;
    this.column = column;
    this.signal = signal;
  }

  async base(): Promise<{ count: number; distinct: number; min: Cell; max: Cell }> {
    const { name, column } = this;
    const ordered = column.type === 'double' ? ` FILTER (NOT isnan(${name}))` : '';
    const extreme = (which: string): string => transferExpression(`${which}(${name})${ordered}`, column.type);
    const sql = `SELECT count(${name}), approx_count_distinct(${name}), ${extreme('min')}, ${extreme('max')} FROM `;
    for await (const chunk of this.engine.chunks(this.sql(sql, ''), this.signal)) {
      const cell = (i: number): Cell => cellsOf(chunkColumn(chunk, i, column.type))(0);
      const count = Number(chunk.getColumnVector(0).getItem(0));
      const onlyNaN = count > 0 && cell(2) === null ? 'NaN' : null;
      const distinct = Number(chunk.getColumnVector(1).getItem(0));
      return { count, distinct, min: cell(2) ?? onlyNaN, max: cell(3) ?? onlyNaN };
    }
    throw new Error('an aggregate gave no row');
  }

  async top(limit: number): Promise<ColumnStatistics['top']> {
    const { name, column } = this;
    const item = transferExpression(name, column.type);
    const sql = this.sql(
      `SELECT ${item}, n FROM (SELECT ${name}, count(*) AS n FROM `,
      ` WHERE ${name} IS NOT NULL GROUP BY ${name} ORDER BY n DESC, ${name} LIMIT ${limit}) ORDER BY n DESC, ${name}`,
    );
    const top: { value: Cell; count: number }[] = [];
    for await (const chunk of this.engine.chunks(sql, this.signal)) {
      const cell = cellsOf(chunkColumn(chunk, 0, column.type));
      const counts = chunk.getColumnVector(1);
      for (let i = 0; i < chunk.rowCount; i++) top.push({ value: cell(i), count: Number(counts.getItem(i)) });
    }
    return top;
  }

  async finiteRange(): Promise<FiniteRange | undefined> {
    const [row] = await this.rows(`SELECT min(${this.double}), max(${this.double}) FROM `);
    return row![0] === null ? undefined : { low: row![0] as number, high: row![1] as number };
  }

  async moments(
    { low, high }: FiniteRange,
    exact: boolean,
  ): Promise<Required<Pick<ColumnStatistics, 'mean' | 'standardDeviation' | 'quantiles'>>> {
    const size = Math.max(Math.abs(low), Math.abs(high));
    const scale = size > LARGE ? size : 1;
    const scaled = scale === 1 ? this.double : `(${this.double} / ${scale})`;
    const list = `[${QUANTILES.join(', ')}]`;
    // Between neighbours of opposite huge size an interpolated quantile would overflow.
    const quantile = exact ? (scale === 1 ? 'quantile_cont' : 'quantile_disc') : 'approx_quantile';
    const [row] = await this.rows(
      `SELECT avg(${scaled}), stddev_pop(${scaled}), ${quantile}(${this.double}, ${list})::DOUBLE[] FROM `,
    );
    const values = (row![2] as unknown as { items: readonly number[] }).items;
    return {
      mean: (row![0] as number) * scale,
      standardDeviation: (row![1] as number) * scale,
      quantiles: QUANTILES.map((q, i) => ({ q, value: values[i]! })),
    };
  }

  /** Equal widths over the finite range; one bin where all values are equal. */
  async histogram({ low, high }: FiniteRange, bins: number): Promise<NonNullable<ColumnStatistics['histogram']>> {
    // Halves, because high - low may be beyond the largest double.
    const halfWidth = (high / 2 - low / 2) / bins;
    const used = halfWidth > 0 ? bins : 1;
    const bin =
      used === 1 ? '0' : `least(floor((${this.double} / 2 - ${low / 2}) / ${halfWidth}), ${used - 1})::INTEGER`;
    const rows = await this.rows(
      `SELECT ${bin} AS bin, count(*) FROM `,
      ` WHERE ${this.double} IS NOT NULL GROUP BY bin ORDER BY bin`,
    );
    const counts = new Map(rows.map(([index, count]) => [index as number, Number(count)]));
    const edge = (i: number): number => (i === used ? high : 2 * (low / 2 + i * halfWidth));
    return Array.from({ length: used }, (_, i) => ({ from: edge(i), to: edge(i + 1), count: counts.get(i) ?? 0 }));
  }

  /** Equal ratios over the finite values above 0; one bin where all of them are equal, none where there are none. */
  async logHistogram(bins: number): Promise<NonNullable<ColumnStatistics['histogram']>> {
    const positive = `(CASE WHEN ${this.double} > 0 THEN ${this.double} END)`;
    const [range] = await this.rows(`SELECT min(${positive}), max(${positive}) FROM `);
    if (range![0] === null) return [];
    const [low, high] = [range![0] as number, range![1] as number];
    const logLow = Math.log(low);
    const step = (Math.log(high) - logLow) / bins;
    const used = step > 0 ? bins : 1;
    const bin =
      used === 1 ? '0' : `least(greatest(floor((ln(${positive}) - ${logLow}) / ${step}), 0), ${used - 1})::INTEGER`;
    const rows = await this.rows(
      `SELECT ${bin} AS bin, count(*) FROM `,
      ` WHERE ${positive} IS NOT NULL GROUP BY bin ORDER BY bin`,
    );
    const counts = new Map(rows.map(([index, count]) => [index as number, Number(count)]));
    const edge = (i: number): number => (i === 0 ? low : i === used ? high : Math.exp(logLow + i * step));
    return Array.from({ length: used }, (_, i) => ({ from: edge(i), to: edge(i + 1), count: counts.get(i) ?? 0 }));
  }

  /** The value as a finite double, else NULL; dates and times as ms since 1970. */
  private get double(): string {
    switch (this.column.type) {
      case 'int64':
        return `${this.name}::DOUBLE`;
      case 'date':
        return `(date_diff('day', DATE '1970-01-01', ${this.name}) * 86400000.0::DOUBLE)`;
      case 'datetime':
        return `(epoch_us(${this.name}) / 1000.0::DOUBLE)`;
      default:
        return `(CASE WHEN isfinite(${this.name}) THEN ${this.name} END)`;
    }
  }

  private rows(before: string, after = '') {
    return this.engine.rows(this.sql(before, after), this.signal);
  }

  private sql(before: string, after: string): Sql {
    return { text: before + this.source.text + after, values: this.source.values! };
  }
}
