import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './Panel.module.css';

export interface SectionProps {
  readonly title: string;
  /** Path of the field that the section as a whole stands for. */
  readonly field?: string;
  /** Folded until it is opened, or a fault is in it. */
  readonly isFolded?: boolean;
  readonly aside?: ReactNode;
  readonly children: ReactNode;
}

/** A titled part of the panel. */
export function Section({ title, field, isFolded, aside, children }: SectionProps) {
  if (isFolded !== undefined) {
    return (
      <details className={styles['section']} open={!isFolded} data-field={field}>
        <summary className={styles['fold']}>
          <ChevronRight size={14} aria-hidden />
          <h3>{title}</h3>
          {aside}
        </summary>
        <div className={styles['fields']}>{children}</div>
      </details>
    );
  }
  return (
    <section className={styles['section']} data-field={field}>
      <div className={styles['sectionHead']}>
        <h3>{title}</h3>
        {aside}
      </div>
      <div className={styles['fields']}>{children}</div>
    </section>
  );
}
