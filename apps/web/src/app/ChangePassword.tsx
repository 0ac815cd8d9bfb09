import { useMutation } from '@tanstack/react-query';
import { useId, useState, type FormEvent } from 'react';
import { client, errorText } from '../api/index.ts';
import { useT } from '../i18n/index.ts';
import { Button, Dialog, Field, Input, showToast } from '../ui/index.ts';
import styles from './ChangePassword.module.css';

/** Changes the password at the graph; the server gives this browser a new session at once. */
export function ChangePassword({ user, onClose }: { readonly user: string; readonly onClose: () => void }) {
  const t = useT();
  const formId = useId();
  const [old, setOld] = useState('');
  const [next, setNext] = useState('');
  const [repeated, setRepeated] = useState('');
  const [isTried, setTried] = useState(false);
  const change = useMutation({
    mutationFn: () => client.changePassword(old, next),
    onSuccess: () => {
      showToast({ text: t('password.done'), tone: 'success' });
      onClose();
    },
  });
  const differs = next !== repeated;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (!differs) change.mutate();
  };
  return (
    <Dialog
      title={t('password.title')}
      size="sm"
      onClose={onClose}
      footer={
        <>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button variant="primary" type="submit" form={formId} isBusy={change.isPending}>
            {t('password.submit')}
          </Button>
        </>
      }
    >
      <form id={formId} className={styles['form']} onSubmit={submit}>
        <p className={styles['text']}>{t('password.text', { user })}</p>
        <input type="text" autoComplete="username" value={user} readOnly hidden />
        <Field label={t('password.old')}>
          {(control) => (
            <Input
              {...control}
              type="password"
              autoComplete="current-password"
              required
              data-autofocus
              value={old}
              onChange={(event) => setOld(event.target.value)}
            />
          )}
        </Field>
        <Field label={t('password.new')}>
          {(control) => (
            <Input
              {...control}
              type="password"
              autoComplete="new-password"
              required
              value={next}
              onChange={(event) => setNext(event.target.value)}
            />
          )}
        </Field>
        <Field label={t('password.repeat')} error={isTried && differs ? t('password.differs') : undefined}>
          {(control) => (
            <Input
              {...control}
              type="password"
              autoComplete="new-password"
              required
              value={repeated}
              onChange={(event) => setRepeated(event.target.value)}
            />
          )}
        </Field>
        {change.error !== null && (
          <p role="alert" className={styles['error']}>
            {errorText(change.error, t).text}
          </p>
        )}
      </form>
    </Dialog>
  );
}
