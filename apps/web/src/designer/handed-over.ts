import type { DesignerStore } from '../model/designer-store.ts';

interface HandedOver {
  readonly workflowId: string;
  readonly store: DesignerStore;
  /** Key of the page that goes on under the workflow's address; undefined where another one takes over. */
  readonly page: string | undefined;
}

/**
 * A workflow that is saved for the first time, or as another one, moves to an address of its own; this carries its state
 * along, so that undo still reaches back.
 */
let handed: HandedOver | undefined;
let newPages = 0;

/** @param isSamePage whether the page of the new workflow stays, with its canvas and its focus */
export function handOver(workflowId: string, store: DesignerStore, isSamePage: boolean): void {
  handed = { workflowId, store, page: isSamePage ? pageKey(undefined) : undefined };
  if (isSamePage) newPages++;
}

/** The state that was left for this workflow, if it is the one that was saved last. */
export function takeOver(workflowId: string): DesignerStore | undefined {
  return handed?.workflowId === workflowId ? handed.store : undefined;
}

/** The page has been left: the next one begins with what the server has. */
export function letGo(workflowId: string): void {
  if (handed?.workflowId === workflowId) handed = undefined;
}

/** What tells a designer's page from another: each workflow has one, and so has each new one until it is left. */
export function pageKey(workflowId: string | undefined): string {
  if (workflowId === undefined) return `new ${newPages}`;
  return handed?.workflowId === workflowId ? (handed.page ?? workflowId) : workflowId;
}
