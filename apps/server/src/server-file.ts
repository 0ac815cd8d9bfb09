import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { processIdentity } from '@orrery/jobs';

/** Where a server that runs on a data folder can be reached; in the folder's server.json while it runs. */
export interface ServerAddress {
  readonly pid: number;
  readonly url: string;
  /** Of the embedded graph; undefined when there is none. */
  readonly graph: { readonly host: string; readonly port: number } | undefined;
}

export function writeServerFile(path: string, address: ServerAddress): void {
  writeFileSync(`${path}.partial`, JSON.stringify({ ...address, identity: processIdentity(address.pid) }));
  renameSync(`${path}.partial`, path);
}

export function removeServerFile(path: string): void {
  rmSync(path, { force: true });
}

/**
 * The server that runs on the folder now; undefined when there is none. A crashed one's file is ignored, even when its
 * process id is another process's by now.
 */
export function readServerFile(path: string): ServerAddress | undefined {
  try {
    const { identity, ...address } = JSON.parse(readFileSync(path, 'utf8')) as ServerAddress & { identity?: string };
    const now = processIdentity(address.pid);
    return now !== undefined && now === identity ? address : undefined;
  } catch {
    return undefined;
  }
}
