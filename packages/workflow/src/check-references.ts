import { closestName, type Fault, type TaskDefinition } from '@orrery/contracts';
import { firstNames } from './fault-texts.ts';
import { fault } from './fault.ts';
import { shortened } from './field-path.ts';
import type { TaskColumn } from './output-columns.ts';
import { taskReferences } from './task-graph.ts';

/** What the checks of references know of the other tasks. */
export interface KnownTasks {
  readonly ids: ReadonlySet<string>;
  /** Columns of a task's result; undefined when not known. */
  columnsOf(id: string): readonly TaskColumn[] | undefined;
}

const VERTEX_TYPES = ['vid', 'int64', 'string'];
const NUMBER_TYPES = ['int64', 'double', 'vid'];

/** Adds the faults of a task's references: tasks that do not exist, columns that they have not or of no use here. */
export function checkReferences(id: string, task: TaskDefinition, known: KnownTasks, faults: Fault[]): void {
  const after = new Set<string>();
  for (const reference of taskReferences(id, task)) {
    const { from, path } = reference;
    if (!known.ids.has(from)) {
      const others = [...known.ids].filter((other) => other !== id);
      const near = closestName(from, others);
      faults.push(fault(path, 'reference.noTask', { name: shortened(from, 80), near, known: firstNames(others) }));
      continue;
    }
    if (reference.columns.length === 0) {
      if (after.has(from)) faults.push(fault(path, 'reference.twice', { name: from }));
      after.add(from);
    }
    const columns = known.columnsOf(from);
    if (columns === undefined) continue;
    for (const { name, path: at } of reference.columns) checkColumn(from, columns, name, at, faults);
  }
}

function checkColumn(from: string, columns: readonly TaskColumn[], name: string, path: string, faults: Fault[]): void {
  const column = columns.find((candidate) => candidate.name === name);
  if (column === undefined) {
    const names = columns.map((candidate) => candidate.name);
    const near = closestName(name, names);
    faults.push(fault(path, 'reference.noColumn', { from, name: shortened(name, 80), near, known: firstNames(names) }));
    return;
  }
  if (column.type === undefined) return;
  const anchor = /\.input\.(src|dst|weight|time)$/.exec(path)?.[1];
  if ((anchor === 'src' || anchor === 'dst') && !VERTEX_TYPES.includes(column.type)) {
    faults.push(fault(path, 'reference.notVertex', { name, from, type: column.type }));
  } else if (anchor === 'weight' && !NUMBER_TYPES.includes(column.type)) {
    faults.push(fault(path, 'reference.notWeight', { name, from, type: column.type }));
  } else if (anchor === 'time' && !['datetime', 'int64', 'date', 'vid'].includes(column.type)) {
    faults.push(fault(path, 'reference.notTime', { name, from, type: column.type }));
  }
}
