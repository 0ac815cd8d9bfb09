import type { InputHTMLAttributes, Ref, SelectHTMLAttributes, TextareaHTMLAttributes } from 'react';
import { classNames } from './class-names.ts';
import styles from './Input.module.css';

export interface InputProps extends InputHTMLAttributes<HTMLInputElement> {
  readonly isMono?: boolean;
  readonly ref?: Ref<HTMLInputElement>;
}

export function Input({ className, isMono = false, ...rest }: InputProps) {
  return <input {...rest} className={classNames(styles['input'], isMono && styles['mono'], className)} />;
}

export interface TextAreaProps extends TextareaHTMLAttributes<HTMLTextAreaElement> {
  readonly isMono?: boolean;
  readonly ref?: Ref<HTMLTextAreaElement>;
}

export function TextArea({ className, isMono = false, rows = 4, ...rest }: TextAreaProps) {
  return (
    <textarea
      rows={rows}
      {...rest}
      className={classNames(styles['input'], styles['area'], isMono && styles['mono'], className)}
    />
  );
}

export interface SelectOption {
  readonly value: string;
  readonly label: string;
  readonly isDisabled?: boolean;
  /** Options of one group stand together under its name. */
  readonly group?: string;
}

export interface SelectProps extends Omit<SelectHTMLAttributes<HTMLSelectElement>, 'children'> {
  readonly options: readonly SelectOption[];
  /** Shown, and not choosable, while the value is ''. */
  readonly placeholder?: string;
  readonly ref?: Ref<HTMLSelectElement>;
}

/** The browser's own select: keyboard, screen readers and tablets know it. */
export function Select({ options, placeholder, className, ...rest }: SelectProps) {
  const groups = Map.groupBy(options, (option) => option.group ?? '');
  return (
    <select {...rest} className={classNames(styles['input'], styles['select'], className)}>
      {placeholder !== undefined && (
        <option value="" disabled hidden>
          {placeholder}
        </option>
      )}
      {[...groups].map(([group, members]) => {
        const items = members.map(({ value, label, isDisabled }) => (
          <option key={value} value={value} disabled={isDisabled}>
            {label}
          </option>
        ));
        return group === '' ? (
          items
        ) : (
          <optgroup key={group} label={group}>
            {items}
          </optgroup>
        );
      })}
    </select>
  );
}
