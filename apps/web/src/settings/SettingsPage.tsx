import { useQuery } from '@tanstack/react-query';
import { OrreryError } from '@orrery/sdk';
import { Lock } from 'lucide-react';
import { useLocation, useSearch } from 'wouter';
import { client, queryKeys } from '../api/index.ts';
import { useT } from '../i18n/index.ts';
import { EmptyState, ErrorState, Page, Skeleton, Tabs } from '../ui/index.ts';
import { HealthPanel } from './HealthPanel.tsx';
import { SettingsTable } from './SettingsTable.tsx';
import styles from './settings.module.css';
import { ValidatePanel } from './ValidatePanel.tsx';

const TABS = ['force', 'health', 'validate'] as const;
type Tab = (typeof TABS)[number];

/** The configuration in force, its check and the health of the server; `?tab=` says which. */
export default function SettingsPage() {
  const t = useT();
  const [path, navigate] = useLocation();
  const wanted = new URLSearchParams(useSearch()).get('tab');
  const tab = TABS.find((name) => name === wanted) ?? 'force';
  const settings = useQuery({ queryKey: queryKeys.settings, queryFn: () => client.settings() });
  const isForbidden = settings.error instanceof OrreryError && settings.error.httpStatus === 403;
  return (
    <Page title={t('settings.title')}>
      <Tabs<Tab>
        label={t('settings.title')}
        tabs={[
          { value: 'force', label: t('settings.inForce') },
          { value: 'health', label: t('settings.healthTab') },
          { value: 'validate', label: t('settings.validateTab'), isDisabled: isForbidden },
        ]}
        value={tab}
        onChange={(next) => navigate(next === 'force' ? path : `${path}?tab=${next}`, { replace: true })}
      >
        {tab === 'health' ? (
          <HealthPanel canCheck={!isForbidden} />
        ) : isForbidden ? (
          <EmptyState icon={Lock} title={t('settings.forbiddenTitle')} text={t('settings.forbiddenText')} />
        ) : tab === 'validate' ? (
          <ValidatePanel />
        ) : settings.error !== null ? (
          <ErrorState error={settings.error} title={t('settings.loadFailed')} onRetry={() => void settings.refetch()} />
        ) : settings.data === undefined ? (
          <div className={styles['sections']} role="status" aria-label={t('settings.loading')}>
            <Skeleton height={120} />
            <Skeleton height={360} />
          </div>
        ) : (
          <SettingsTable settings={settings.data} />
        )}
      </Tabs>
    </Page>
  );
}
