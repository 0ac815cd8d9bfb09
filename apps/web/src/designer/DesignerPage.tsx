import { ReactFlowProvider } from '@xyflow/react';
import { useEffect, useMemo } from 'react';
import { useCatalogue, useWorkflow } from '../api/index.ts';
import { useT } from '../i18n/index.ts';
import { clientCatalogue } from '../model/client-catalogue.ts';
import { DesignerStore } from '../model/designer-store.ts';
import { ErrorState, LoadingState, useDocumentTitle } from '../ui/index.ts';
import { Designer } from './Designer.tsx';
import { DesignerContext } from './designer-context.ts';
import { letGo, takeOver } from './handed-over.ts';
import type { Workflow } from '@orrery/sdk';

export interface DesignerPageProps {
  /** Undefined for a new workflow. */
  readonly workflowId: string | undefined;
}

/** Draws, checks, saves and runs one workflow. */
export default function DesignerPage({ workflowId }: DesignerPageProps) {
  const t = useT();
  useDocumentTitle(t('designer.title'));
  return workflowId === undefined ? <Opened workflow={undefined} /> : <Saved workflowId={workflowId} />;
}

function Saved({ workflowId }: { readonly workflowId: string }) {
  const workflow = useWorkflow(workflowId);
  if (workflow.data !== undefined) return <Opened workflow={workflow.data} />;
  if (workflow.error !== null) return <ErrorState error={workflow.error} onRetry={() => void workflow.refetch()} />;
  return <LoadingState />;
}

function Opened({ workflow }: { readonly workflow: Workflow | undefined }) {
  const answer = useCatalogue();
  // The designer goes on with what it opened: a refetch in the background must not take edits away.
  const store = useMemo(() => {
    if (answer.data === undefined) return undefined;
    const taken = workflow === undefined ? undefined : takeOver(workflow.id);
    return taken ?? new DesignerStore(clientCatalogue(answer.data), workflow?.definition);
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [answer.data, workflow?.id]);
  const id = workflow?.id;
  useEffect(() => {
    if (id === undefined) return undefined;
    return () => letGo(id);
  }, [id]);
  if (answer.error !== null) return <ErrorState error={answer.error} onRetry={() => void answer.refetch()} />;
  if (store === undefined) return <LoadingState />;
  return (
    <DesignerContext value={store}>
      <ReactFlowProvider>
        <Designer opened={workflow} />
      </ReactFlowProvider>
    </DesignerContext>
  );
}
