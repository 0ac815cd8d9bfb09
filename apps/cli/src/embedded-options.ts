import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Option, type Command } from 'commander';

/** npm runs scripts in the package's folder; a user's relative paths are relative to where they typed. */
export const startFolder = process.env['INIT_CWD'] ?? process.cwd();
export const userPath = (path: string): string => resolve(startFolder, path);

const DEFAULT_CONFIG = 'config/app-config.yaml';

export interface EmbeddedOptions {
  readonly data?: string;
  readonly config?: string;
}

/** Options of commands that work on a data folder. */
export function addEmbeddedOptions(command: Command): Command {
  return command
    .addOption(new Option('--data <folder>', 'data folder (data.dir)').env('ORRERY_DATA_DIR'))
    .option('--config <file>', `configuration file (default: ${DEFAULT_CONFIG} where it exists)`);
}

/** What loadConfig takes, from the command's options and the environment. */
export function configRequest(options: EmbeddedOptions, overrides: Record<string, unknown> = {}) {
  const fallback = join(startFolder, DEFAULT_CONFIG);
  const file = options.config === undefined ? (existsSync(fallback) ? fallback : undefined) : userPath(options.config);
  return {
    ...(file === undefined ? {} : { file }),
    environment: process.env,
    baseDir: startFolder,
    overrides: { ...(options.data === undefined ? {} : { 'data.dir': userPath(options.data) }), ...overrides },
  };
}
