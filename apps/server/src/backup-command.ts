import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { LoadedConfig } from './config/load.ts';
import { askForBackup } from './control-socket.ts';
import { backUpInstallation, restoreInstallation } from './installation-backup.ts';
import { createLogger } from './logger.ts';
import { readServerFile } from './server-file.ts';
import { metadataLocation, startServer } from './server.ts';

/** Backs up the configuration's data folder: through the server that runs on it, else by itself. */
export async function backUp(config: LoadedConfig, target: string): Promise<void> {
  const dataDir = config.values['data.dir'];
  if (!existsSync(join(dataDir, 'secret.key'))) throw new Error(`${dataDir} is no data folder of Orrery`);
  if (readServerFile(join(dataDir, 'server.json'))) return askForBackup(dataDir, target);
  const server = await startServer({ config, logger: createLogger('error'), listen: false, graph: false });
  try {
    await backUpInstallation(dataDir, server.controller, target);
  } finally {
    await server.stop();
  }
}

/** Puts a backup into the configuration's data folder, which holds nothing yet. */
export function restore(config: LoadedConfig, backup: string): Promise<{ madeAt: string }> {
  const dataDir = config.values['data.dir'];
  return restoreInstallation(backup, dataDir, metadataLocation(config.values, join(dataDir, 'metadata.sqlite')));
}
