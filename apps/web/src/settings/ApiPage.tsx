import { useQuery } from '@tanstack/react-query';
import { ConnectionError } from '@orrery/sdk';
import { BookOpen, FileJson, SearchX } from 'lucide-react';
import { useMemo, useSyncExternalStore } from 'react';
import { useLocation, useSearch } from 'wouter';
import { useT } from '../i18n/index.ts';
import { apiGroups, matchingCalls, type OpenApiDocument } from '../model/api-reference.ts';
import { Button, EmptyState, ErrorState, Page, SearchInput, Skeleton } from '../ui/index.ts';
import { ApiCallDetails } from './ApiCallDetails.tsx';
import styles from './ApiPage.module.css';

const DOCUMENT_PATH = '/api/openapi.json';
const REFERENCE_PATH = '/api/docs';

/** Every call of the server, from its own OpenAPI document; `?search=` filters, `#<operation>` opens one. */
export default function ApiPage() {
  const t = useT();
  const [path, navigate] = useLocation();
  const search = new URLSearchParams(useSearch()).get('search') ?? '';
  const document = useQuery({
    queryKey: ['openapi'],
    queryFn: async ({ signal }): Promise<OpenApiDocument> => {
      const response = await fetch(DOCUMENT_PATH, { signal });
      if (!response.ok) throw new ConnectionError(`${DOCUMENT_PATH} was answered with ${response.status}`);
      return (await response.json()) as OpenApiDocument;
    },
    staleTime: Number.POSITIVE_INFINITY,
  });
  const groups = useMemo(() => (document.data === undefined ? undefined : apiGroups(document.data)), [document.data]);
  const shown = useMemo(() => (groups === undefined ? undefined : matchingCalls(groups, search)), [groups, search]);
  const setSearch = (text: string): void =>
    navigate(text === '' ? path : `${path}?${new URLSearchParams({ search: text })}`, { replace: true });
  const wanted = useSyncExternalStore(onHashChange, () => window.location.hash.slice(1));
  const setWanted = (id: string, isOpen: boolean): void => {
    if (isOpen) navigate(`${path}${window.location.search}#${id}`, { replace: true });
    else if (id === wanted) navigate(`${path}${window.location.search}`, { replace: true });
  };
  return (
    <Page
      title={t('apiPage.title')}
      actions={
        <>
          <ServerLink href={DOCUMENT_PATH} icon={FileJson} label={t('apiPage.document')} />
          <ServerLink href={REFERENCE_PATH} icon={BookOpen} label={t('apiPage.reference')} />
        </>
      }
    >
      <p className={styles['lead']}>{t('apiPage.text')}</p>
      <div className={styles['toolbar']}>
        <SearchInput
          className={styles['search'] ?? ''}
          value={search}
          label={t('apiPage.search')}
          onChange={setSearch}
        />
      </div>
      {document.error !== null ? (
        <ErrorState error={document.error} title={t('apiPage.loadFailed')} onRetry={() => void document.refetch()} />
      ) : shown === undefined ? (
        <div className={styles['groups']} role="status" aria-label={t('apiPage.loading')}>
          <Skeleton height={200} />
          <Skeleton height={320} />
        </div>
      ) : shown.length === 0 ? (
        <EmptyState
          icon={SearchX}
          title={t('apiPage.noMatchTitle')}
          text={t('apiPage.noMatchText')}
          actions={<Button onClick={() => setSearch('')}>{t('apiPage.clear')}</Button>}
        />
      ) : (
        <div className={styles['groups']}>
          {shown.map(({ name, calls }) => (
            <section key={name}>
              <h2>{name}</h2>
              <div className={styles['calls']}>
                {calls.map((call) => (
                  <ApiCallDetails
                    key={call.id}
                    call={call}
                    isWanted={call.id === wanted}
                    onToggle={(isOpen) => setWanted(call.id, isOpen)}
                  />
                ))}
              </div>
            </section>
          ))}
        </div>
      )}
    </Page>
  );
}

/** Also after a change by the router, which the browser's own event does not tell. */
function onHashChange(listener: () => void): () => void {
  const events = ['hashchange', 'popstate', 'pushState', 'replaceState'];
  for (const event of events) window.addEventListener(event, listener);
  return () => {
    for (const event of events) window.removeEventListener(event, listener);
  };
}

interface ServerLinkProps {
  readonly href: string;
  readonly icon: typeof BookOpen;
  readonly label: string;
}

/** A page of the server, not of this app's router. */
function ServerLink({ href, icon, label }: ServerLinkProps) {
  return (
    <Button icon={icon} onClick={() => window.open(href, '_blank', 'noopener')}>
      {label}
    </Button>
  );
}
