import { readdir, statfs } from 'node:fs/promises';
import { totalmem } from 'node:os';
import type { Setting, SettingCheck, Settings } from '@orrery/contracts';
import { CONFIG_PATHS, configKey } from '../config/keys.ts';
import { configFaults, type LoadedConfig } from '../config/load.ts';
import { roundBytesText } from '../config/units.ts';
import { tryWriting } from './check-folder.ts';
import { checkGraph, checkNebulaStore } from './check-graph.ts';
import type { GraphAddresses } from './graph-addresses.ts';
import { splitAddress } from './split-address.ts';

/** A URL's password is not shown. */
function withoutSecret(value: Setting['value']): Setting['value'] {
  return typeof value === 'string' ? value.replace(/(\/\/[^:/@]*:)[^@]*@/, '$1***@') : value;
}

/** Reads or writes in the folder for real: what the rights say is not all that may be in the way. */
async function checkFolder(
  name: string,
  setting: string,
  path: string,
  what: 'read' | 'written',
): Promise<SettingCheck> {
  try {
    await (what === 'read' ? readdir(path) : tryWriting(path));
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

/** Room for results against what tasks must leave free. */
async function checkSpace(path: string, minFreeBytes: number): Promise<SettingCheck> {
  const setting = 'results.minFreeSpace';
  const name = 'disk space';
  const limit = roundBytesText(minFreeBytes);
  try {
    const disk = await statfs(path);
    const freeBytes = disk.bavail * disk.bsize;
    const found = `${roundBytesText(freeBytes)} are free, tasks start while at least ${limit} are`;
    if (freeBytes >= minFreeBytes) return { name, ok: true, message: found, setting };
    const advice = `Delete jobs, lower results.maxSize or results.retention, or lower ${setting}.`;
    return { name, ok: false, message: `${found}. ${advice}`, setting };
  } catch (error) {
    const message = `the free space of ${path} cannot be read: ${(error as Error).message}. Create the folder or correct data.dir.`;
    return { name, ok: false, message, setting };
  }
}

/** One of the graph addresses, as far as it is of the right form. */
async function checkAddress(address: string, signal: AbortSignal | undefined): Promise<SettingCheck> {
  const target = splitAddress(address);
  if (target) return checkGraph({ address: target.host, port: target.port }, address, signal);
  const message = `${address} is not of the form host:port. Correct graph.addresses.`;
  return { name: `graph ${address}`, ok: false, message, setting: 'graph.addresses' };
}

/** The configuration in force, and the checks that try out what it names; `resultsDir` is the local result store. */
export function createSettings(
  loaded: LoadedConfig,
  resultsDir: string,
  addresses: Pick<GraphAddresses, 'list' | 'reach'>,
): Settings {
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

    check(caller, signal) {
      const memory = values['execution.memory'];
      return Promise.all([
        checkFolder('data folder', 'data.dir', values['data.dir'], 'written'),
        checkFolder('result store local', 'data.dir', resultsDir, 'written'),
        checkSpace(resultsDir, values['results.minFreeSpace']),
        checkNebulaStore(addresses.reach(caller), signal),
        ...values['files.folders'].map((folder) => checkFolder(`files in ${folder}`, 'files.folders', folder, 'read')),
        {
          name: 'memory',
          ok: memory <= totalmem(),
          message: `tasks may hold ${roundBytesText(memory)} of the machine’s ${roundBytesText(totalmem())}`,
          setting: 'execution.memory',
        },
        ...addresses.list().map((address) => checkAddress(address, signal)),
      ]);
    },

    validate: (text) => configFaults(text).map((message) => ({ path: message.split(':')[0]!, message })),
  };
}
