import { TASK_ID_PATTERN } from '@orrery/contracts';

/** `<type in lower case>_<n>` with the lowest n that is free. */
export function proposeTaskId(type: string, taken: ReadonlySet<string>): string {
  const stem =
    type
      .toLowerCase()
      .replace(/[^a-z0-9_]/g, '')
      .replace(/^[^a-z]+/, '')
      .slice(0, 50) || 'task';
  for (let n = 1; ; n++) if (!taken.has(`${stem}_${n}`)) return `${stem}_${n}`;
}

/** A free id for a copy: `query_1` gives `query_2`, `ranking` gives `ranking_2`. */
export function proposeCopyId(id: string, taken: ReadonlySet<string>): string {
  if (!taken.has(id)) return id;
  const stem = id.replace(/_\d+$/, '').slice(0, 50);
  for (let n = 2; ; n++) if (!taken.has(`${stem}_${n}`)) return `${stem}_${n}`;
}

export type IdFault = 'pattern' | 'taken';

/** Why `id` can't be the new id of the task `current`. */
export function taskIdFault(id: string, current: string, taken: ReadonlySet<string>): IdFault | undefined {
  if (!new RegExp(TASK_ID_PATTERN).test(id)) return 'pattern';
  return id !== current && taken.has(id) ? 'taken' : undefined;
}
