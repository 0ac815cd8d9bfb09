import { useSignOutLocally, type Session } from '../api/index.ts';
import { useT } from '../i18n/index.ts';
import { Button, Dialog } from '../ui/index.ts';
import { SignInForm } from './SignInForm.tsx';
import styles from './SignInAgain.module.css';
import { mayLeave } from './unsaved-guard.ts';

/**
 * The sign-in over the page whose session has ended. The page below stays as it is, so what was typed into it is
 * still there afterwards. Another account begins anew, as nothing on the page is its own.
 */
export function SignInAgain({ session }: { readonly session: Session }) {
  const t = useT();
  const leave = useSignOutLocally();
  return (
    <Dialog title={t('signin.expired.title')} size="sm">
      <div className={styles['content']}>
        <p className={styles['text']}>{t('signin.expired.text')}</p>
        <SignInForm account={session} onSignedIn={() => {}} />
        <Button
          variant="ghost"
          onClick={() => {
            void mayLeave().then((yes) => {
              if (yes) leave();
            });
          }}
        >
          {t('signin.expired.other')}
        </Button>
      </div>
    </Dialog>
  );
}
