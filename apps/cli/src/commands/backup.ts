import type { Command } from 'commander';
import { addEmbeddedOptions, configRequest, userPath, type EmbeddedOptions } from '../embedded-options.ts';
import { print } from '../output.ts';

/** `orrery backup` and `orrery restore`: everything in a data folder, also while a server runs on it. */
export function registerBackup(program: Command): void {
  const backup = program
    .command('backup')
    .description('copy everything in the data folder, also while a server runs on it')
    .argument('<folder>', 'an empty or new folder');
  addEmbeddedOptions(backup).action(async (folder: string, options: EmbeddedOptions) => {
    const { embedded } = await import('@orrery/server');
    const config = embedded.loadConfig(configRequest(options));
    await embedded.backUp(config, userPath(folder));
    print(`backed up ${config.values['data.dir']} to ${userPath(folder)}`);
  });
  const restore = program
    .command('restore')
    .description('put a backup into a data folder that is empty or new')
    .argument('<folder>', 'folder of a backup');
  addEmbeddedOptions(restore).action(async (folder: string, options: EmbeddedOptions) => {
    const { embedded } = await import('@orrery/server');
    const config = embedded.loadConfig(configRequest(options));
    const { madeAt } = await embedded.restore(config, userPath(folder));
    print(`restored the backup of ${madeAt} to ${config.values['data.dir']}`);
  });
}
