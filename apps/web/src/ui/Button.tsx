import type { LucideIcon } from 'lucide-react';
import type { ButtonHTMLAttributes, Ref } from 'react';
import { Link } from 'wouter';
import styles from './Button.module.css';
import { classNames } from './class-names.ts';
import { Spinner } from './Spinner.tsx';

export type ButtonVariant = 'primary' | 'secondary' | 'ghost' | 'danger';

interface Look {
  readonly variant?: ButtonVariant;
  readonly size?: 'sm' | 'md' | 'lg';
  readonly icon?: LucideIcon | undefined;
}

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement>, Look {
  /** Shows that it is at work and takes no clicks. */
  readonly isBusy?: boolean;
  readonly ref?: Ref<HTMLButtonElement>;
}

/** A button with text; `type` is button unless said otherwise. */
export function Button({ variant = 'secondary', size = 'md', icon: Icon, isBusy = false, ...props }: ButtonProps) {
  const { className, children, disabled, ...rest } = props;
  return (
    <button
      type="button"
      {...rest}
      className={classNames(styles['button'], styles[variant], styles[size], className)}
      disabled={disabled === true || isBusy}
      aria-busy={isBusy || undefined}
    >
      {isBusy ? <Spinner size={14} /> : Icon !== undefined && <Icon size={16} aria-hidden />}
      {children}
    </button>
  );
}

export interface LinkButtonProps extends Look {
  readonly href: string;
  /** Opens beside the page, which stays as it is. */
  readonly isNewTab?: boolean;
  readonly className?: string;
  readonly children: React.ReactNode;
}

/** A link that looks like a button. */
export function LinkButton({
  variant = 'secondary',
  size = 'md',
  icon: Icon,
  href,
  isNewTab = false,
  className,
  children,
}: LinkButtonProps) {
  const look = classNames(styles['button'], styles[variant], styles[size], className);
  const content = (
    <>
      {Icon !== undefined && <Icon size={16} aria-hidden />}
      {children}
    </>
  );
  return isNewTab ? (
    <a href={href} target="_blank" rel="noreferrer" className={look}>
      {content}
    </a>
  ) : (
    <Link href={href} className={look}>
      {content}
    </Link>
  );
}
