import { Monitor, Moon, Sun } from 'lucide-react';
import { setLanguage, useLanguage, useT } from '../i18n/index.ts';
import { SegmentedControl, showErrorToast } from '../ui/index.ts';
import styles from './Preferences.module.css';
import { setThemeChoice, useThemeChoice } from './theme.ts';

export function ThemeChoiceControl() {
  const t = useT();
  const choice = useThemeChoice();
  return (
    <SegmentedControl
      label={t('account.theme')}
      className={styles['control'] ?? ''}
      value={choice}
      onChange={setThemeChoice}
      segments={[
        { value: 'system', label: t('account.theme.system'), icon: Monitor },
        { value: 'light', label: t('account.theme.light'), icon: Sun },
        { value: 'dark', label: t('account.theme.dark'), icon: Moon },
      ]}
    />
  );
}

export function LanguageChoice() {
  const t = useT();
  const language = useLanguage();
  return (
    <SegmentedControl
      label={t('account.language')}
      className={styles['control'] ?? ''}
      value={language}
      onChange={(next) => void setLanguage(next).catch(showErrorToast)}
      segments={[
        { value: 'en', label: 'English' },
        { value: 'zh', label: '中文' },
      ]}
    />
  );
}
