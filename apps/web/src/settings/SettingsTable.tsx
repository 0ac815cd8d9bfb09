import { useQuery } from '@tanstack/react-query';
import { SearchX } from 'lucide-react';
import { useMemo } from 'react';
import { client, queryKeys, useCatalogue } from '../api/index.ts';
import { useUrlParameter } from '../app/use-url-parameter.ts';
import { formatBytes, formatDuration, useT, type MessageKey } from '../i18n/index.ts';
import { isChanged, settingGroups, settingText, type Setting } from '../model/settings-groups.ts';
import { Badge, Button, Checkbox, EmptyState, SearchInput, Table, type Column } from '../ui/index.ts';
import styles from './settings.module.css';

const SOURCE_KEYS: Readonly<Record<string, MessageKey>> = {
  default: 'settings.source.default',
  file: 'settings.source.file',
  environment: 'settings.source.environment',
  'command line': 'settings.source.argument',
};

/** Every setting with its value, where that comes from and what it does. */
export function SettingsTable({ settings }: { readonly settings: readonly Setting[] }) {
  const t = useT();
  const [text, setText] = useUrlParameter('search', '');
  const [changed, setChanged] = useUrlParameter('changed', '');
  const onlyChanged = changed === 'only';
  const groups = useMemo(() => settingGroups(settings, { text, onlyChanged }), [settings, text, onlyChanged]);
  const columns: readonly Column<Setting>[] = [
    {
      key: 'path',
      header: t('settings.setting'),
      width: '26%',
      cell: ({ path, environmentVariable }) => (
        <>
          <span className={styles['path']}>{path}</span>
          <span className={styles['env']}>{environmentVariable}</span>
        </>
      ),
    },
    {
      key: 'value',
      header: t('settings.value'),
      width: '24%',
      cell: (setting) => (
        <>
          <span className={styles['value']}>{shownValue(setting.path, setting.value)}</span>
          {isChanged(setting) && (
            <span className={styles['env']}>
              {t('settings.default')}: {shownValue(setting.path, setting.default)}
            </span>
          )}
        </>
      ),
    },
    {
      key: 'source',
      header: t('settings.source'),
      width: '120px',
      cell: ({ source }) => (
        <Badge tone={source === 'default' ? 'neutral' : 'accent'}>
          {SOURCE_KEYS[source] === undefined ? source : t(SOURCE_KEYS[source])}
        </Badge>
      ),
    },
    {
      key: 'help',
      header: t('settings.help'),
      cell: ({ help }) => <span className={styles['help']}>{help}</span>,
    },
  ];
  return (
    <>
      <Overview settings={settings} />
      <div className={styles['toolbar']}>
        <SearchInput className={styles['search'] ?? ''} value={text} label={t('settings.search')} onChange={setText} />
        <Checkbox
          label={t('settings.onlyChanged')}
          checked={onlyChanged}
          onChange={(event) => setChanged(event.target.checked ? 'only' : '')}
        />
        <span className={styles['lead']}>{t('settings.readOnly')}</span>
      </div>
      {groups.length === 0 && (
        <EmptyState
          icon={SearchX}
          title={t('settings.noMatchTitle')}
          text={t('settings.noMatchText')}
          actions={
            <Button
              onClick={() => {
                setText('');
                setChanged('');
              }}
            >
              {t('settings.clear')}
            </Button>
          }
        />
      )}
      <div className={styles['groups']}>
        {groups.map(({ name, settings: rows }) => (
          <section key={name}>
            <h2>{name}</h2>
            <Table
              label={name}
              className={styles['table'] ?? ''}
              columns={columns}
              rows={rows}
              rowKey={({ path }) => path}
            />
          </section>
        ))}
      </div>
    </>
  );
}

/** Limits that people look for first. */
const LIMITS = [
  'server.bodyLimit',
  'queue.maxJobs',
  'queue.runningJobs',
  'execution.memory',
  'query.maxRows',
  'query.timeout',
  'results.retention',
  'results.maxSize',
];

/** Settings come as plain numbers; of these the unit is known. */
const UNITS: Readonly<Record<string, (value: number) => string>> = {
  'server.bodyLimit': formatBytes,
  'execution.memory': formatBytes,
  'results.maxSize': formatBytes,
  'results.minFreeSpace': formatBytes,
  'execution.taskTimeout': formatDuration,
  'execution.cancelGrace': formatDuration,
  'execution.hangTimeout': formatDuration,
  'results.retention': formatDuration,
  'sessions.lifetime': formatDuration,
  'query.timeout': formatDuration,
};

function shownValue(path: string, value: Setting['value']): string {
  return typeof value === 'number' ? (UNITS[path]?.(value) ?? String(value)) : settingText(value);
}

function Overview({ settings }: { readonly settings: readonly Setting[] }) {
  const t = useT();
  const catalogue = useCatalogue();
  const graphs = useQuery({ queryKey: queryKeys.graphs, queryFn: () => client.graphs() });
  const stores = catalogue.data?.stores ?? [];
  const limits = settings.filter(({ path }) => LIMITS.includes(path));
  return (
    <div className={styles['cards']}>
      <section className={styles['card']}>
        <h2>{t('settings.graphAddresses')}</h2>
        <ul>
          {graphs.data?.map(({ address, isEmbedded }) => (
            <li key={address}>{isEmbedded ? t('settings.embedded', { address }) : address}</li>
          ))}
        </ul>
      </section>
      <section className={styles['card']}>
        <h2>{t('settings.resultStores')}</h2>
        <ul>
          {stores.map((store) => (
            <li key={store}>{store}</li>
          ))}
        </ul>
      </section>
      <section className={styles['card']}>
        <h2>{t('settings.limits')}</h2>
        <dl>
          {limits.map(({ path, value }) => (
            <div key={path} style={{ display: 'contents' }}>
              <dt>{path}</dt>
              <dd>{shownValue(path, value)}</dd>
            </div>
          ))}
        </dl>
      </section>
    </div>
  );
}
