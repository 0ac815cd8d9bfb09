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
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

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
    const draft = `${path}.${process.pid}`;
    const file = openSync(draft, 'wx', 0o600);
    writeSync(file, randomBytes(KEY_BYTES));
    fsyncSync(file);
    closeSync(file);
    renameSync(draft, path);
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

/** Opens or makes a data folder. @throws when it cannot be written or its key is damaged */
export function openDataFolder(dir: string): DataFolder {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
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
