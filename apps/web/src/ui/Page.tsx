import { ChevronRight } from 'lucide-react';
import { useEffect, type ReactNode } from 'react';
import { Link } from 'wouter';
import { classNames } from './class-names.ts';
import styles from './Page.module.css';

/** The browser's title while a page is shown: `Jobs · Orrery`. */
export function useDocumentTitle(title: string): void {
  useEffect(() => {
    document.title = title === '' ? 'Orrery' : `${title} · Orrery`;
  }, [title]);
}

export interface PageProps {
  readonly title: ReactNode;
  /** The browser's title, where the title is no text. */
  readonly documentTitle?: string;
  readonly crumbs?: readonly { readonly label: string; readonly href: string }[];
  /** Beside the title: badges, ids. */
  readonly aside?: ReactNode;
  readonly actions?: ReactNode;
  /** full: uses the whole window below the head and does not scroll by itself. */
  readonly layout?: 'wide' | 'narrow' | 'full';
  readonly children: ReactNode;
}

/** Head and body of a page. The designer and the job page have `layout="full"`. */
export function Page({ title, documentTitle, crumbs = [], aside, actions, layout = 'wide', children }: PageProps) {
  useDocumentTitle(documentTitle ?? (typeof title === 'string' ? title : ''));
  return (
    <div className={classNames(styles['page'], styles[layout])}>
      <header className={styles['head']}>
        <div className={styles['titles']}>
          {crumbs.map(({ label, href }) => (
            <span key={href} className={styles['crumb']}>
              <Link href={href}>{label}</Link>
              <ChevronRight size={14} aria-hidden />
            </span>
          ))}
          <h1 className={styles['title']}>{title}</h1>
          {aside}
        </div>
        {actions !== undefined && <div className={styles['actions']}>{actions}</div>}
      </header>
      <div className={styles['body']}>{children}</div>
    </div>
  );
}
