import { Redirect, useLocation, useSearchParams } from 'wouter';
import { useSession } from '../api/index.ts';
import { useT } from '../i18n/index.ts';
import { LoadingState, useDocumentTitle } from '../ui/index.ts';
import { Logo } from './Logo.tsx';
import { LanguageChoice, ThemeChoiceControl } from './Preferences.tsx';
import { SignInForm } from './SignInForm.tsx';
import styles from './SignInPage.module.css';

/** Where one may be led after the sign-in: a path of this app, never another server. */
function pathAfter(next: string | null): string {
  return next !== null && /^\/(?![/\\])[^\t\r\n]*$/.test(next) && !next.startsWith('/signin') ? next : '/workflows';
}

export function SignInPage() {
  const t = useT();
  const { data: session, error } = useSession();
  const [parameters] = useSearchParams();
  const [, navigate] = useLocation();
  useDocumentTitle(t('signin.title'));
  const next = pathAfter(parameters.get('next'));
  if (session === undefined && error === null) return <LoadingState />;
  if (session !== null && session !== undefined) return <Redirect to={next} replace />;
  return (
    <main className={styles['page']}>
      <div className={styles['card']}>
        <header className={styles['head']}>
          <Logo size={40} />
          <div>
            <h1>{t('app.name')}</h1>
            <p className={styles['tagline']}>{t('app.tagline')}</p>
          </div>
        </header>
        <SignInForm onSignedIn={() => navigate(next, { replace: true })} />
      </div>
      <div className={styles['preferences']}>
        <ThemeChoiceControl />
        <LanguageChoice />
      </div>
    </main>
  );
}
