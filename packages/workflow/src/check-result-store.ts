import { closestName, type Fault, type NebulaResult } from '@orrery/contracts';
import { fault } from './fault.ts';
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
      faults.push(fault(fieldPath(path, field), 'result.name', { name, field }));
    }
  }
  if (columns === undefined) return;
  const roles = [
    { field: 'vid', place: 1 },
    { field: 'value', place: 2 },
  ] as const;
  for (const { field, place } of roles) {
    const at = fieldPath(path, field);
    const name = result[field];
    const column = name === undefined ? columns[place - 1] : columns.find((candidate) => candidate.name === name);
    const known = columns.map((candidate) => candidate.name);
    if (column === undefined) {
      faults.push(
        name === undefined
          ? fault(at, 'result.columnMissing', { place, known })
          : fault(at, 'result.noColumn', { name, near: closestName(name, known), known }),
      );
    } else if (
      column.type === 'json' ||
      (field === 'vid' && column.type !== undefined && !['vid', 'int64', 'string'].includes(column.type))
    ) {
      const code = field === 'vid' ? 'result.notVertex' : 'result.notProperty';
      faults.push(fault(at, code, { name: column.name, type: column.type }));
    }
  }
}
