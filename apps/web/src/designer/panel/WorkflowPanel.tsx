import { useT } from '../../i18n/index.ts';
import { setDescription } from '../../model/commands.ts';
import { Field, TextArea } from '../../ui/index.ts';
import { useDesigner, useDesignerStore } from '../designer-context.ts';
import { KeyList } from '../KeyList.tsx';
import styles from './Panel.module.css';
import { Section } from './Section.tsx';

/** What the panel shows while nothing is selected: the workflow itself. */
export function WorkflowPanel() {
  const t = useT();
  const store = useDesignerStore();
  const description = useDesigner((state) => state.draft.description ?? '');
  const taskCount = useDesigner((state) => Object.keys(state.draft.tasks).length);
  return (
    <>
      <Section title={t('designer.workflow')}>
        <p className={styles['note']}>{t('designer.workflow.size', { count: taskCount })}</p>
        <Field label={t('designer.description')}>
          {(control) => (
            <TextArea
              {...control}
              rows={5}
              maxLength={4096}
              value={description}
              placeholder={t('designer.description.placeholder')}
              onChange={(event) => store.edit((draft) => setDescription(draft, event.target.value), 'description')}
            />
          )}
        </Field>
      </Section>
      <Section title={t('designer.keys')}>
        <KeyList />
      </Section>
    </>
  );
}
