import styles from './Spinner.module.css';

/** A turning ring; what it stands for is said beside it or by `label`. */
export function Spinner({ size = 16, label }: { readonly size?: number; readonly label?: string }) {
  return (
    <span
      className={styles['spinner']}
      style={{ width: size, height: size }}
      {...(label === undefined ? { 'aria-hidden': true } : { role: 'status', 'aria-label': label })}
    />
  );
}
