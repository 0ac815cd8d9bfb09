import { CopyPlus, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { faultText, useT } from '../../i18n/index.ts';
import { taskIdFault } from '../../model/task-ids.ts';
import { CopyButton, IconButton } from '../../ui/index.ts';
import { componentLook } from '../component-looks.ts';
import { useDesigner, useDesignerStore } from '../designer-context.ts';
import styles from './Panel.module.css';

export interface PanelHeadProps {
  readonly id: string;
  readonly type: string;
  readonly onDuplicate: () => void;
}

/** Type and id of the selected component; the id can be changed and copied. */
export function PanelHead({ id, type, onDuplicate }: PanelHeadProps) {
  const t = useT();
  const store = useDesignerStore();
  const { icon: Icon, color } = componentLook(type, store.catalogue);
  const fault = useDesigner((state) => state.faultsByTask.get(id))?.find(({ field }) => field.length === 0);
  return (
    <header className={styles['head']} style={{ '--node-color': color } as React.CSSProperties}>
      <div className={styles['headLine']}>
        <span className={styles['icon']}>
          <Icon size={16} aria-hidden />
        </span>
        <h2 className={styles['type']}>{type === 'Query' ? t('designer.query') : type}</h2>
        <IdInput key={id} id={id} />
        <CopyButton text={id} label={t('designer.id.copy')} />
        <IconButton icon={CopyPlus} size="sm" label={t('designer.duplicate')} shortcut="Ctrl+D" onClick={onDuplicate} />
        <IconButton
          icon={Trash2}
          size="sm"
          label={t('designer.delete')}
          shortcut="Del"
          onClick={() => {
            store.select(new Set([id]));
            store.deleteSelection();
          }}
        />
      </div>
      {fault !== undefined && (
        <p className={styles['error']} role="alert">
          {faultText(fault)}
        </p>
      )}
    </header>
  );
}

/** Takes the new id when the field is left or Enter is pressed; one that can't be stays open with the reason. */
function IdInput({ id }: { readonly id: string }) {
  const t = useT();
  const store = useDesignerStore();
  const [text, setText] = useState(id);
  const fault = taskIdFault(text, id, new Set(Object.keys(store.state().draft.tasks)));
  const apply = () => {
    if (fault === undefined && text !== id) store.rename(id, text);
    else setText(id);
  };
  return (
    <span className={styles['idBox']}>
      <input
        className={styles['id']}
        value={text}
        size={Math.max(8, text.length)}
        spellCheck={false}
        aria-label={t('designer.id')}
        aria-invalid={fault !== undefined || undefined}
        data-field=""
        onChange={(event) => setText(event.target.value)}
        onBlur={apply}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.currentTarget.blur();
          else if (event.key === 'Escape') {
            event.stopPropagation();
            setText(id);
          }
        }}
      />
      {fault !== undefined && (
        <span className={styles['idFault']} role="alert">
          {t(`designer.id.${fault}`)}
        </span>
      )}
    </span>
  );
}
