import type { Fault } from '@orrery/contracts';
import { useMutation } from '@tanstack/react-query';
import { FileCheck, FileUp } from 'lucide-react';
import { useRef, useState } from 'react';
import { client } from '../api/index.ts';
import { faultText, useT } from '../i18n/index.ts';
import { Button, ErrorState, Field, TextArea } from '../ui/index.ts';
import styles from './settings.module.css';

/** Faults of a configuration file's text, before a server is started with it. */
export function ValidatePanel() {
  const t = useT();
  const [text, setText] = useState('');
  const picker = useRef<HTMLInputElement>(null);
  const check = useMutation({ mutationFn: () => client.validateSettings(text) });
  const take = (next: string): void => {
    setText(next);
    check.reset();
  };
  return (
    <div className={styles['sections']}>
      <div className={styles['section']}>
        <Field label={t('settings.configText')} help={t('settings.validateText')}>
          {(control) => (
            <TextArea
              {...control}
              isMono
              rows={16}
              wrap="off"
              spellCheck={false}
              value={text}
              placeholder={'server:\n  port: 7002'}
              onChange={(event) => take(event.target.value)}
            />
          )}
        </Field>
        <div className={styles['row']}>
          <Button
            variant="primary"
            icon={FileCheck}
            disabled={text.trim() === ''}
            isBusy={check.isPending}
            onClick={() => check.mutate()}
          >
            {t('settings.validate')}
          </Button>
          <Button icon={FileUp} onClick={() => picker.current?.click()}>
            {t('settings.chooseFile')}
          </Button>
          <input
            ref={picker}
            type="file"
            hidden
            accept=".yaml,.yml"
            aria-label={t('settings.chooseFile')}
            onChange={async (event) => {
              const file = event.target.files?.[0];
              event.target.value = '';
              if (file !== undefined) take(await file.text());
            }}
          />
        </div>
        {check.error !== null && <ErrorState error={check.error} isCompact onRetry={() => check.mutate()} />}
        {check.data?.valid === true && (
          <p role="status" className={styles['good']}>
            {t('settings.valid')}
          </p>
        )}
        {check.data?.valid === false && (
          <div role="alert" className={styles['section']}>
            <p className={styles['bad']}>{t('settings.invalid', { count: check.data.faults.length })}</p>
            <ul className={styles['faults']}>
              {check.data.faults.map((fault) => (
                <li key={`${fault.path} ${fault.message}`}>
                  {fault.path !== '' && <code>{fault.path}</code>} {faultText(fault as Fault)}
                </li>
              ))}
            </ul>
          </div>
        )}
      </div>
    </div>
  );
}
