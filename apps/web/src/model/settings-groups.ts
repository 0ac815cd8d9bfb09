import type { Data } from '@orrery/sdk';

export type Setting = Data<'listSettings'>['items'][number];

export interface SettingGroup {
  /** First part of the paths: `server`. */
  readonly name: string;
  readonly settings: readonly Setting[];
}

export interface SettingFilter {
  /** Part of path, environment variable, help or value; letters' case does not count. */
  readonly text: string;
  readonly onlyChanged: boolean;
}

/** Settings by the first part of their path, in the server's order; groups without a match are left out. */
export function settingGroups(settings: readonly Setting[], filter: SettingFilter): SettingGroup[] {
  const groups = new Map<string, Setting[]>();
  const text = filter.text.trim().toLowerCase();
  for (const setting of settings) {
    if (filter.onlyChanged && !isChanged(setting)) continue;
    const haystack = [setting.path, setting.environmentVariable, setting.help, settingText(setting.value)];
    if (text !== '' && !haystack.some((part) => part.toLowerCase().includes(text))) continue;
    const name = setting.path.split('.')[0]!;
    groups.set(name, [...(groups.get(name) ?? []), setting]);
  }
  return [...groups].map(([name, members]) => ({ name, settings: members }));
}

export function isChanged({ value, default: fallback }: Setting): boolean {
  return JSON.stringify(value) !== JSON.stringify(fallback);
}

/** A value as a YAML file would have it. */
export function settingText(value: unknown): string {
  if (Array.isArray(value)) return value.length === 0 ? '[]' : value.map(String).join(', ');
  return value === '' ? '""' : String(value);
}
