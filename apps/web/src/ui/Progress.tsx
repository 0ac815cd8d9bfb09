import styles from './Progress.module.css';

/** How far something is, 0 to 1; unset: under way, not known how far. */
export function Progress({ value, label }: { readonly value?: number | undefined; readonly label: string }) {
  const percent = value === undefined ? undefined : Math.round(Math.min(1, Math.max(0, value)) * 100);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      className={styles['track']}
    >
      <div
        className={percent === undefined ? styles['unknown'] : styles['bar']}
        style={percent === undefined ? undefined : { transform: `scaleX(${percent / 100})` }}
      />
    </div>
  );
}
