import { ReactFlowProvider } from '@xyflow/react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useAccount, useCatalogue, useWorkflow } from '../api/index.ts';
import { leaveUnsaved } from '../app/unsaved-guard.ts';
import { useT } from '../i18n/index.ts';
import { clientCatalogue } from '../model/client-catalogue.ts';
import { DesignerStore } from '../model/designer-store.ts';
import { keepDraft, keptDraft, keptDraftKey } from '../model/kept-draft.ts';
import { ErrorState, LoadingState, showToast, useDocumentTitle } from '../ui/index.ts';
import { Designer } from './Designer.tsx';
import { DesignerContext } from './designer-context.ts';
import { KeptDraftNote } from './KeptDraftNote.tsx';
import { letGo, takeOver } from './handed-over.ts';
import type { Workflow } from '@orrery/sdk';

export interface DesignerPageProps {
  /** Undefined for a new workflow. */
  readonly workflowId: string | undefined;
}

/** Draws, checks, saves and runs one workflow. A new one that is saved goes on as it is, under its own address. */
export default function DesignerPage({ workflowId }: DesignerPageProps) {
  const t = useT();
  useDocumentTitle(t('designer.title'));
  const workflow = useWorkflow(workflowId);
  // What an earlier page left in the cache may be an old version by now, on which no edits may begin.
  const isSettled = useRef(workflowId === undefined);
  if (workflowId === undefined) return <Opened workflow={undefined} />;
  if (workflow.data !== undefined && !workflow.isFetching) isSettled.current = true;
  if (workflow.data !== undefined && isSettled.current) return <Opened workflow={workflow.data} />;
  if (workflow.error !== null && !workflow.isFetching)
    return <ErrorState error={workflow.error} onRetry={() => void workflow.refetch()} />;
  return <LoadingState />;
}

function Opened({ workflow }: { readonly workflow: Workflow | undefined }) {
  const t = useT();
  const answer = useCatalogue();
  const id = workflow?.id;
  const key = keptDraftKey(useAccount(), id);
  const [opening, setOpening] = useState(0);
  const [isNoted, setNoted] = useState(true);
  // The designer goes on with what it opened: a refetch in the background must not take edits away.
  const opened = useMemo(() => {
    if (answer.data === undefined) return undefined;
    const taken = id === undefined ? undefined : takeOver(id);
    if (taken !== undefined) return { store: taken, workflow, kept: undefined };
    const catalogue = clientCatalogue(answer.data);
    const store = new DesignerStore(catalogue, workflow?.definition);
    const kept = keptDraft(sessionStorage, key);
    if (kept === undefined) return { store, workflow, kept };
    store.replace(kept.draft);
    // Drawn on an older version, it still belongs to that one: saving finds that out and asks.
    const base = workflow && { ...workflow, version: kept.version ?? workflow.version };
    return store.state().isDirty ? { store, workflow: base, kept } : { store, workflow, kept: undefined };
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [answer.data, id, opening]);
  useEffect(() => {
    if (id === undefined) return undefined;
    return () => letGo(id);
  }, [id]);
  if (answer.error !== null) return <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />;
  if (opened === undefined) return <LoadingState />;
  const { store, kept } = opened;
  const isOutdated = kept !== undefined && workflow !== undefined && opened.workflow!.version < workflow.version;
  const reopen = (): void => {
    setNoted(true);
    setOpening((count) => count + 1);
  };
  const discard = (): void => {
    const { draft } = store.state();
    leaveUnsaved();
    reopen();
    const undo = (): void => {
      keepDraft(sessionStorage, key, { ...kept!, draft });
      reopen();
    };
    showToast({ text: t('designer.kept.discarded'), action: { label: t('designer.undo'), onSelect: undo } });
  };
  return (
    <DesignerContext value={store}>
      <ReactFlowProvider key={opening}>
        <Designer
          opened={opened.workflow}
          note={
            kept !== undefined &&
            isNoted && (
              <KeptDraftNote
                keptAt={kept.keptAt}
                newerVersion={isOutdated ? workflow.version : undefined}
                onDiscard={discard}
                onDismiss={() => setNoted(false)}
              />
            )
          }
        />
      </ReactFlowProvider>
    </DesignerContext>
  );
}
