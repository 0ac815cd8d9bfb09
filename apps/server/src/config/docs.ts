import { CONFIG_PATHS, configKey, type ConfigKey } from './keys.ts';
import { bytesText, durationText } from './units.ts';

function defaultText(key: ConfigKey): string {
  if (key.defaultText !== undefined) return key.defaultText;
  if (Array.isArray(key.default)) return 'none';
  if (key.type === 'bytes') return `\`${bytesText(key.default as number)}\``;
  if (key.type === 'duration') return `\`${durationText(key.default as number)}\``;
  return `\`${String(key.default)}\``;
}

/** The table of docs/configuration.md. */
export function configTable(): string {
  const rows = CONFIG_PATHS.map((path) => {
    const key = configKey(path);
    return `| \`${path}\` | \`${key.env}\` | ${defaultText(key)} | ${key.help} |`;
  });
  return ['| key | environment variable | default | meaning |', '| --- | --- | --- | --- |', ...rows].join('\n');
}
