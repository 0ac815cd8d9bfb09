import { useCallback, useState } from 'react';
import { Download, ListFilter, Tag, X } from 'lucide-react';
import type { ColumnFilter } from '@orrery/sdk';
import { useSearchParams } from 'wouter';
import { useT } from '../i18n/index.ts';
import { needsValue, resultQueryOf, withResultQuery, type ResultQuery } from '../model/result-query.ts';
import { Button, Menu } from '../ui/index.ts';
import { downloadHref } from './download-href.ts';
import { FilterForm } from './FilterForm.tsx';
import { ResultTable } from './ResultTable.tsx';
import type { ResultViewProps } from './ResultViews.tsx';
import styles from './results.module.css';
import { startDownload } from './start-download.ts';
import { StoreAsTag } from './StoreAsTag.tsx';

/** The rows of a result with filters, order, downloads; all of it in the URL. */
export function ResultRows({ job, task, definition }: ResultViewProps) {
  const t = useT();
  const [parameters, setParameters] = useSearchParams();
  const query = resultQueryOf(parameters);
  const { columns, rowCount } = task.result!;
  const [isAdding, setAdding] = useState(false);
  const [isStoring, setStoring] = useState(false);
  const [found, setFound] = useState(rowCount);
  const change = useCallback(
    (next: Partial<ResultQuery>) => setParameters((old) => withResultQuery(old, { ...resultQueryOf(old), ...next })),
    [setParameters],
  );
  const download = (format: 'csv' | 'parquet') => void startDownload(downloadHref(job.id, task.key, format, query));
  const filterText = ({ column, operator, value }: ColumnFilter): string =>
    [column, t(`results.op.${operator}`), needsValue(operator) ? JSON.stringify(value ?? '') : ''].join(' ').trim();
  return (
    <>
      <div className={styles['bar']}>
        <Button size="sm" icon={ListFilter} aria-expanded={isAdding} onClick={() => setAdding(!isAdding)}>
          {t('results.filter.add')}
        </Button>
        {query.filters.map((filter, index) => (
          <span key={index} className={styles['chip']}>
            {filterText(filter)}
            <button
              type="button"
              aria-label={t('results.filter.remove', { filter: filterText(filter) })}
              onClick={() => change({ filters: query.filters.filter((_, other) => other !== index) })}
            >
              <X size={12} aria-hidden />
            </button>
          </span>
        ))}
        {query.filters.length > 1 ? (
          <Button size="sm" variant="ghost" onClick={() => change({ filters: [] })}>
            {t('results.filter.clear')}
          </Button>
        ) : null}
        <span className={styles['count']} role="status" data-testid="row-count">
          {query.filters.length > 0
            ? t('results.rowsOf', { shown: found, total: rowCount })
            : t('results.rows', { count: rowCount })}
        </span>
        <Menu
          label={t('results.download')}
          header={t('results.downloadHint')}
          items={[
            { label: t('results.downloadCsv'), onSelect: () => download('csv') },
            { label: t('results.downloadParquet'), onSelect: () => download('parquet') },
          ]}
          trigger={(props) => (
            <Button {...props} size="sm" icon={Download}>
              {t('results.download')}
            </Button>
          )}
        />
        <Button size="sm" icon={Tag} onClick={() => setStoring(true)}>
          {t('results.storeAsTag')}
        </Button>
      </div>
      {isAdding ? (
        <FilterForm
          columns={columns}
          onApply={(filter) => {
            change({ filters: [...query.filters, filter] });
            setAdding(false);
          }}
          onCancel={() => setAdding(false)}
        />
      ) : null}
      <ResultTable
        jobId={job.id}
        task={task.key}
        columns={columns}
        rowCount={rowCount}
        query={query}
        onSort={(sort) => change({ sort })}
        onTotal={setFound}
      />
      {isStoring ? (
        <StoreAsTag job={job} task={task} definition={definition} onClose={() => setStoring(false)} />
      ) : null}
    </>
  );
}
