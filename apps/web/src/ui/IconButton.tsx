import type { LucideIcon } from 'lucide-react';
import type { ButtonHTMLAttributes, Ref } from 'react';
import { classNames } from './class-names.ts';
import styles from './IconButton.module.css';
import { Tooltip } from './Tooltip.tsx';

export interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'children'> {
  readonly icon: LucideIcon;
  /** What it does; its accessible name and its tooltip. */
  readonly label: string;
  /** Keys that do the same, shown in the tooltip: `Ctrl+Z`. */
  readonly shortcut?: string | undefined;
  readonly size?: 'sm' | 'md';
  readonly isPressed?: boolean;
  readonly ref?: Ref<HTMLButtonElement>;
}

export function IconButton({
  icon: Icon,
  label,
  shortcut,
  size = 'md',
  isPressed,
  className,
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip text={label} shortcut={shortcut}>
      <button
        type="button"
        aria-label={label}
        aria-pressed={isPressed}
        {...rest}
        className={classNames(styles['button'], styles[size], className)}
      >
        <Icon size={size === 'sm' ? 14 : 16} aria-hidden />
      </button>
    </Tooltip>
  );
}
