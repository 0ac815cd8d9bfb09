import { loadavg } from 'node:os';

/** One figure with its bar; without a bar it is there to be read. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: 'ms' | 'kB' | 'MB' | 'rows';
  /** At most this, in the same unit. */
  readonly bar?: number;
  readonly note?: string;
}

export const isOver = ({ value, bar }: Figure): boolean => bar !== undefined && !(value <= bar);

/** The figures as lines of a Markdown table, for the terminal and for docs/performance.md. */
export function tableOf(title: string, figures: readonly Figure[]): string {
  const rows = figures.map((figure) => {
    const { name, value, unit, bar, note = '' } = figure;
    const verdict = bar === undefined ? '' : isOver(figure) ? 'OVER' : 'PASS';
    return [name, `${format(value)} ${unit}`, bar === undefined ? '' : `${format(bar)} ${unit}`, verdict, note];
  });
  const header = [title, 'measured', 'bar', '', ''];
  const widths = header.map((cell, i) => Math.max(3, cell.length, ...rows.map((row) => row[i]!.length)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i]!)).join(' | ')} |`;
  return [line(header), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rows.map(line)].join('\n');
}

function format(value: number): string {
  return value >= 100 || Number.isInteger(value) ? Math.round(value).toLocaleString('en-US') : value.toFixed(1);
}

/** The machine's load over the last minute: what else ran beside a measurement. */
export const loadNow = (): string => `load average ${loadavg()[0]!.toFixed(1)}`;
