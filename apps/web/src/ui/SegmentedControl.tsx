import type { LucideIcon } from 'lucide-react';
import { useId } from 'react';
import { classNames } from './class-names.ts';
import styles from './SegmentedControl.module.css';

export interface Segment<V extends string> {
  readonly value: V;
  readonly label: string;
  readonly icon?: LucideIcon;
}

export interface SegmentedControlProps<V extends string> {
  /** What is chosen, for assistive technology. */
  readonly label: string;
  readonly segments: readonly Segment<V>[];
  readonly value: V;
  readonly onChange: (value: V) => void;
  readonly className?: string;
}

/** A few exclusive choices side by side; radio buttons underneath, so arrow keys move. */
export function SegmentedControl<V extends string>(props: SegmentedControlProps<V>) {
  const { label, segments, value, onChange, className } = props;
  const name = useId();
  return (
    <div role="radiogroup" aria-label={label} className={classNames(styles['group'], className)}>
      {segments.map(({ value: own, label: text, icon: Icon }) => (
        <label key={own} className={styles['segment']}>
          <input
            type="radio"
            name={name}
            checked={own === value}
            onChange={() => onChange(own)}
            className={styles['radio']}
          />
          {Icon !== undefined && <Icon size={14} aria-hidden />}
          <span>{text}</span>
        </label>
      ))}
    </div>
  );
}
