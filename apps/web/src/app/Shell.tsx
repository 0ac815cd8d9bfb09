import { useQueryClient } from '@tanstack/react-query';
import { BookText, ListChecks, Settings, Workflow, type LucideIcon } from 'lucide-react';
import { Suspense, useEffect, useRef } from 'react';
import { Link, useLocation } from 'wouter';
import { useIsServerAway, type Session } from '../api/index.ts';
import { useT, type MessageKey } from '../i18n/index.ts';
import { LoadingState } from '../ui/index.ts';
import { AccountMenu } from './AccountMenu.tsx';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { Logo } from './Logo.tsx';
import { pageAt, Routes } from './routes.tsx';
import styles from './Shell.module.css';

const PLACES: readonly { href: string; key: MessageKey; icon: LucideIcon; isRootOnly?: boolean }[] = [
  { href: '/workflows', key: 'nav.workflows', icon: Workflow },
  { href: '/jobs', key: 'nav.jobs', icon: ListChecks },
  { href: '/settings', key: 'nav.settings', icon: Settings },
  { href: '/api', key: 'nav.api', icon: BookText },
];

/** Navigation above, the page below. */
export function Shell({ session }: { readonly session: Session }) {
  const t = useT();
  const [path] = useLocation();
  const main = useRef<HTMLElement>(null);
  const isFirst = useRef(true);
  const page = pageAt(path);
  useEffect(() => {
    // A new page begins at its top, and the keyboard and screen readers begin there too.
    if (isFirst.current) isFirst.current = false;
    else main.current?.focus({ preventScroll: true });
    main.current?.scrollTo(0, 0);
  }, [page]);
  return (
    <div className={styles['shell']}>
      <a
        href="#content"
        className={styles['skip']}
        onClick={(event) => {
          event.preventDefault();
          main.current?.focus();
        }}
      >
        {t('app.skipToContent')}
      </a>
      <header className={styles['bar']}>
        <Link href="/workflows" className={styles['brand']} aria-label={t('app.name')}>
          <Logo size={22} />
          <span className={styles['name']}>{t('app.name')}</span>
        </Link>
        <nav aria-label={t('app.navigation')} className={styles['places']}>
          {PLACES.map(({ href, key, icon: Icon }) => {
            const isHere = path === href || path.startsWith(`${href}/`);
            return (
              <Link key={href} href={href} className={styles['place']} aria-current={isHere ? 'page' : undefined}>
                <Icon size={16} aria-hidden />
                <span>{t(key)}</span>
              </Link>
            );
          })}
        </nav>
        <AccountMenu session={session} />
      </header>
      <ServerAway />
      <main ref={main} id="content" tabIndex={-1} className={styles['main']}>
        <ErrorBoundary resetKey={path}>
          <Suspense fallback={<LoadingState />}>
            <Routes />
          </Suspense>
        </ErrorBoundary>
      </main>
    </div>
  );
}

/** Says that the server is away; when it is back, what is shown is read again. */
function ServerAway() {
  const t = useT();
  const queries = useQueryClient();
  const isAway = useIsServerAway();
  const wasAway = useRef(false);
  useEffect(() => {
    if (wasAway.current && !isAway) void queries.invalidateQueries();
    wasAway.current = isAway;
  }, [isAway, queries]);
  if (!isAway) return null;
  return (
    <p role="alert" className={styles['away']}>
      {t('app.offline')}
    </p>
  );
}
