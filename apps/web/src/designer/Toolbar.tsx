import {
  CodeXml,
  EllipsisVertical,
  History,
  Keyboard,
  LayoutDashboard,
  MessageSquareText,
  PanelLeftClose,
  PanelLeftOpen,
  PanelRightClose,
  PanelRightOpen,
  Play,
  Redo2,
  Save,
  SaveAll,
  Undo2,
} from 'lucide-react';
import { Link } from 'wouter';
import { useT } from '../i18n/index.ts';
import { setName } from '../model/commands.ts';
import type { SidePane, SidePanes } from '../model/side-panes.ts';
import { Badge, Button, CopyButton, IconButton, Menu, Tooltip } from '../ui/index.ts';
import { useDesigner, useDesignerStore } from './designer-context.ts';
import styles from './Toolbar.module.css';
import type { SavedAs } from './use-saving.ts';

export interface ToolbarProps {
  readonly saved: SavedAs | undefined;
  readonly isSaving: boolean;
  readonly panes: SidePanes;
  readonly onTogglePane: (pane: SidePane) => void;
  readonly onSave: () => void;
  readonly onRun: () => void;
  readonly onArrange: () => void;
  readonly onSaveWithComment: () => void;
  readonly onSaveAs: () => void;
  readonly onVersions: () => void;
  readonly onCall: () => void;
  readonly onKeys: () => void;
}

/** The workflow's id and name on the left, what can be done with it on the right. */
export function Toolbar(props: ToolbarProps) {
  const {
    saved,
    isSaving,
    panes,
    onTogglePane,
    onSave,
    onRun,
    onArrange,
    onSaveWithComment,
    onSaveAs,
    onVersions,
    onCall,
    onKeys,
  } = props;
  const t = useT();
  const store = useDesignerStore();
  const name = useDesigner((state) => state.draft.name ?? '');
  const isDirty = useDesigner((state) => state.isDirty);
  const canUndo = useDesigner((state) => state.history.past.length > 0);
  const canRedo = useDesigner((state) => state.history.future.length > 0);
  const isEmpty = useDesigner((state) => Object.keys(state.draft.tasks).length === 0);
  return (
    <header className={styles['toolbar']}>
      <div className={styles['left']}>
        <IconButton
          icon={panes.library ? PanelLeftClose : PanelLeftOpen}
          label={t('designer.keys.library')}
          shortcut="["
          aria-expanded={panes.library}
          onClick={() => onTogglePane('library')}
        />
        <Link href="/workflows" className={styles['back']}>
          {t('designer.workflows')}
        </Link>
        <span aria-hidden className={styles['slash']}>
          /
        </span>
        {saved === undefined ? (
          <Badge tone="info">{t('designer.new')}</Badge>
        ) : (
          <span className={styles['id']}>
            <code title={t('designer.workflowId')}>{saved.id}</code>
            <CopyButton text={saved.id} label={t('designer.workflowId.copy')} />
          </span>
        )}
        <h1 className="visually-hidden">{name || saved?.name || t('designer.title')}</h1>
        <input
          className={styles['name']}
          value={name}
          maxLength={128}
          spellCheck={false}
          aria-label={t('designer.name')}
          placeholder={saved?.name ?? t('designer.name.placeholder')}
          onChange={(event) => store.edit((draft) => setName(draft, event.target.value), 'name')}
          onBlur={() => {
            store.seal();
            if (name.trim() !== name) store.edit((draft) => setName(draft, name.trim()));
          }}
        />
        <span className={styles['state']} role="status">
          {saved !== undefined && <span>{t('designer.version', { version: saved.version })}</span>}
          {isDirty && <Badge tone="warning">{t('designer.unsaved')}</Badge>}
        </span>
      </div>
      <div className={styles['right']}>
        <IconButton
          icon={Undo2}
          label={t('designer.undo')}
          shortcut="Ctrl+Z"
          disabled={!canUndo}
          onClick={() => store.undo()}
        />
        <IconButton
          icon={Redo2}
          label={t('designer.redo')}
          shortcut="Ctrl+Shift+Z"
          disabled={!canRedo}
          onClick={() => store.redo()}
        />
        <IconButton
          icon={LayoutDashboard}
          label={t('designer.arrange')}
          shortcut="L"
          disabled={isEmpty}
          onClick={onArrange}
        />
        <span className={styles['gap']} />
        <Button icon={CodeXml} variant="ghost" disabled={saved === undefined} onClick={onCall}>
          {t('designer.call')}
        </Button>
        <Tooltip text={t('designer.save')} shortcut="Ctrl+S">
          <Button icon={Save} isBusy={isSaving} disabled={saved !== undefined && !isDirty} onClick={onSave}>
            {t('designer.save')}
          </Button>
        </Tooltip>
        <Button icon={Play} variant="primary" disabled={isEmpty || isSaving} onClick={onRun}>
          {t(isDirty || saved === undefined ? 'designer.saveAndRun' : 'designer.run')}
        </Button>
        <Menu
          label={t('designer.more')}
          items={[
            {
              label: t('designer.saveWithComment'),
              icon: MessageSquareText,
              onSelect: onSaveWithComment,
              isDisabled: isEmpty || (saved !== undefined && !isDirty),
            },
            { label: t('designer.saveAs'), icon: SaveAll, onSelect: onSaveAs, isDisabled: isEmpty },
            { label: t('designer.versions'), icon: History, onSelect: onVersions, isDisabled: saved === undefined },
            { label: t('designer.keys'), icon: Keyboard, onSelect: onKeys },
          ]}
          trigger={(trigger) => <IconButton {...trigger} icon={EllipsisVertical} label={t('designer.more')} />}
        />
        <IconButton
          icon={panes.panel ? PanelRightClose : PanelRightOpen}
          label={t('designer.keys.settings')}
          shortcut="]"
          aria-expanded={panes.panel}
          onClick={() => onTogglePane('panel')}
        />
      </div>
    </header>
  );
}
