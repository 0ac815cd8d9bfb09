import type { QueryTask } from '@orrery/contracts';
import { describeQuery } from '@orrery/workflow';
import { Check, Pencil, X } from 'lucide-react';
import { useState } from 'react';
import { useT } from '../../i18n/index.ts';
import { renameColumn } from '../../model/rename-column.ts';
import { IconButton, Input } from '../../ui/index.ts';
import { useDesignerStore } from '../designer-context.ts';
import styles from './Panel.module.css';
import { Section } from './Section.tsx';

/** The result's columns; a rename reaches the statement and everything that reads the column. */
export function ColumnNames({ id, task }: { readonly id: string; readonly task: QueryTask }) {
  const t = useT();
  const { columns } = describeQuery(task.query);
  const [renamed, setRenamed] = useState<string>();
  if (columns === undefined || columns.length === 0) return null;
  return (
    <Section title={t('designer.columns')}>
      <ul className={styles['columns']}>
        {columns.map((name, index) => (
          <li key={`${index} ${name}`}>
            {renamed === name ? (
              <RenameForm id={id} name={name} onDone={() => setRenamed(undefined)} />
            ) : (
              <>
                <code>{name}</code>
                <IconButton
                  icon={Pencil}
                  size="sm"
                  label={t('designer.columns.rename', { name })}
                  onClick={() => setRenamed(name)}
                />
              </>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function RenameForm({ id, name, onDone }: { readonly id: string; readonly name: string; readonly onDone: () => void }) {
  const t = useT();
  const store = useDesignerStore();
  const [text, setText] = useState(name);
  const draft = text === name ? undefined : renameColumn(store.state().draft, id, name, text);
  const isRefused = text !== name && draft === undefined;
  return (
    <form
      className={styles['rename']}
      onSubmit={(event) => {
        event.preventDefault();
        if (isRefused) return;
        if (draft !== undefined) store.edit(() => draft);
        onDone();
      }}
    >
      <Input
        isMono
        autoFocus
        value={text}
        aria-label={t('designer.columns.rename', { name })}
        aria-invalid={isRefused || undefined}
        title={isRefused ? t('designer.columns.refused') : undefined}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          onDone();
        }}
      />
      <IconButton type="submit" icon={Check} size="sm" label={t('designer.columns.apply')} disabled={isRefused} />
      <IconButton icon={X} size="sm" label={t('designer.cancel')} onClick={onDone} />
      {isRefused && (
        <p className={styles['error']} role="alert">
          {t('designer.columns.refused')}
        </p>
      )}
    </form>
  );
}
