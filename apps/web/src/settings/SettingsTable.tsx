import { SearchX } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useCatalogue } from '../api/index.ts';
import { formatBytes, formatDuration, formatNumber, useT, type MessageKey } from '../i18n/index.ts';
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
  const [text, setText] = useState('');
  const [onlyChanged, setOnlyChanged] = useState(false);
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
          <span className={styles['value']}>{settingText(setting.value)}</span>
          {isChanged(setting) && (
            <span className={styles['env']}>
              {t('settings.default')}: {settingText(setting.default)}
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
          onChange={(event) => setOnlyChanged(event.target.checked)}
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
                setOnlyChanged(false);
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

/** Limits that people look for first, with their units. */
const LIMITS: Readonly<Record<string, (value: number) => string>> = {
  'queue.maxJobs': formatNumber,
  'queue.runningJobs': formatNumber,
  'execution.memory': formatBytes,
  'query.maxRows': formatNumber,
  'query.timeout': formatDuration,
  'server.bodyLimit': formatBytes,
  'results.retention': formatDuration,
  'results.maxSize': formatBytes,
};

function Overview({ settings }: { readonly settings: readonly Setting[] }) {
  const t = useT();
  const catalogue = useCatalogue();
  const valueOf = (path: string): unknown => settings.find((setting) => setting.path === path)?.value;
  const addresses = valueOf('graph.addresses');
  const list = Array.isArray(addresses) ? addresses.map(String) : [];
  const stores = catalogue.data?.stores ?? [];
  const limits = settings.filter(({ path }) => Object.hasOwn(LIMITS, path));
  return (
    <div className={styles['cards']}>
      <section className={styles['card']}>
        <h2>{t('settings.graphAddresses')}</h2>
        <ul>
          {list.length === 0 && <li>{t('settings.embeddedOnly')}</li>}
          {list.map((address) => (
            <li key={address}>{address}</li>
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
              <dd>{typeof value === 'number' ? LIMITS[path]!(value) : settingText(value)}</dd>
            </div>
          ))}
        </dl>
      </section>
    </div>
  );
}
