import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useT } from '../i18n/index.ts';
import { IconButton } from './IconButton.tsx';
import styles from './Pagination.module.css';

export interface PaginationProps {
  /** From 1. */
  readonly page: number;
  readonly pageSize: number;
  readonly total: number;
  readonly onPage: (page: number) => void;
}

/** Where one is in a paged list; nothing when all of it fits on one page. */
export function Pagination({ page, pageSize, total, onPage }: PaginationProps) {
  const t = useT();
  const last = Math.max(1, Math.ceil(total / pageSize));
  if (last === 1 && page === 1) return null;
  const from = Math.min(total, (page - 1) * pageSize + 1);
  const to = Math.min(total, page * pageSize);
  return (
    <div className={styles['pagination']}>
      <span className={styles['range']}>{t('ui.page.range', { from, to, total })}</span>
      <IconButton
        icon={ChevronLeft}
        label={t('ui.page.previous')}
        disabled={page <= 1}
        onClick={() => onPage(page - 1)}
      />
      <IconButton
        icon={ChevronRight}
        label={t('ui.page.next')}
        disabled={page >= last}
        onClick={() => onPage(page + 1)}
      />
    </div>
  );
}
