import { useT } from '../i18n/index.ts';
import { PAGE_SIZES } from '../model/list-state.ts';
import { Pagination, Select } from '../ui/index.ts';
import styles from './lists.module.css';

interface ListFooterProps {
  readonly page: number;
  readonly pageSize: number;
  readonly total: number;
  readonly onChange: (change: { page?: number; pageSize?: number }) => void;
}

/** Page and rows per page; nothing where even the smallest page holds everything. */
export function ListFooter({ page, pageSize, total, onChange }: ListFooterProps) {
  const t = useT();
  if (total <= PAGE_SIZES[0] && page === 1) return null;
  return (
    <div className={styles['footer']}>
      <label className={styles['pageSize']}>
        <span>{t('workflows.pageSize')}</span>
        <Select
          value={String(pageSize)}
          options={PAGE_SIZES.map((size) => ({ value: String(size), label: String(size) }))}
          onChange={(event) => onChange({ pageSize: Number(event.target.value) })}
        />
      </label>
      <Pagination page={page} pageSize={pageSize} total={total} onPage={(next) => onChange({ page: next })} />
    </div>
  );
}
