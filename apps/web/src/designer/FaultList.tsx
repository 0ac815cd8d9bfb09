import { ChevronDown, ChevronUp, CircleAlert, CircleCheck } from 'lucide-react';
import { useState } from 'react';
import { faultText, useT } from '../i18n/index.ts';
import { useDesigner, useDesignerStore } from './designer-context.ts';
import styles from './FaultList.module.css';

/** Every problem of the draft; a click leads to its field. */
export function FaultList() {
  const t = useT();
  const store = useDesignerStore();
  const faults = useDesigner((state) => state.faults);
  const isEmpty = useDesigner((state) => Object.keys(state.draft.tasks).length === 0);
  const [isOpen, setOpen] = useState(false);
  const Arrow = isOpen ? ChevronDown : ChevronUp;
  if (isEmpty) return null;
  if (faults.length === 0) {
    return (
      <p className={styles['sound']} role="status">
        <CircleCheck size={14} aria-hidden />
        {t('designer.faults.none')}
      </p>
    );
  }
  return (
    <section aria-label={t('designer.faults')}>
      <button type="button" className={styles['head']} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <CircleAlert size={14} aria-hidden />
        {t('designer.faults.count', { count: faults.length })}
        <Arrow size={14} aria-hidden />
      </button>
      {isOpen && (
        <ul className={styles['list']}>
          {faults.map((fault) => (
            <li key={`${fault.path} ${fault.message}`}>
              <button type="button" className={styles['item']} onClick={() => store.jumpTo(fault.task, fault.field)}>
                <code>{[fault.task, ...fault.field].filter((part) => part !== undefined).join('.')}</code>
                <span>{faultText(fault)}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
