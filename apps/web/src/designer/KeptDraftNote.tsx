import { History } from 'lucide-react';
import { formatDateTime, useT } from '../i18n/index.ts';
import { Button } from '../ui/index.ts';
import styles from './KeptDraftNote.module.css';
import { useDesigner } from './designer-context.ts';

export interface KeptDraftNoteProps {
  /** Milliseconds since 1970. */
  readonly keptAt: number;
  /** The version that was saved by somebody else since, if any. */
  readonly newerVersion: number | undefined;
  readonly onDiscard: () => void;
  readonly onDismiss: () => void;
}

/** Says that unsaved changes have come back, for as long as they are unsaved. */
export function KeptDraftNote({ keptAt, newerVersion, onDiscard, onDismiss }: KeptDraftNoteProps) {
  const t = useT();
  const isDirty = useDesigner((state) => state.isDirty);
  if (!isDirty) return null;
  return (
    <section className={styles['note']} aria-label={t('designer.kept.label')}>
      <History size={16} aria-hidden />
      <p role="status">
        {t('designer.kept', { time: formatDateTime(keptAt) })}
        {newerVersion !== undefined && ` ${t('designer.kept.newer', { version: newerVersion })}`}
      </p>
      <Button size="sm" onClick={onDiscard}>
        {t('designer.kept.discard')}
      </Button>
      <Button size="sm" variant="ghost" onClick={onDismiss}>
        {t('designer.kept.dismiss')}
      </Button>
    </section>
  );
}
