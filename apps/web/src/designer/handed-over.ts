import type { DesignerStore } from '../model/designer-store.ts';

/**
 * A workflow that is saved for the first time moves to its own address and so to another page; this carries its state
 * along, so that undo still reaches back.
 */
let handed: { readonly workflowId: string; readonly store: DesignerStore } | undefined;

export function handOver(workflowId: string, store: DesignerStore): void {
  handed = { workflowId, store };
}

/** The state that was left for this workflow, if it is the one that was saved last. */
export function takeOver(workflowId: string): DesignerStore | undefined {
  return handed?.workflowId === workflowId ? handed.store : undefined;
}

/** The page has been left: the next one begins with what the server has. */
export function letGo(workflowId: string): void {
  if (handed?.workflowId === workflowId) handed = undefined;
}
