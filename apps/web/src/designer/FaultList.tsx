import { ChevronDown, ChevronUp, CircleAlert, CircleCheck } from 'lucide-react';
import { useState } from 'react';
import { faultText, useT } from '../i18n/index.ts';
import type { PlacedFault } from '../model/faults.ts';
import { useDesigner, useDesignerStore } from './designer-context.ts';
import styles from './FaultList.module.css';

/** Every problem of the draft; a click leads to its field. */
export function FaultList() {
  const t = useT();
  const faults = useDesigner((state) => state.faults);
  const isEmpty = useDesigner((state) => Object.keys(state.draft.tasks).length === 0);
  return (
    <>
      {/* There before it says anything: what comes with its text is not read out. */}
      <div role="status">
        {isEmpty ? null : faults.length === 0 ? (
          <p className={styles['sound']}>
            <CircleCheck size={14} aria-hidden />
            {t('designer.faults.none')}
          </p>
        ) : (
          <p className="visually-hidden">{t('designer.faults.told', { count: faults.length })}</p>
        )}
      </div>
      {faults.length > 0 && <Faults faults={faults} />}
    </>
  );
}

function Faults({ faults }: { readonly faults: readonly PlacedFault[] }) {
  const t = useT();
  const store = useDesignerStore();
  const [isOpen, setOpen] = useState(false);
  const Arrow = isOpen ? ChevronDown : ChevronUp;
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
