import { useT } from '../../i18n/index.ts';
import { Button, Dialog, LinkButton } from '../../ui/index.ts';
import styles from './ConflictDialog.module.css';

/** What becomes of edits on a version that is no longer the newest. */
export type ConflictChoice = 'overwrite' | 'takeTheirs' | 'saveAs' | 'cancel';

export interface ConflictDialogProps {
  readonly workflowId: string;
  /** The version that the edits began with. */
  readonly ours: number;
  /** The one that somebody else has saved since. */
  readonly theirs: number;
  readonly onChoose: (choice: ConflictChoice) => void;
}

/** Somebody else has saved in between: every way on keeps both. */
export function ConflictDialog({ workflowId, ours, theirs, onChoose }: ConflictDialogProps) {
  const t = useT();
  const choices = [
    { choice: 'saveAs', variant: 'primary' },
    { choice: 'takeTheirs', variant: 'secondary' },
    { choice: 'overwrite', variant: 'danger' },
  ] as const;
  return (
    <Dialog
      title={t('designer.conflict', { version: theirs })}
      onClose={() => onChoose('cancel')}
      footer={
        <>
          <LinkButton
            variant="ghost"
            href={`/workflows/compare?a=${workflowId}@${ours}&b=${workflowId}@${theirs}`}
            isNewTab
          >
            {t('designer.conflict.compare')}
          </LinkButton>
          <Button onClick={() => onChoose('cancel')}>{t('designer.cancel')}</Button>
        </>
      }
    >
      <p>{t('designer.conflict.text', { ours })}</p>
      <ul className={styles['choices']}>
        {choices.map(({ choice, variant }) => (
          <li key={choice}>
            <span>{t(`designer.conflict.${choice}.text`, { theirs })}</span>
            <Button variant={variant} onClick={() => onChoose(choice)}>
              {t(`designer.conflict.${choice}`)}
            </Button>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
