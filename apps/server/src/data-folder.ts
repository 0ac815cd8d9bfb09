import { hkdfSync, randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/** Where everything of one installation lives. The folder and the key in it are readable by their owner alone. */
export interface DataFolder {
  readonly dir: string;
  readonly graphDir: string;
  readonly metadataFile: string;
  readonly resultsDir: string;
  /** JSON {pid, url, startTimeMs} of the server that runs on the folder, for the command line to find it. */
  readonly serverFile: string;
  /** 32 bytes each, derived from the folder's key. */
  readonly tokenKey: Uint8Array;
  readonly credentialsKey: Uint8Array;
}

const KEY_BYTES = 32;

/** The folder's key; made at first use, flushed before its name exists. */
function readOrMakeKey(path: string): Buffer {
  if (!existsSync(path)) {
    const draft = `${path}.new`;
    rmSync(draft, { force: true });
    writeFileSync(draft, randomBytes(KEY_BYTES), { flag: 'wx', mode: 0o600, flush: true });
    renameSync(draft, path);
    const folder = openSync(dirname(path), 'r');
    fsyncSync(folder);
    closeSync(folder);
  }
  chmodSync(path, 0o600);
  const key = readFileSync(path);
  if (key.length !== KEY_BYTES) {
    throw new Error(
      `${path} has ${key.length} bytes instead of ${KEY_BYTES}; restore it from a backup of the data folder, ` +
        'because tokens and the credentials of unfinished jobs are encrypted with it',
    );
  }
  return key;
}

/** In a data folder while a backup is being put into it. */
export const RESTORE_MARK = 'restore.unfinished';

/**
 * Opens or makes a data folder, whose lock the caller holds.
 * @throws when it cannot be written, its key is damaged, or a restore into it was cut off
 */
export function openDataFolder(dir: string): DataFolder {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  if (existsSync(join(dir, RESTORE_MARK))) {
    throw new Error(`a restore into ${dir} was not finished; empty the folder and restore the backup again`);
  }
  const key = readOrMakeKey(join(dir, 'secret.key'));
  const derive = (purpose: string): Uint8Array => new Uint8Array(hkdfSync('sha256', key, '', purpose, KEY_BYTES));
  const resultsDir = join(dir, 'results');
  const graphDir = join(dir, 'graph');
  for (const folder of [resultsDir, graphDir]) mkdirSync(folder, { recursive: true, mode: 0o700 });
  return {
    dir,
    graphDir,
    metadataFile: join(dir, 'metadata.sqlite'),
    resultsDir,
    serverFile: join(dir, 'server.json'),
    tokenKey: derive('orrery tokens'),
    credentialsKey: derive('orrery credentials'),
  };
}
