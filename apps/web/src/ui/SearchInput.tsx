import { Search, X } from 'lucide-react';
import { useRef, type Ref } from 'react';
import { useT } from '../i18n/index.ts';
import { classNames } from './class-names.ts';
import { Input } from './Input.tsx';
import styles from './SearchInput.module.css';

export interface SearchInputProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** What is searched; the accessible name and the placeholder. */
  readonly label: string;
  readonly className?: string;
  readonly ref?: Ref<HTMLInputElement>;
  readonly onKeyDown?: React.KeyboardEventHandler<HTMLInputElement>;
}

/** Escape empties it. */
export function SearchInput({ value, onChange, label, className, ref, onKeyDown }: SearchInputProps) {
  const t = useT();
  const own = useRef<HTMLInputElement>(null);
  return (
    <div className={classNames(styles['search'], className)} role="search">
      <Search size={14} aria-hidden className={styles['icon']} />
      <Input
        ref={(element) => {
          own.current = element;
          if (typeof ref === 'function') ref(element);
          else if (ref) ref.current = element;
        }}
        type="text"
        inputMode="search"
        className={styles['input'] ?? ''}
        value={value}
        aria-label={label}
        placeholder={label}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && value !== '') {
            event.stopPropagation();
            onChange('');
          }
          onKeyDown?.(event);
        }}
      />
      {value !== '' && (
        <button
          type="button"
          className={styles['clear']}
          aria-label={t('ui.clear')}
          onClick={() => {
            onChange('');
            own.current?.focus();
          }}
        >
          <X size={14} aria-hidden />
        </button>
      )}
    </div>
  );
}
