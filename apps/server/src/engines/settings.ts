import { mkdtempSync, readdirSync, rmdirSync, statfsSync } from 'node:fs';
import { totalmem } from 'node:os';
import { join } from 'node:path';
import type { Setting, SettingCheck, Settings } from '@orrery/contracts';
import { CONFIG_PATHS, configKey } from '../config/keys.ts';
import { configFaults, type LoadedConfig } from '../config/load.ts';
import { roundBytesText } from '../config/units.ts';
import { canReach } from './reach.ts';

/** A URL's password is not shown. */
function withoutSecret(value: Setting['value']): Setting['value'] {
  return typeof value === 'string' ? value.replace(/(\/\/[^:/@]*:)[^@]*@/, '$1***@') : value;
}

/** Reads the folder, or makes and removes a folder in it: what the rights say is not all that may be in the way. */
function checkFolder(name: string, setting: string, path: string, what: 'read' | 'written'): SettingCheck {
  try {
    if (what === 'read') readdirSync(path);
    else rmdirSync(mkdtempSync(join(path, '.check-')));
    return { name, ok: true, message: `${path} can be ${what}`, setting };
  } catch (error) {
    return {
      name,
      ok: false,
      message: `${path} cannot be ${what}: ${(error as Error).message}. Create the folder or correct its rights or ${setting}.`,
      setting,
    };
  }
}

/** The configuration in force, and the checks that try out what it names. */
export function createSettings(loaded: LoadedConfig, graphAddresses: () => readonly string[]): Settings {
  const { values, sources } = loaded;
  return {
    list: () =>
      CONFIG_PATHS.map((path): Setting => {
        const key = configKey(path);
        return {
          path,
          environmentVariable: key.env,
          value: withoutSecret(values[path]),
          default: key.default,
          source: sources[path],
          help: key.help,
        };
      }),

    async check(signal) {
      const checks: SettingCheck[] = [
        checkFolder('data folder', 'data.dir', values['data.dir'], 'written'),
        ...values['files.folders'].map((folder) => checkFolder(`files in ${folder}`, 'files.folders', folder, 'read')),
      ];
      const disk = statfsSync(values['data.dir']);
      const freeBytes = disk.bavail * disk.bsize;
      checks.push({
        name: 'disk space',
        ok: freeBytes >= values['results.minFreeSpace'],
        message:
          `${roundBytesText(freeBytes)} are free, tasks start while at least ` +
          `${roundBytesText(values['results.minFreeSpace'])} are`,
        setting: 'results.minFreeSpace',
      });
      const memory = values['execution.memory'];
      checks.push({
        name: 'memory',
        ok: memory <= totalmem(),
        message: `tasks may hold ${roundBytesText(memory)} of the machine’s ${roundBytesText(totalmem())}`,
        setting: 'execution.memory',
      });
      for (const address of graphAddresses()) {
        const fault = await canReach(address, 3_000, signal);
        checks.push({
          name: `graph ${address}`,
          ok: fault === undefined,
          message:
            fault === undefined
              ? `${address} accepts connections`
              : `${fault}. Start the graph there, or correct graph.addresses.`,
          setting: 'graph.addresses',
        });
      }
      return checks;
    },

    validate: (text) => configFaults(text).map((message) => ({ path: message.split(':')[0]!, message })),
  };
}
