import { useMutation, useQuery } from '@tanstack/react-query';
import type { Data } from '@orrery/sdk';
import { CircleCheck, CircleX, Stethoscope } from 'lucide-react';
import { client } from '../api/index.ts';
import { formatDateTime, useT } from '../i18n/index.ts';
import { Badge, Button, EmptyState, ErrorState, LoadingState, Table, type Column } from '../ui/index.ts';
import styles from './settings.module.css';

const REFRESH_MS = 10_000;

interface Finding {
  readonly name: string;
  readonly ok: boolean;
  readonly message: string;
  readonly setting?: string;
}

/** How the server is, and a check that really tries what the configuration names. */
export function HealthPanel({ canCheck }: { readonly canCheck: boolean }) {
  const t = useT();
  const health = useQuery({
    queryKey: ['health'],
    queryFn: ({ signal }) => client.health(signal),
    refetchInterval: REFRESH_MS,
  });
  return (
    <div className={styles['sections']}>
      {canCheck && <CheckSection />}
      <section className={styles['section']}>
        <h2>{t('settings.health')}</h2>
        {health.error !== null && health.data === undefined ? (
          <ErrorState
            error={health.error}
            title={t('settings.healthFailed')}
            isCompact
            onRetry={() => void health.refetch()}
          />
        ) : health.data === undefined ? (
          <LoadingState />
        ) : (
          <Health health={health.data} />
        )}
      </section>
    </div>
  );
}

function Health({ health }: { readonly health: Data<'getHealth'> }) {
  const t = useT();
  return (
    <>
      <p className={styles['row']} role="status">
        <span className={health.ok ? styles['good'] : styles['bad']}>
          {t(health.ok ? 'settings.healthOk' : 'settings.healthBad')}
        </span>
        <span className={styles['muted']}>
          {t('settings.running', { version: health.version, since: formatDateTime(health.startTime) })}
        </span>
      </p>
      <Findings label={t('settings.health')} findings={health.components} />
    </>
  );
}

function CheckSection() {
  const t = useT();
  const check = useMutation({ mutationFn: () => client.checkSettings() });
  const items = check.data?.items ?? [];
  const failed = items.filter((item) => !item.ok).length;
  return (
    <section className={styles['section']}>
      <h2>{t('settings.check')}</h2>
      <div className={styles['row']}>
        <Button icon={Stethoscope} variant="primary" isBusy={check.isPending} onClick={() => check.mutate()}>
          {t(check.isPending ? 'settings.checking' : 'settings.checkAll')}
        </Button>
        <span className={styles['lead']}>{t('settings.checkText')}</span>
      </div>
      {check.error !== null && <ErrorState error={check.error} isCompact onRetry={() => check.mutate()} />}
      {check.data === undefined && check.error === null && !check.isPending && (
        <EmptyState icon={Stethoscope} title={t('settings.checkNever')} isCompact />
      )}
      {check.data !== undefined && (
        <>
          <p role="status" className={failed === 0 ? styles['good'] : styles['bad']}>
            {failed === 0
              ? t('settings.checkOk', { count: items.length })
              : t('settings.checkFailed', { failed, count: items.length })}
          </p>
          <Findings label={t('settings.check')} findings={items} />
        </>
      )}
    </section>
  );
}

/** What failed comes first. */
function Findings({ label, findings }: { readonly label: string; readonly findings: readonly Finding[] }) {
  const t = useT();
  const columns: readonly Column<Finding>[] = [
    {
      key: 'ok',
      header: t('settings.result'),
      width: '110px',
      cell: ({ ok }) => (
        <Badge tone={ok ? 'success' : 'danger'} icon={ok ? CircleCheck : CircleX}>
          {t(ok ? 'settings.passed' : 'settings.failed')}
        </Badge>
      ),
    },
    {
      key: 'name',
      header: t('settings.what'),
      width: '30%',
      cell: ({ name, setting }) => (
        <>
          {name}
          {setting !== undefined && <span className={styles['env']}>{setting}</span>}
        </>
      ),
    },
    { key: 'message', header: t('settings.message'), cell: ({ message }) => message },
  ];
  return (
    <Table
      label={label}
      columns={columns}
      rows={findings.toSorted((a, b) => Number(a.ok) - Number(b.ok))}
      rowKey={({ name }) => name}
    />
  );
}
