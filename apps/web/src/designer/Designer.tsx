import { useReactFlow } from '@xyflow/react';
import type { Workflow } from '@orrery/sdk';
import { useCallback, useEffect, useRef, type ReactNode } from 'react';
import { useUnsavedGuard } from '../app/unsaved-guard.ts';
import { useT } from '../i18n/index.ts';
import { showToast } from '../ui/index.ts';
import { RunDialog } from '../workflows/RunDialog.tsx';
import type { SidePane } from '../model/side-panes.ts';
import { Canvas } from './Canvas.tsx';
import styles from './Designer.module.css';
import { useDesigner, useDesignerStore } from './designer-context.ts';
import { CallDialog } from './dialogs/CallDialog.tsx';
import { ConflictDialog } from './dialogs/ConflictDialog.tsx';
import { KeysDialog } from './dialogs/KeysDialog.tsx';
import { SaveDialog } from './dialogs/SaveDialog.tsx';
import { SaveAsDialog } from './dialogs/SaveAsDialog.tsx';
import { VersionsDialog } from './dialogs/VersionsDialog.tsx';
import { EmptyCanvas } from './EmptyCanvas.tsx';
import { FaultList } from './FaultList.tsx';
import { Library } from './Library.tsx';
import { Panel } from './panel/Panel.tsx';
import { Toolbar } from './Toolbar.tsx';
import { useDesignerKeys } from './use-designer-keys.ts';
import { useDialogInUrl } from './use-dialog-in-url.ts';
import { useDraftKeeping } from './use-draft-keeping.ts';
import { useFailureInUrl } from './use-failure-in-url.ts';
import { useFirstSpace } from './use-first-space.ts';
import { useSaving } from './use-saving.ts';
import { useSidePanes } from './use-side-panes.ts';

const FIT = { padding: 0.2, maxZoom: 1 };

export interface DesignerProps {
  /** What the draft was drawn on; undefined for a new workflow. */
  readonly opened: Workflow | undefined;
  /** Stands over the canvas. */
  readonly note: ReactNode;
}

/** The designer of one workflow: library, canvas, settings, and what stands around them. */
export function Designer({ opened, note }: DesignerProps) {
  const t = useT();
  const store = useDesignerStore();
  const flow = useReactFlow();
  const isDirty = useDesigner((state) => state.isDirty);
  const isEmpty = useDesigner((state) => Object.keys(state.draft.tasks).length === 0);
  const beginQuery = useFirstSpace();
  const [dialog, setDialog] = useDialogInUrl();
  const { saved, isSaving, conflict, save, saveAs } = useSaving(opened, () => setDialog('saveAs'));
  const { panes, isNarrow, setPane } = useSidePanes(isEmpty);
  const search = useRef<HTMLInputElement>(null);
  const panel = useRef<HTMLElement>(null);
  useUnsavedGuard(isDirty);
  useDraftKeeping(saved);
  useFailureInUrl();

  const add = useCallback(
    (type: string, at?: { x: number; y: number }) => {
      const id = type === 'Query' ? beginQuery(at) : store.add(type, '', at);
      if (at === undefined) showNode(flow, id);
    },
    [store, beginQuery, flow],
  );
  const run = useCallback(async () => {
    const isNew = saved === undefined;
    const done = await save('run');
    // A new workflow's page opens the dialog itself, under its own address.
    if (done !== undefined && !isNew) setDialog('run');
  }, [save, saved, setDialog]);
  const openPanel = useCallback(() => {
    setPane('panel', true);
    requestAnimationFrame(() =>
      panel.current
        ?.querySelector<HTMLElement>('[data-field] :is(select, input:not([type=radio]), textarea, .cm-content)')
        ?.focus(),
    );
  }, [setPane]);
  const openSearch = useCallback(() => {
    setPane('library', true);
    requestAnimationFrame(() => search.current?.focus());
  }, [setPane]);
  const togglePane = useCallback((pane: SidePane) => setPane(pane, !panes[pane]), [setPane, panes]);
  // A component that is touched shows its settings, unless both panes were folded on purpose.
  const onTap = useCallback(() => {
    if (isNarrow && panes.library) setPane('panel', true);
  }, [isNarrow, panes, setPane]);
  const jump = useDesigner((state) => state.jump);
  useEffect(() => {
    if (jump !== undefined) setPane('panel', true);
  }, [jump, setPane]);
  const leavePanel = useCallback(() => {
    const [id] = store.state().selectedTasks;
    focusNode(id);
  }, [store]);
  const duplicate = useCallback(() => {
    const text = store.copy();
    if (text !== undefined) store.paste(text);
  }, [store]);
  const arrange = useCallback(() => {
    store.arrange();
    requestAnimationFrame(() => void flow.fitView({ ...FIT, duration: 200 }));
  }, [store, flow]);
  const fit = useCallback(() => void flow.fitView({ ...FIT, duration: 200 }), [flow]);
  useEffect(() => {
    if (!isNarrow) return;
    // After the frame in which the flow itself learns of its new size.
    requestAnimationFrame(() => requestAnimationFrame(() => void flow.fitView(FIT)));
  }, [isNarrow, panes, flow]);
  const keys = useDesignerKeys({
    isDialogOpen: dialog !== undefined || conflict !== undefined,
    onSave: () => void save(),
    onRun: () => void run(),
    onSearch: openSearch,
    onTogglePane: togglePane,
    onDuplicate: duplicate,
    onArrange: arrange,
    onFit: fit,
    onHelp: () => setDialog('keys'),
    onMoveTo: focusNode,
  });

  return (
    <div
      className={styles['designer']}
      data-library={panes.library ? undefined : 'folded'}
      data-panel={panes.panel ? undefined : 'folded'}
      ref={keys}
    >
      <Toolbar
        panes={panes}
        onTogglePane={togglePane}
        saved={saved}
        isSaving={isSaving}
        onSave={() => void save()}
        onRun={() => void run()}
        onArrange={arrange}
        onSaveWithComment={() => setDialog('save')}
        onSaveAs={() => setDialog('saveAs')}
        onVersions={() => setDialog('versions')}
        onCall={() => setDialog('call')}
        onKeys={() => setDialog('keys')}
      />
      <Library
        catalogue={store.catalogue}
        onAdd={add}
        onAddFound={(type) => {
          add(type);
          openPanel();
        }}
        searchRef={search}
        isOpen={panes.library}
      />
      <div className={styles['middle']}>
        <Canvas onAdd={add} onOpenPanel={openPanel} onTap={onTap} />
        {note}
        {isEmpty && <EmptyCanvas onAdd={add} />}
        <FaultList />
      </div>
      <Panel ref={panel} isOpen={panes.panel} onDuplicate={duplicate} onLeave={leavePanel} />
      {dialog === 'run' && saved !== undefined && (
        <RunDialog workflowId={saved.id} onClose={() => setDialog(undefined)} />
      )}
      {dialog === 'keys' && <KeysDialog onClose={() => setDialog(undefined)} />}
      {conflict !== undefined && saved !== undefined && (
        <ConflictDialog
          workflowId={saved.id}
          ours={saved.version}
          theirs={conflict.theirs}
          onChoose={conflict.onChoose}
        />
      )}
      {dialog === 'save' && (
        <SaveDialog
          onSave={(comment) => {
            setDialog(undefined);
            void save(undefined, comment);
          }}
          onClose={() => setDialog(undefined)}
        />
      )}
      {dialog === 'saveAs' && (
        <SaveAsDialog
          name={store.state().draft.name ?? saved?.name ?? ''}
          isSaving={isSaving}
          onSave={(name, comment) => void saveAs(name, comment)}
          onClose={() => setDialog(undefined)}
        />
      )}
      {dialog === 'versions' && saved !== undefined && (
        <VersionsDialog
          saved={saved}
          onRestore={(definition, version) => {
            store.replace(definition);
            setDialog(undefined);
            showToast({
              text: t('designer.versions.restored', { version }),
              details: t('designer.versions.restored.text'),
            });
          }}
          onClose={() => setDialog(undefined)}
        />
      )}
      {dialog === 'call' && saved !== undefined && (
        <CallDialog workflowId={saved.id} onClose={() => setDialog(undefined)} />
      )}
    </div>
  );
}

function showNode(flow: ReturnType<typeof useReactFlow>, id: string): void {
  // After the frame in which the list of problems takes its room and the flow learns of its new size.
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      if (flow.getInternalNode(id) !== undefined) void flow.fitView({ ...FIT, duration: 200 });
    }),
  );
}

function focusNode(id: string | undefined): void {
  const node = id === undefined ? null : document.querySelector<HTMLElement>(`.react-flow__node[data-id="${id}"]`);
  (node ?? document.querySelector<HTMLElement>('.react-flow__pane'))?.focus();
}
