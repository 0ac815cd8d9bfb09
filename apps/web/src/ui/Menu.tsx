import type { LucideIcon } from 'lucide-react';
import {
  useEffect,
  useId,
  useRef,
  useState,
  type KeyboardEvent,
  type ReactElement,
  type ReactNode,
  type Ref,
} from 'react';
import styles from './Menu.module.css';
import { Popover } from './Popover.tsx';

export interface MenuAction {
  readonly label: string;
  readonly onSelect: () => void;
  readonly icon?: LucideIcon;
  readonly shortcut?: string;
  readonly isDisabled?: boolean;
  readonly isDangerous?: boolean;
  /** A choice that is on or off. */
  readonly isChecked?: boolean;
}

export type MenuItem = MenuAction | 'separator';

/** What a menu's trigger must spread onto its button. */
export interface MenuTriggerProps {
  readonly ref: Ref<HTMLButtonElement>;
  readonly 'aria-haspopup': 'menu';
  readonly 'aria-expanded': boolean;
  readonly 'aria-controls'?: string;
  readonly onClick: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

export interface MenuProps {
  readonly label: string;
  readonly items: readonly MenuItem[];
  readonly trigger: (props: MenuTriggerProps) => ReactElement;
  /** Above the items, not choosable. */
  readonly header?: ReactNode;
  readonly align?: 'start' | 'end';
}

/** A button that opens a menu: arrow keys, Home, End and first letters move in it, Escape closes it. */
export function Menu({ label, items, trigger, header, align = 'end' }: MenuProps) {
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const id = useId();
  return (
    <>
      {trigger({
        ref: button,
        'aria-haspopup': 'menu',
        'aria-expanded': isOpen,
        ...(isOpen ? { 'aria-controls': id } : {}),
        onClick: () => setOpen(!isOpen),
        onKeyDown: (event) => {
          if (event.key !== 'ArrowDown' || isOpen) return;
          event.preventDefault();
          setOpen(true);
        },
      })}
      {isOpen && (
        <MenuBox
          id={id}
          label={label}
          items={items}
          header={header}
          anchor={button}
          align={align}
          onClose={(returnFocus) => {
            setOpen(false);
            if (returnFocus) button.current?.focus();
          }}
        />
      )}
    </>
  );
}

interface MenuBoxProps {
  readonly id: string;
  readonly label: string;
  readonly items: readonly MenuItem[];
  readonly header?: ReactNode;
  readonly anchor: React.RefObject<HTMLElement | null>;
  readonly align: 'start' | 'end';
  readonly onClose: (returnFocus: boolean) => void;
}

function MenuBox({ id, label, items, header, anchor, align, onClose }: MenuBoxProps) {
  const list = useRef<HTMLDivElement>(null);
  const head = useRef<HTMLDivElement>(null);
  const buttons = (): HTMLButtonElement[] => [
    ...(list.current?.querySelectorAll<HTMLButtonElement>('button:not(:disabled)') ?? []),
  ];
  useEffect(() => {
    list.current?.querySelector<HTMLButtonElement>('button:not(:disabled)')?.focus();
  }, []);

  const onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.key === 'Tab') {
      // Controls above the items are in the tab order with the items as one stop; without them Tab leaves.
      const stops = [...(head.current?.querySelectorAll<HTMLElement>('button, a, input:checked') ?? [])];
      if (stops.length === 0) {
        onClose(true);
        return;
      }
      event.preventDefault();
      stops.push(...buttons().slice(0, 1));
      const isInList = list.current?.contains(document.activeElement) === true;
      const at = isInList ? stops.length - 1 : stops.indexOf(document.activeElement as HTMLElement);
      stops.at((at + (event.shiftKey ? -1 : 1)) % stops.length)?.focus();
      return;
    }
    if (head.current?.contains(event.target as Node) === true) return;
    const all = buttons();
    const at = all.indexOf(document.activeElement as HTMLButtonElement);
    const go = (index: number): void => {
      event.preventDefault();
      all.at(index % all.length)?.focus();
    };
    if (event.key === 'ArrowDown') go(at + 1);
    else if (event.key === 'ArrowUp') go(at - 1);
    else if (event.key === 'Home') go(0);
    else if (event.key === 'End') go(-1);
    else if (/^\S$/.test(event.key) && !event.ctrlKey && !event.metaKey) {
      const letter = event.key.toLowerCase();
      const next = [...all.slice(at + 1), ...all.slice(0, at + 1)].find((item) =>
        item.textContent.trim().toLowerCase().startsWith(letter),
      );
      next?.focus();
    }
  };
  return (
    <Popover anchor={anchor} align={align} onClose={() => onClose(false)} onKeyDown={onKeyDown}>
      {header !== undefined && (
        <div ref={head} className={styles['header']}>
          {header}
        </div>
      )}
      <div ref={list} id={id} role="menu" aria-label={label} className={styles['menu']}>
        {items.map((item, index) =>
          item === 'separator' ? (
            // oxlint-disable-next-line react/no-array-index-key
            <div key={index} role="separator" className={styles['separator']} />
          ) : (
            <MenuRow key={item.label} item={item} onClose={onClose} />
          ),
        )}
      </div>
    </Popover>
  );
}

function MenuRow({ item, onClose }: { item: MenuAction; onClose: (returnFocus: boolean) => void }) {
  const { label, icon: Icon, shortcut, isDisabled, isDangerous, isChecked, onSelect } = item;
  return (
    <button
      type="button"
      role={isChecked === undefined ? 'menuitem' : 'menuitemradio'}
      aria-checked={isChecked}
      tabIndex={-1}
      disabled={isDisabled}
      className={styles['item']}
      data-dangerous={isDangerous === true || undefined}
      onClick={() => {
        onClose(true);
        onSelect();
      }}
    >
      <span className={styles['icon']}>{Icon !== undefined && <Icon size={16} aria-hidden />}</span>
      <span className={styles['label']}>{label}</span>
      {shortcut !== undefined && <kbd className={styles['shortcut']}>{shortcut}</kbd>}
      {isChecked === true && <span aria-hidden>✓</span>}
    </button>
  );
}
