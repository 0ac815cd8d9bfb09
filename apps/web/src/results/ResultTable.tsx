import { useEffect, useLayoutEffect, useState } from 'react';
import { ArrowDown, ArrowUp, ChevronsUpDown, Rows3 } from 'lucide-react';
import type { SortKey } from '@orrery/sdk';
import { formatNumber, useT } from '../i18n/index.ts';
import { cellText, isNumeric } from '../model/cell-text.ts';
import { nextSort, type ResultQuery } from '../model/result-query.ts';
import { columnWidths, rowWindow, windowPages } from '../model/row-window.ts';
import { EmptyState, ErrorState } from '../ui/index.ts';
import { CellDialog, type CellDialogProps } from './CellDialog.tsx';
import styles from './ResultTable.module.css';
import { PAGE_ROWS, useResultPages } from './use-result-pages.ts';

export interface ResultTableProps {
  readonly jobId: number;
  readonly task: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  /** Of the whole result. */
  readonly rowCount: number;
  readonly query: ResultQuery;
  readonly onSort: (sort: readonly SortKey[]) => void;
  readonly onTotal?: (total: number) => void;
}

const ROW_HEIGHT = 28;
const INDEX_WIDTH = 80;
/** Text that is longer may not show whole in its cell. */
const LONG_TEXT = 48;

/** A result's rows, drawn and read only where they are looked at. */
export function ResultTable({ jobId, task, columns, rowCount, query, onSort, onTotal }: ResultTableProps) {
  const t = useT();
  // State, as it comes and goes with errors.
  const [scroller, setScroller] = useState<HTMLDivElement | null>(null);
  const [scrollTop, setScrollTop] = useState(0);
  const [viewport, setViewport] = useState(400);
  const [knownTotal, setKnownTotal] = useState(rowCount);
  const [opened, setOpened] = useState<Omit<CellDialogProps, 'onClose'>>();
  const isFiltered = query.filters.length > 0;
  const total = isFiltered ? knownTotal : rowCount;
  const view = rowWindow(total, ROW_HEIGHT, viewport, scrollTop);
  const wanted = windowPages(total === 0 ? { from: 0, to: 1 } : view, PAGE_ROWS);
  const pages = useResultPages(jobId, task, query, wanted);
  const selection = JSON.stringify([task, query]);
  const found = pages.total;
  useEffect(() => {
    if (found === undefined) return;
    setKnownTotal(found);
    onTotal?.(found);
  }, [found, onTotal]);
  useLayoutEffect(() => {
    scroller?.scrollTo({ top: 0 });
    setScrollTop(0);
  }, [scroller, selection]);
  useLayoutEffect(() => {
    if (scroller === null) return undefined;
    const observer = new ResizeObserver(() => setViewport(Math.max(ROW_HEIGHT, scroller.clientHeight - ROW_HEIGHT)));
    observer.observe(scroller);
    return () => observer.disconnect();
  }, [scroller]);
  const widths = useWidths(columns, pages.row, task);
  const least = { minWidth: INDEX_WIDTH + widths.reduce((sum, width) => sum + width, 0) };
  const template = `${INDEX_WIDTH}px ${widths.map((width) => `minmax(${width}px, 1fr)`).join(' ')}`;
  const rows = Array.from({ length: Math.max(0, view.to - view.from) }, (_, i) => view.from + i);
  if (pages.error !== undefined && pages.error !== null)
    return <ErrorState error={pages.error} onRetry={pages.retry} />;
  return (
    <div className={styles['box']}>
      <div
        ref={setScroller}
        className={styles['scroller']}
        role="table"
        tabIndex={0}
        aria-label={t('results.table', { task })}
        aria-rowcount={total + 1}
        aria-busy={pages.isLoading}
        onScroll={(event) => setScrollTop(event.currentTarget.scrollTop)}
      >
        <div role="rowgroup" className={styles['head']} style={least}>
          <div role="row" aria-rowindex={1} className={styles['row']} style={{ gridTemplateColumns: template }}>
            <div role="columnheader" className={styles['index']}>
              #
            </div>
            {columns.map((column) => (
              <HeaderCell key={column.name} column={column} sort={query.sort} onSort={onSort} />
            ))}
          </div>
        </div>
        <div role="rowgroup" className={styles['body']} style={{ ...least, height: view.height }}>
          <div className={styles['rows']} role="presentation" style={{ transform: `translateY(${view.top}px)` }}>
            {rows.map((index) => {
              const cells = pages.row(index);
              return (
                <div
                  key={index}
                  role="row"
                  aria-rowindex={index + 2}
                  className={styles['row']}
                  style={{ gridTemplateColumns: template }}
                >
                  <div role="rowheader" className={styles['index']}>
                    {formatNumber(index + 1)}
                  </div>
                  {columns.map(({ name, type }, column) => {
                    const text = cells === undefined ? undefined : cellText(cells[column] ?? null, type);
                    const isNull = cells !== undefined && (cells[column] ?? null) === null;
                    return (
                      <div
                        key={name}
                        role="cell"
                        className={isNumeric(type) ? styles['number'] : styles['cell']}
                        data-null={isNull || undefined}
                        title={text}
                      >
                        {isNull ? (
                          'null'
                        ) : text === undefined ? (
                          <span className={styles['skeleton']} />
                        ) : type === 'json' || text.length > LONG_TEXT ? (
                          <button
                            type="button"
                            className={styles['open']}
                            aria-haspopup="dialog"
                            onClick={() => setOpened({ column: name, row: index, text })}
                          >
                            {text}
                          </button>
                        ) : (
                          text
                        )}
                      </div>
                    );
                  })}
                </div>
              );
            })}
          </div>
        </div>
      </div>
      {opened === undefined ? null : <CellDialog {...opened} onClose={() => setOpened(undefined)} />}
      {total === 0 && !pages.isLoading ? (
        <div className={styles['empty']}>
          <EmptyState isCompact icon={Rows3} title={t(isFiltered ? 'results.emptyFiltered' : 'results.empty')} />
        </div>
      ) : null}
    </div>
  );
}

interface HeaderCellProps {
  readonly column: { readonly name: string; readonly type: string };
  readonly sort: readonly SortKey[];
  readonly onSort: (sort: readonly SortKey[]) => void;
}

function HeaderCell({ column: { name, type }, sort, onSort }: HeaderCellProps) {
  const t = useT();
  const place = sort.findIndex((key) => key.column === name);
  const key = sort[place];
  const order = key === undefined ? 'none' : key.descending === true ? 'descending' : 'ascending';
  const Icon = order === 'none' ? ChevronsUpDown : order === 'descending' ? ArrowDown : ArrowUp;
  return (
    <div
      role="columnheader"
      aria-sort={order}
      className={styles['headCell']}
      data-numeric={isNumeric(type) || undefined}
    >
      <button
        type="button"
        className={styles['sort']}
        title={t('results.sortHint')}
        onClick={(event) => onSort(nextSort(sort, name, event.shiftKey))}
      >
        <span className={styles['name']}>{name}</span>
        <span className={styles['type']}>{type}</span>
        <Icon size={14} aria-hidden data-active={order !== 'none' || undefined} />
        {sort.length > 1 && key !== undefined ? <span className={styles['type']}>{place + 1}</span> : null}
      </button>
    </div>
  );
}

/** Widths from the first rows that come; they stay, so that nothing moves while one scrolls. */
function useWidths(
  columns: ResultTableProps['columns'],
  row: (index: number) => readonly (string | number | boolean | null)[] | undefined,
  task: string,
): readonly number[] {
  const [measured, setMeasured] = useState<{ task: string; widths: readonly number[] }>();
  const first = Array.from({ length: 50 }, (_, index) => row(index)).filter((cells) => cells !== undefined);
  const isNew = measured?.task !== task && first.length > 0;
  const names = columns.map(({ name, type }) => `${name} ${type}`);
  const widths = isNew
    ? columnWidths(
        names,
        first.map((cells) => cells.map((cell, i) => cellText(cell, columns[i]?.type ?? 'string'))),
      )
    : measured?.task === task
      ? measured.widths
      : columnWidths(names, []);
  useEffect(() => {
    if (isNew) setMeasured({ task, widths });
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [isNew, task]);
  return widths;
}
