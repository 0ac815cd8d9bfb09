import type { Account, WorkflowDefinition } from '@orrery/contracts';
import type { Page, Viewer } from './face.ts';

/** A saved workflow. Definitions are immutable per version; jobs keep the version that they ran. */
export interface WorkflowView {
  /** Up to 10 digits: `4216617528`. */
  readonly id: string;
  readonly name: string;
  readonly account: Account;
  readonly version: number;
  readonly createTimeMs: number;
  readonly updateTimeMs: number;
  readonly definition: WorkflowDefinition;
}

export interface WorkflowVersionView {
  readonly version: number;
  readonly createTimeMs: number;
  readonly comment: string | undefined;
}

export type WorkflowOrder = 'name' | 'createTime' | 'updateTime';

export interface WorkflowQuery {
  /** Part of the name, or an id. */
  readonly search?: string;
  /** Default: the last created first. */
  readonly orderBy?: WorkflowOrder;
  readonly direction?: 'asc' | 'desc';
  readonly page: number;
  readonly pageSize: number;
}

/** The metadata database's workflows. Changes are durable when their promise settles. */
export interface WorkflowStore {
  /** A given id is for the demo and for restore; else a random one. Default name `workflow_<5 of a-z0-9>`. */
  create(
    account: Account,
    definition: WorkflowDefinition,
    options?: { id?: string; comment?: string },
  ): Promise<WorkflowView>;
  get(viewer: Viewer, id: string, version?: number): Promise<WorkflowView>;
  /** The version that a job ran, also of a workflow that was deleted since: for rerun and resume. */
  ofJob(viewer: Viewer, id: string, version: number): Promise<WorkflowView>;
  list(viewer: Viewer, query: WorkflowQuery): Promise<Page<WorkflowView>>;
  /** A new version; `ifVersion` refuses (ErrBadRequest) when somebody saved in between. */
  update(
    viewer: Viewer,
    id: string,
    definition: WorkflowDefinition,
    options?: { ifVersion?: number; comment?: string },
  ): Promise<WorkflowView>;
  /** No new version. */
  rename(viewer: Viewer, id: string, name: string): Promise<WorkflowView>;
  clone(viewer: Viewer, id: string, name?: string): Promise<WorkflowView>;
  /** Its jobs stay, and so do its versions, for rerun and {@link restore}. */
  delete(viewer: Viewer, id: string): Promise<void>;
  /** Takes a deletion back, with every version; one that was not deleted stays as it is. */
  restore(viewer: Viewer, id: string): Promise<WorkflowView>;
  versions(viewer: Viewer, id: string): Promise<readonly WorkflowVersionView[]>;
}

/** Small secrets and revocations that must survive a restart. */
export interface SessionStore {
  revokeToken(tokenId: string, expiresAtMs: number): Promise<void>;
  /** Tokens of the account issued before this moment are void. */
  revokeAccount(account: Account, beforeMs: number): Promise<void>;
  isRevoked(tokenId: string, account: Account, issuedAtMs: number): Promise<boolean>;
  /** Calls the listener after every revocation, from its moment on. @returns what ends that */
  onRevocation(listener: () => void): () => void;
}
