import { useMutation } from '@tanstack/react-query';
import { Eye, EyeOff } from 'lucide-react';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { client, useGraphs, useSignedIn, type Session } from '../api/index.ts';
import { useT } from '../i18n/index.ts';
import { Button, ErrorState, Field, IconButton, Input, Select } from '../ui/index.ts';
import styles from './SignInForm.module.css';
import { rememberedSignIn, rememberSignIn } from './remembered-sign-in.ts';
import { signInFault } from './sign-in-fault.ts';

export interface SignInFormProps {
  /** Signs in again as this account, which then can't be changed. */
  readonly account?: Session;
  readonly onSignedIn: () => void;
}

/** Graph, account, password; remembers the first two. */
export function SignInForm({ account, onSignedIn }: SignInFormProps) {
  const t = useT();
  const signedIn = useSignedIn();
  const graphs = useGraphs();
  const [remembered] = useState(rememberedSignIn);
  const [chosen, setChosen] = useState<string>();
  const [user, setUser] = useState(account?.user ?? remembered.user);
  const [password, setPassword] = useState('');
  const [isShown, setShown] = useState(false);
  const [isTried, setTried] = useState(false);
  const userInput = useRef<HTMLInputElement>(null);
  const passwordInput = useRef<HTMLInputElement>(null);

  const items = graphs.data ?? [];
  const wanted = items.find((graph) =>
    account === undefined
      ? graph.address === (chosen ?? remembered.graph)
      : account.graphAddress === (graph.isEmbedded ? 'embedded' : graph.address),
  );
  const graph = wanted ?? items[0];

  const signIn = useMutation({
    mutationFn: async () => {
      const at = graph!.address.lastIndexOf(':');
      await client.connect({
        address: graph!.address.slice(0, at),
        port: Number(graph!.address.slice(at + 1)),
        user,
        password,
      });
      return client.session();
    },
    onSuccess: (session) => {
      rememberSignIn({ graph: graph!.address, user });
      signedIn(session);
      onSignedIn();
    },
    onError: () => {
      passwordInput.current?.focus();
      passwordInput.current?.select();
    },
  });

  const isReady = graphs.data !== undefined;
  useEffect(() => {
    if (!isReady) return;
    (userInput.current?.value === '' ? userInput : passwordInput).current?.focus();
  }, [isReady]);

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (graph === undefined) return;
    if (user === '') userInput.current?.focus();
    else if (password === '') passwordInput.current?.focus();
    else signIn.mutate();
  };

  if (graphs.error !== null) return <ErrorState isCompact error={graphs.error} onRetry={() => void graphs.refetch()} />;
  const fault = signIn.error === null ? undefined : signInFault(signIn.error, graph?.address ?? '', t);
  const hint = graph?.isEmbedded === true && account === undefined ? t('signin.hint') : undefined;
  return (
    <form className={styles['form']} onSubmit={submit} noValidate>
      {isReady && items.length === 0 && (
        <p role="alert" className={styles['fault']}>
          {t('signin.graph.none')}
        </p>
      )}
      <Field label={t('signin.graph')}>
        {(control) => (
          <Select
            {...control}
            className={styles['control']}
            disabled={!isReady || account !== undefined}
            value={graph?.address ?? ''}
            onChange={(event) => setChosen(event.target.value)}
            options={items.map(({ address, isEmbedded }) => ({
              value: address,
              label: isEmbedded ? t('signin.graph.embedded', { address }) : address,
            }))}
          />
        )}
      </Field>
      <Field label={t('signin.user')} error={isTried && user === '' ? t('signin.userMissing') : undefined}>
        {(control) => (
          <Input
            {...control}
            ref={userInput}
            className={styles['control']}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            readOnly={account !== undefined}
            value={user}
            onChange={(event) => setUser(event.target.value)}
          />
        )}
      </Field>
      <Field
        label={t('signin.password')}
        help={hint}
        error={isTried && password === '' ? t('signin.passwordMissing') : undefined}
      >
        {(control) => (
          <div className={styles['password']}>
            <Input
              {...control}
              ref={passwordInput}
              className={styles['control']}
              type={isShown ? 'text' : 'password'}
              autoComplete="current-password"
              value={password}
              onChange={(event) => setPassword(event.target.value)}
            />
            <IconButton
              icon={isShown ? EyeOff : Eye}
              label={t(isShown ? 'signin.hidePassword' : 'signin.showPassword')}
              onClick={() => setShown(!isShown)}
            />
          </div>
        )}
      </Field>
      {fault !== undefined && (
        <p role="alert" className={styles['fault']}>
          <strong>{fault.title}</strong> {fault.details}
        </p>
      )}
      <Button
        type="submit"
        variant="primary"
        size="lg"
        isBusy={signIn.isPending}
        disabled={!isReady || items.length === 0}
      >
        {t('signin.submit')}
      </Button>
    </form>
  );
}
