import type { Command } from 'commander';
import { addEmbeddedOptions, configRequest, userPath, type EmbeddedOptions } from '../embedded-options.ts';
import { print, printJson } from '../output.ts';

interface BackupOptions extends EmbeddedOptions {
  readonly json?: boolean;
}

/** `orrery backup` and `orrery restore`: everything in a data folder, also while a server runs on it. */
export function registerBackup(program: Command): void {
  const backup = program
    .command('backup')
    .description('copy everything in the data folder, also while a server runs on it')
    .argument('<folder>', 'an empty or new folder')
    .option('--json', 'print JSON');
  addEmbeddedOptions(backup).action(async (folder: string, options: BackupOptions) => {
    const { embedded } = await import('@orrery/server');
    const config = embedded.loadConfig(configRequest(options));
    await embedded.backUp(config, userPath(folder));
    const [data, copy] = [config.values['data.dir'], userPath(folder)];
    if (options.json) printJson({ data, backup: copy });
    else print(`backed up ${data} to ${copy}`);
  });
  const restore = program
    .command('restore')
    .description('put a backup into a data folder that is empty or new')
    .argument('<folder>', 'folder of a backup')
    .option('--json', 'print JSON');
  addEmbeddedOptions(restore).action(async (folder: string, options: BackupOptions) => {
    const { embedded } = await import('@orrery/server');
    const config = embedded.loadConfig(configRequest(options));
    const { madeAt } = await embedded.restore(config, userPath(folder));
    const data = config.values['data.dir'];
    if (options.json) printJson({ data, backup: userPath(folder), madeAt });
    else print(`restored the backup of ${madeAt} to ${data}`);
  });
}
