import type { Controller } from './control/controller.ts';
import type { ControllerOptions } from './control/controller-options.ts';
import type { Metadata, MetadataLocation } from './metadata/open-metadata.ts';
import type { FolderLock } from './metadata/folder-lock.ts';
import type { SessionStore, WorkflowStore } from './workflow-store-face.ts';

/*
 * Executors import this file too: everything that needs a database driver is loaded by the functions that use it.
 */
export * from './face.ts';
export * from './task-type.ts';
export * from './workflow-store-face.ts';
export type { Controller, ControllerStatistics } from './control/controller.ts';
export type { ControllerLimits, ControllerOptions, LogLevel } from './control/controller-options.ts';
export type { FolderLock } from './metadata/folder-lock.ts';
export type { Metadata, MetadataLocation } from './metadata/open-metadata.ts';
export { runExecutor, type ExecutorOptions } from './executors/run-executor.ts';
export { flushFolder } from './executors/flush-folder.ts';
export { endProcess, processIdentity } from './executors/process-identity.ts';
export { FAULT_POINTS, faultPoint, type FaultPoint } from './fault-point.ts';

/**
 * Opens, locks and migrates the metadata database; one process has it at a time.
 * @throws OrreryError ErrBadRequest naming the holder when it is in use; ErrInternalDatabase when it can't be opened
 * or was written by a newer version.
 */
export async function openMetadata(location: MetadataLocation): Promise<Metadata> {
  return (await import('./metadata/open-metadata.ts')).openMetadata(location);
}

/**
 * Recovers what an earlier server left, then runs jobs until `stop`.
 * @throws OrreryError ErrBadRequest when another process has the data folder
 */
export async function createController(options: ControllerOptions): Promise<Controller> {
  return (await import('./control/controller.ts')).Controller.start(options);
}

export async function createWorkflowStore(metadata: Metadata): Promise<WorkflowStore> {
  return (await import('./stores/workflow-store.ts')).createWorkflowStore(metadata);
}

export async function createSessionStore(metadata: Metadata): Promise<SessionStore> {
  return (await import('./stores/session-store.ts')).createSessionStore(metadata);
}

/**
 * Locks a data folder for this process, however it ends.
 * @throws OrreryError ErrBadRequest naming the holder
 */
export async function lockFolder(folder: string): Promise<FolderLock> {
  return (await import('./metadata/folder-lock.ts')).lockFolder(folder);
}

/** Before anything is opened on a data folder: on a full disk its reserve is given up, so that a server can start. */
export async function makeRoomToStart(folder: string): Promise<void> {
  return (await import('./control/disk-guard.ts')).makeRoomToStart(folder);
}

/**
 * Puts a backup made by `Controller.backup` into a data folder and a metadata database that hold nothing yet.
 * @throws OrreryError ErrBadRequest when the backup is not complete, or the target is in use or not empty
 */
export async function restoreBackup(backupDir: string, dataDir: string, location: MetadataLocation): Promise<void> {
  return (await import('./control/backup.ts')).restoreBackup(backupDir, dataDir, location);
}
