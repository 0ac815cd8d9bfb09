import { useQueryClient } from '@tanstack/react-query';
import { CircleUserRound, ChevronDown, KeyRound, LogOut } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { client, queryKeys, type Session } from '../api/index.ts';
import { useT } from '../i18n/index.ts';
import { forgetAllDrafts } from '../model/kept-draft.ts';
import { Menu, showErrorToast } from '../ui/index.ts';
import styles from './AccountMenu.module.css';
import { ChangePassword } from './ChangePassword.tsx';
import { LanguageChoice, ThemeChoiceControl } from './Preferences.tsx';
import { mayLeave } from './unsaved-guard.ts';

/** Who is signed in and where; theme, language, password, sign out. */
export function AccountMenu({ session }: { readonly session: Session }) {
  const t = useT();
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const [isChanging, setChanging] = useState(false);
  const graph = session.graphAddress === 'embedded' ? t('account.embedded') : session.graphAddress;

  const signOut = async (): Promise<void> => {
    if (!(await mayLeave())) return;
    try {
      await client.logout();
    } catch (error) {
      showErrorToast(error);
      return;
    }
    forgetAllDrafts(sessionStorage);
    navigate('/signin', { state: { isSaved: true } });
    queries.clear();
    queries.setQueryData(queryKeys.session, null);
  };

  return (
    <>
      <Menu
        label={t('account.menu', { user: session.user, graph })}
        trigger={(props) => (
          <button type="button" {...props} className={styles['trigger']}>
            <CircleUserRound size={18} aria-hidden />
            <span className="visually-hidden">{t('account.button')}</span>
            <span className={styles['who']}>
              <span className={styles['user']}>{session.user}</span>
              <span className={styles['graph']}>{graph}</span>
            </span>
            <ChevronDown size={14} aria-hidden />
          </button>
        )}
        header={
          <div className={styles['header']}>
            <div>
              <p className={styles['signedIn']}>{t('account.signedInAs', { user: session.user })}</p>
              <p className={styles['at']}>{graph}</p>
            </div>
            <ThemeChoiceControl />
            <LanguageChoice />
          </div>
        }
        items={[
          { label: t('account.changePassword'), icon: KeyRound, onSelect: () => setChanging(true) },
          { label: t('account.signOut'), icon: LogOut, onSelect: () => void signOut() },
        ]}
      />
      {isChanging && <ChangePassword user={session.user} onClose={() => setChanging(false)} />}
    </>
  );
}
