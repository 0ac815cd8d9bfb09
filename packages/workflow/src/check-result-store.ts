import { didYouMean, type Fault, type NebulaResult } from '@orrery/contracts';
import { fieldPath } from './field-path.ts';
import type { TaskColumn } from './output-columns.ts';

/** Adds the faults of a write-back: names that no space, tag or property has, columns that the result has not. */
export function checkNebulaResult(
  result: NebulaResult,
  columns: readonly TaskColumn[] | undefined,
  path: string,
  faults: Fault[],
): void {
  for (const field of ['space', 'tag', 'property'] as const) {
    const name = result[field];
    if (/[`\p{Cc}]/u.test(name) || name.trim() !== name || name.trim() === '') {
      faults.push({
        path: fieldPath(path, field),
        message: `${JSON.stringify(name)} can't be the name of a ${field}: no backticks, control characters or blanks around it`,
      });
    }
  }
  if (columns === undefined) return;
  const roles = [
    { field: 'vid', place: 0, ordinal: 'first' },
    { field: 'value', place: 1, ordinal: 'second' },
  ] as const;
  for (const { field, place, ordinal } of roles) {
    const name = result[field];
    const column = name === undefined ? columns[place] : columns.find((candidate) => candidate.name === name);
    const names = columns.map((candidate) => candidate.name);
    if (column === undefined) {
      const message =
        name === undefined
          ? `is missing: the result has no ${ordinal} column (its columns: ${names.join(', ') || 'none'})`
          : `the result has no column ${name}${didYouMean(name, names) || `; it has ${names.join(', ') || 'none'}`}`;
      faults.push({ path: fieldPath(path, field), message });
    } else if (
      column.type === 'json' ||
      (field === 'vid' && column.type !== undefined && !['vid', 'int64', 'string'].includes(column.type))
    ) {
      faults.push({
        path: fieldPath(path, field),
        message: `the column ${column.name} holds ${column.type === 'json' ? 'lists' : column.type}, which can't be ${field === 'vid' ? 'a vertex id' : 'written as a property'}`,
      });
    }
  }
}
