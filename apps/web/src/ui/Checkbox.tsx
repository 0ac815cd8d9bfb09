import type { InputHTMLAttributes, ReactNode, Ref } from 'react';
import { classNames } from './class-names.ts';
import styles from './Checkbox.module.css';

export interface CheckboxProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'type'> {
  readonly label: ReactNode;
  readonly isLabelHidden?: boolean;
  /** Drawn as a switch, for what takes effect at once. */
  readonly isSwitch?: boolean;
  readonly isMixed?: boolean;
  readonly ref?: Ref<HTMLInputElement>;
}

export function Checkbox({
  label,
  isLabelHidden = false,
  isSwitch = false,
  isMixed = false,
  className,
  ...rest
}: CheckboxProps) {
  return (
    <label className={classNames(styles['box'], className)}>
      <input
        {...rest}
        ref={(element) => {
          if (element !== null) element.indeterminate = isMixed;
          const { ref } = rest;
          if (typeof ref === 'function') ref(element);
          else if (ref) ref.current = element;
        }}
        type="checkbox"
        {...(isSwitch ? { role: 'switch' } : {})}
        className={isSwitch ? styles['switch'] : styles['check']}
      />
      <span className={isLabelHidden ? 'visually-hidden' : styles['label']}>{label}</span>
    </label>
  );
}
