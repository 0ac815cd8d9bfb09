import { useMemo, useState } from 'react';
import { useAccount, useGraphs } from '../../api/index.ts';
import { useT } from '../../i18n/index.ts';
import { callTexts, type CallTexts } from '../../model/call-texts.ts';
import { runGroups, runInput, type RunEntries } from '../../model/run-parameters.ts';
import { CopyButton, Dialog, Tabs } from '../../ui/index.ts';
import { RunFields } from '../../workflows/RunFields.tsx';
import { useDesignerStore } from '../designer-context.ts';
import styles from './CallDialog.module.css';

/** How to run this workflow from outside, with the parameters as they are set here. */
export function CallDialog({ workflowId, onClose }: { readonly workflowId: string; readonly onClose: () => void }) {
  const t = useT();
  const { graphAddress, user } = useAccount();
  const graphs = useGraphs();
  // Accounts of the embedded graph belong to no address; a script logs in at the one that it listens on.
  const address = graphAddress.includes(':')
    ? graphAddress
    : (graphs.data?.find(({ isEmbedded }) => isEmbedded)?.address ?? '127.0.0.1:9669');
  const store = useDesignerStore();
  const { saved } = store.state();
  const groups = useMemo(() => runGroups(saved, store.catalogue), [saved, store]);
  const [entries, setEntries] = useState<RunEntries>({});
  const [way, setWay] = useState<keyof CallTexts>('curl');
  const { input, faults } = runInput(groups, entries);
  const sent = Object.keys(input).length === 0 ? exampleInput(groups) : input;
  const texts = callTexts({ origin: location.origin, workflowId, graphAddress: address, user, input: sent });
  const typed = Object.fromEntries(Object.entries(faults).filter(([, { kind }]) => kind !== 'required'));
  return (
    <Dialog title={t('designer.call.title')} size="xl" onClose={onClose}>
      <p className={styles['lead']}>{t('designer.call.text')}</p>
      <div className={styles['columns']}>
        <div className={styles['fields']}>
          {groups.length === 0 ? (
            <p className={styles['lead']}>{t('designer.call.noParameters')}</p>
          ) : (
            <RunFields
              groups={groups}
              entries={entries}
              faults={typed}
              onChange={(key, entry) => setEntries({ ...entries, [key]: entry })}
            />
          )}
        </div>
        <Tabs<keyof CallTexts>
          label={t('designer.call.way')}
          value={way}
          onChange={setWay}
          tabs={[
            { value: 'curl', label: 'curl' },
            { value: 'typescript', label: 'TypeScript' },
            { value: 'cli', label: t('designer.call.cli') },
          ]}
          aside={<CopyButton text={texts[way]} label={t('designer.call.copy')} />}
        >
          <pre className={styles['code']} tabIndex={0}>
            {texts[way]}
          </pre>
        </Tabs>
      </div>
    </Dialog>
  );
}

/** The parameters of the queries with their defaults, so that the call shows where they go. */
function exampleInput(groups: ReturnType<typeof runGroups>) {
  const input: Record<string, Record<string, string>> = {};
  for (const { taskId, taskType, fields } of groups) {
    if (taskType !== 'Query') continue;
    for (const { name, initial, upstream, kind } of fields) {
      if (upstream === undefined && kind === 'text') (input[taskId] ??= {})[name] = initial;
    }
  }
  return input;
}
