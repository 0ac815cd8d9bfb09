import { useId, useRef, useState, type ReactNode } from 'react';
import { ChartColumn, Table2 } from 'lucide-react';
import { useT } from '../i18n/index.ts';
import styles from './charts.module.css';
import { useWidth } from './use-width.ts';

export interface ChartTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface ChartFrameProps {
  readonly title: string;
  /** What the chart shows, for those who don't see it. */
  readonly description: string;
  readonly table: ChartTable;
  readonly controls?: ReactNode;
  readonly note?: string | undefined;
  readonly height: number;
  /** The SVG's content in pixels. */
  readonly draw: (width: number, height: number) => ReactNode;
}

/** A chart with its title, a text alternative and a switch to the same numbers as a table. */
export function ChartFrame({ title, description, table, controls, note, height, draw }: ChartFrameProps) {
  const t = useT();
  const [isTable, setIsTable] = useState(false);
  const box = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const id = useId();
  const Icon = isTable ? ChartColumn : Table2;
  return (
    <figure className={styles['frame']} aria-labelledby={id}>
      <figcaption className={styles['caption']}>
        <h2 id={id}>{title}</h2>
        <div className={styles['controls']}>
          {controls}
          <button
            type="button"
            className={styles['toggle']}
            aria-pressed={isTable}
            onClick={() => setIsTable(!isTable)}
          >
            <Icon size={14} aria-hidden />
            {t(isTable ? 'results.chart' : 'results.asTable')}
          </button>
        </div>
      </figcaption>
      <div ref={box} className={styles['box']}>
        {isTable ? (
          <NumbersTable table={table} title={title} />
        ) : (
          <svg
            role="img"
            aria-label={`${title}. ${description}`}
            width={width}
            height={height}
            className={styles['svg']}
          >
            {draw(width, height)}
          </svg>
        )}
      </div>
      {note === undefined ? null : <p className={styles['note']}>{note}</p>}
    </figure>
  );
}

function NumbersTable({ table, title }: { table: ChartTable; title: string }) {
  return (
    <div className={styles['tableBox']} tabIndex={0} role="region" aria-label={title}>
      <table className={styles['table']}>
        <thead>
          <tr>
            {table.columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row, index) => (
            <tr key={index}>
              {row.map((cell, column) => (
                <td key={column}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
