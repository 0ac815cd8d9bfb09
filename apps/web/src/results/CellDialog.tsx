import { useT } from '../i18n/index.ts';
import { prettyValue } from '../model/pretty-value.ts';
import { CopyButton, Dialog } from '../ui/index.ts';
import styles from './ResultTable.module.css';

export interface CellDialogProps {
  readonly column: string;
  /** From 0, as sorted and filtered. */
  readonly row: number;
  readonly text: string;
  readonly onClose: () => void;
}

/** A value that is longer than its cell, whole and in lines; what is copied is the value as the graph printed it. */
export function CellDialog({ column, row, text, onClose }: CellDialogProps) {
  const t = useT();
  return (
    <Dialog
      size="lg"
      title={t('results.cellTitle', { column, row: row + 1 })}
      onClose={onClose}
      footer={<CopyButton isWide size="md" text={text} label={t('results.cellCopy')} />}
    >
      <pre className={styles['value']} tabIndex={0} data-autofocus aria-label={column}>
        {prettyValue(text)}
      </pre>
    </Dialog>
  );
}
