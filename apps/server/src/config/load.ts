import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';
import { didYouMean } from '@orrery/contracts';
import { parse, YAMLParseError } from 'yaml';
import { CONFIG_KEYS, CONFIG_PATHS, configKey, type ConfigKey, type ConfigPath, type ConfigValue } from './keys.ts';
import { storageKeyFaults } from './storage-keys.ts';
import { parseBytes, parseDurationMs } from './units.ts';

type Widen<T> = T extends readonly unknown[]
  ? readonly string[]
  : T extends number
    ? number
    : T extends boolean
      ? boolean
      : string;
export type Config = { readonly [P in ConfigPath]: Widen<(typeof CONFIG_KEYS)[P]['default']> };

export type ConfigSource = 'default' | 'file' | 'environment' | 'command line';

/** The values in force, and where each came from. */
export interface LoadedConfig {
  readonly values: Config;
  readonly sources: { readonly [P in ConfigPath]: ConfigSource };
}

/** A configuration that cannot be used; the message has a line per fault, each naming the key. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const EXPECTED: Readonly<Record<ConfigKey['type'], string>> = {
  string: 'text',
  int: 'a whole number',
  bytes: 'a size such as 512MiB or 2GB',
  duration: 'a duration such as 30s, 5m, 1h or 30d',
  bool: 'true or false',
  strings: 'a list of texts',
};

function read(key: ConfigKey, raw: unknown, fromEnvironment: boolean): ConfigValue | undefined {
  const text = typeof raw === 'string' ? raw : undefined;
  switch (key.type) {
    case 'string':
      return text;
    case 'bool':
      if (fromEnvironment) return text === 'true' ? true : text === 'false' ? false : undefined;
      return typeof raw === 'boolean' ? raw : undefined;
    case 'strings':
      if (fromEnvironment)
        return text!
          .split(',')
          .map((item) => item.trim())
          .filter((item) => item !== '');
      return Array.isArray(raw) && raw.every((item) => typeof item === 'string') ? raw : undefined;
    default: {
      if (typeof raw === 'number' && Number.isSafeInteger(raw)) return raw;
      if (text === undefined) return undefined;
      if (/^\d+$/.test(text)) return Number(text);
      return key.type === 'bytes' ? parseBytes(text) : key.type === 'duration' ? parseDurationMs(text) : undefined;
    }
  }
}

/** Leaves of the file's nested maps by dotted path. */
function flatten(node: unknown, prefix: string, into: Map<string, unknown>, faults: string[]): void {
  if (node === null || node === undefined) return;
  if (typeof node !== 'object' || Array.isArray(node)) {
    faults.push(`${prefix || 'the file'}: expected a map of keys`);
    return;
  }
  for (const [name, value] of Object.entries(node)) {
    const path = prefix === '' ? name : `${prefix}.${name}`;
    const isLeaf = Object.hasOwn(CONFIG_KEYS, path);
    const isSection = CONFIG_PATHS.some((known) => known.startsWith(`${path}.`));
    if (isLeaf) into.set(path, value);
    else if (isSection) flatten(value, path, into, faults);
    else faults.push(`${path}: unknown key${didYouMean(path, CONFIG_PATHS)}`);
  }
}

/** The file's leaves by path. @throws ConfigError on text that is no YAML */
function readFile(text: string, name: string, faults: string[]): ReadonlyMap<string, unknown> {
  const leaves = new Map<string, unknown>();
  try {
    flatten(parse(text, { maxAliasCount: 0 }), '', leaves, faults);
  } catch (error) {
    if (error instanceof YAMLParseError) throw new ConfigError(`${name}: ${error.message}`);
    throw error;
  }
  return leaves;
}

/**
 * Reads the configuration: defaults, then the file, then ORRERY_* environment variables, then the command line.
 * Relative folders are resolved against `baseDir`.
 * @throws ConfigError naming every unknown key and every value that cannot be used
 */
export function loadConfig(options: {
  readonly file?: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly overrides?: Partial<Config>;
  readonly baseDir: string;
}): LoadedConfig {
  const { file } = options;
  if (file === undefined) return resolveConfig(new Map(), 'the file', options, []);
  if (!existsSync(file)) throw new ConfigError(`${file}: there is no such configuration file`);
  const faults: string[] = [];
  return resolveConfig(readFile(readFileSync(file, 'utf8'), file, faults), file, options, faults);
}

/** Faults of a configuration file's text, one line each, without using it. */
export function configFaults(text: string): readonly string[] {
  const faults: string[] = [];
  try {
    resolveConfig(readFile(text, 'the file', faults), 'the file', { environment: {}, baseDir: '/' }, faults);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.message.split('\n');
    throw error;
  }
}

function resolveConfig(
  fromFile: ReadonlyMap<string, unknown>,
  fileName: string,
  options: {
    readonly environment: Readonly<Record<string, string | undefined>>;
    readonly overrides?: Partial<Config>;
    readonly baseDir: string;
  },
  faults: string[],
): LoadedConfig {
  const values: Record<string, ConfigValue> = {};
  const sources: Record<string, ConfigSource> = {};
  for (const path of CONFIG_PATHS) {
    const key = configKey(path);
    const override = options.overrides?.[path] as ConfigValue | undefined;
    const environmentText = options.environment[key.env];
    let value: ConfigValue | undefined;
    if (override !== undefined) {
      [value, sources[path]] = [override, 'command line'];
    } else if (environmentText !== undefined) {
      [value, sources[path]] = [read(key, environmentText, true), 'environment'];
      if (value === undefined) faults.push(`${key.env}: expected ${EXPECTED[key.type]}, found "${environmentText}"`);
    } else if (fromFile.get(path) !== undefined && fromFile.get(path) !== null) {
      const raw = fromFile.get(path);
      [value, sources[path]] = [read(key, raw, false), 'file'];
      if (value === undefined) {
        faults.push(`${fileName}: ${path}: expected ${EXPECTED[key.type]}, found ${JSON.stringify(raw)}`);
      }
    } else {
      [value, sources[path]] = [key.default, 'default'];
    }
    if (typeof value === 'number') {
      if (key.minimum !== undefined && value < key.minimum) faults.push(`${path}: must be at least ${key.minimum}`);
      if (key.maximum !== undefined && value > key.maximum) faults.push(`${path}: must be at most ${key.maximum}`);
    }
    const fault = value === undefined ? undefined : key.fault?.(value);
    if (fault !== undefined) faults.push(`${path}: ${fault}`);
    if (value !== undefined) values[path] = value;
  }
  if (faults.length === 0) faults.push(...storageKeyFaults(values as unknown as Config));
  if (faults.length > 0) throw new ConfigError(faults.join('\n'));
  const absolute = (path: string): string => (isAbsolute(path) ? path : resolve(options.baseDir, path));
  values['data.dir'] = absolute(values['data.dir'] as string);
  values['files.folders'] = (values['files.folders'] as readonly string[]).map(absolute);
  return { values: values as unknown as Config, sources: sources as LoadedConfig['sources'] };
}
