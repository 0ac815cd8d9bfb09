import { useId, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { classNames } from './class-names.ts';
import styles from './Tabs.module.css';

export interface Tab<V extends string> {
  readonly value: V;
  readonly label: ReactNode;
  /** A count or a mark behind the label. */
  readonly badge?: ReactNode;
  readonly isDisabled?: boolean;
}

export interface TabsProps<V extends string> {
  readonly label: string;
  readonly tabs: readonly Tab<V>[];
  readonly value: V;
  readonly onChange: (value: V) => void;
  /** At the right end of the row. */
  readonly aside?: ReactNode;
  /** The panel of the chosen tab. */
  readonly children?: ReactNode;
  readonly className?: string;
  readonly panelClassName?: string | undefined;
}

/** Tabs with their panel. Arrow keys choose the neighbour. */
export function Tabs<V extends string>(props: TabsProps<V>) {
  const { label, tabs, value, onChange, aside, children, className, panelClassName } = props;
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent): void => {
    const choosable = tabs.filter(({ isDisabled }) => isDisabled !== true);
    const at = choosable.findIndex((tab) => tab.value === value);
    const target =
      event.key === 'ArrowRight'
        ? (at + 1) % choosable.length
        : event.key === 'ArrowLeft'
          ? at - 1
          : event.key === 'Home'
            ? 0
            : event.key === 'End'
              ? -1
              : undefined;
    const next = target === undefined ? undefined : choosable.at(target);
    if (next === undefined) return;
    event.preventDefault();
    onChange(next.value);
    list.current?.querySelector<HTMLElement>(`[data-value="${CSS.escape(next.value)}"]`)?.focus();
  };
  return (
    <div className={classNames(styles['tabs'], className)}>
      <div className={styles['row']}>
        <div ref={list} role="tablist" aria-label={label} className={styles['list']} onKeyDown={onKeyDown}>
          {tabs.map((tab) => {
            const isChosen = tab.value === value;
            return (
              <button
                key={tab.value}
                type="button"
                role="tab"
                id={`${id}-${tab.value}`}
                data-value={tab.value}
                aria-selected={isChosen}
                aria-controls={isChosen ? `${id}-panel` : undefined}
                tabIndex={isChosen ? 0 : -1}
                disabled={tab.isDisabled}
                className={styles['tab']}
                onClick={() => onChange(tab.value)}
              >
                {tab.label}
                {tab.badge !== undefined && <span className={styles['badge']}>{tab.badge}</span>}
              </button>
            );
          })}
        </div>
        {aside !== undefined && <div className={styles['aside']}>{aside}</div>}
      </div>
      <div
        role="tabpanel"
        id={`${id}-panel`}
        aria-labelledby={`${id}-${value}`}
        className={classNames(styles['panel'], panelClassName)}
      >
        {children}
      </div>
    </div>
  );
}
