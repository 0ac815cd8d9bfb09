import { useT } from '../i18n/index.ts';
import styles from './KeyList.module.css';
import { SHORTCUTS } from './shortcuts.ts';

/** The designer's keys and what they do. */
export function KeyList({ columns = 1 }: { readonly columns?: 1 | 2 }) {
  const t = useT();
  return (
    <dl className={styles['keys']} data-columns={columns}>
      {SHORTCUTS.map(({ keys, text }) => (
        <div key={text}>
          <dt>
            {keys.map((key) => (
              <kbd key={key}>{key}</kbd>
            ))}
          </dt>
          <dd>{t(text)}</dd>
        </div>
      ))}
    </dl>
  );
}
