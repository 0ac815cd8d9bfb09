import { useId, type ReactNode } from 'react';
import { useT } from '../i18n/index.ts';
import { classNames } from './class-names.ts';
import styles from './Field.module.css';

/** What a control inside a field must carry. */
export interface ControlProps {
  readonly id: string;
  readonly 'aria-describedby'?: string;
  readonly 'aria-invalid'?: true;
  readonly 'aria-required'?: true;
}

export interface FieldProps {
  readonly label: ReactNode;
  /** Beside the label, for units, links and buttons. */
  readonly aside?: ReactNode;
  readonly help?: ReactNode;
  readonly error?: ReactNode;
  readonly isRequired?: boolean;
  readonly className?: string;
  readonly children: (control: ControlProps) => ReactNode;
}

/** Label, control, help and error, tied together for assistive technology. */
export function Field({ label, aside, help, error, isRequired = false, className, children }: FieldProps) {
  const t = useT();
  const id = useId();
  const hasError = error !== undefined && error !== null && error !== false && error !== '';
  const described = [help === undefined ? '' : `${id}-help`, hasError ? `${id}-error` : ''].filter(Boolean).join(' ');
  return (
    <div className={classNames(styles['field'], className)}>
      <div className={styles['head']}>
        <label htmlFor={id} className={styles['label']}>
          {label}
          {isRequired && (
            <span className={styles['required']} title={t('ui.required')} aria-hidden>
              *
            </span>
          )}
        </label>
        {aside !== undefined && <span className={styles['aside']}>{aside}</span>}
      </div>
      {children({
        id,
        ...(described === '' ? {} : { 'aria-describedby': described }),
        ...(hasError ? { 'aria-invalid': true } : {}),
        ...(isRequired ? { 'aria-required': true } : {}),
      })}
      {help !== undefined && (
        <p id={`${id}-help`} className={styles['help']}>
          {help}
        </p>
      )}
      {hasError && (
        <p id={`${id}-error`} className={styles['error']} role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
