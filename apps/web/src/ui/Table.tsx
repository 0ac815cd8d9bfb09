import { ArrowDown, ArrowUp } from 'lucide-react';
import type { ReactNode } from 'react';
import { useT } from '../i18n/index.ts';
import { classNames } from './class-names.ts';
import { Skeleton } from './states.tsx';
import styles from './Table.module.css';

export interface Column<R> {
  readonly key: string;
  readonly header: ReactNode;
  /** What the header is called where it is not text. */
  readonly label?: string;
  readonly cell: (row: R) => ReactNode;
  readonly align?: 'start' | 'end';
  /** CSS width: `120px`, `20%`. */
  readonly width?: string;
  readonly isSortable?: boolean;
  /** Left out where the window is narrow. */
  readonly isSecondary?: boolean;
}

export interface Sort {
  readonly key: string;
  readonly isDescending: boolean;
}

export interface TableProps<R> {
  /** What the table lists, for assistive technology. */
  readonly label: string;
  readonly columns: readonly Column<R>[];
  /** Undefined while they are loading: grey rows then. */
  readonly rows: readonly R[] | undefined;
  readonly rowKey: (row: R) => string | number;
  readonly sort?: Sort | undefined;
  readonly onSort?: (sort: Sort) => void;
  readonly isSelected?: (row: R) => boolean;
  readonly onRowClick?: (row: R) => void;
  readonly skeletonRows?: number;
  /** Below the header where there are no rows. */
  readonly empty?: ReactNode;
  readonly className?: string;
}

/**
 * A table of up to some hundred rows, with a header that stays. Rows react to clicks with `onRowClick` as a shortcut
 * of the mouse; give the keyboard a link or button in a cell. Large results have their own grid in results/.
 */
export function Table<R>(props: TableProps<R>) {
  const {
    label,
    columns,
    rows,
    rowKey,
    sort,
    onSort,
    isSelected,
    onRowClick,
    skeletonRows = 8,
    empty,
    className,
  } = props;
  return (
    <div className={classNames(styles['frame'], className)}>
      <table className={styles['table']} aria-label={label} aria-busy={rows === undefined}>
        <thead>
          <tr>
            {columns.map((column) => (
              <HeaderCell key={column.key} column={column} sort={sort} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows === undefined &&
            Array.from({ length: skeletonRows }, (_, row) => (
              <tr key={row} className={styles['row']}>
                {columns.map(({ key, isSecondary }, index) => (
                  <td key={key} className={classNames(styles['cell'], isSecondary === true && styles['secondary'])}>
                    <Skeleton width={`${50 + ((row * 7 + index * 13) % 40)}%`} height={14} />
                  </td>
                ))}
              </tr>
            ))}
          {rows?.map((row) => (
            <tr
              key={rowKey(row)}
              className={classNames(styles['row'], onRowClick !== undefined && styles['clickable'])}
              data-selected={isSelected?.(row) === true || undefined}
              onClick={(event) => {
                const isOnControl = (event.target as Element).closest('a, button, input, select, label') !== null;
                if (!isOnControl && window.getSelection()?.isCollapsed !== false) onRowClick?.(row);
              }}
            >
              {columns.map(({ key, cell, align, isSecondary }) => (
                <td
                  key={key}
                  className={classNames(
                    styles['cell'],
                    align === 'end' && styles['end'],
                    isSecondary === true && styles['secondary'],
                  )}
                >
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows?.length === 0 && empty}
    </div>
  );
}

interface HeaderCellProps<R> {
  readonly column: Column<R>;
  readonly sort: Sort | undefined;
  readonly onSort: ((sort: Sort) => void) | undefined;
}

function HeaderCell<R>({ column, sort, onSort }: HeaderCellProps<R>) {
  const t = useT();
  const { key, header, label, align, width, isSortable, isSecondary } = column;
  const isSorted = sort?.key === key;
  const name = label ?? (typeof header === 'string' ? header : key);
  const Arrow = sort?.isDescending === true ? ArrowDown : ArrowUp;
  return (
    <th
      scope="col"
      style={{ width }}
      className={classNames(
        styles['head'],
        align === 'end' && styles['end'],
        isSecondary === true && styles['secondary'],
      )}
      aria-sort={isSorted ? (sort.isDescending ? 'descending' : 'ascending') : undefined}
    >
      {isSortable === true && onSort !== undefined ? (
        <button
          type="button"
          className={styles['sort']}
          title={t(isSorted && !sort.isDescending ? 'ui.sortDescending' : 'ui.sortAscending', { column: name })}
          onClick={() => onSort({ key, isDescending: isSorted && !sort.isDescending })}
        >
          {header}
          {isSorted && <Arrow size={12} aria-hidden />}
        </button>
      ) : label === undefined ? (
        header
      ) : (
        <>
          <span className="visually-hidden">{label}</span>
          {header}
        </>
      )}
    </th>
  );
}
