import { Workflow } from 'lucide-react';
import { useT } from '../i18n/index.ts';
import { Button, EmptyState } from '../ui/index.ts';
import styles from './EmptyCanvas.module.css';

/** What an empty canvas suggests. */
export function EmptyCanvas({ onAdd }: { readonly onAdd: (type: string) => void }) {
  const t = useT();
  return (
    <div className={styles['empty']}>
      <EmptyState
        icon={Workflow}
        title={t('designer.empty')}
        text={t('designer.empty.text')}
        actions={
          <Button variant="primary" onClick={() => onAdd('Query')}>
            {t('designer.empty.query')}
          </Button>
        }
      />
    </div>
  );
}
