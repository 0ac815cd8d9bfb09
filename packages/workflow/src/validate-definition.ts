import {
  closestName,
  type AlgorithmTask,
  type Catalogue,
  type Fault,
  type QueryTask,
  type TaskDefinition,
  type WorkflowDefinition,
} from '@orrery/contracts';
import { checkAlgorithmTask } from './check-algorithm-task.ts';
import { checkQueryTask } from './check-query-task.ts';
import { checkReferences } from './check-references.ts';
import { checkNebulaResult } from './check-result-store.ts';
import { checkShape, MAX_TASKS, withPlainLayout } from './definition-shape.ts';
import { MAX_DURATION_MS, formatDuration, parseDuration } from './duration.ts';
import { fault } from './fault.ts';
import { fieldPath } from './field-path.ts';
import { outputColumns, type TaskColumn } from './output-columns.ts';
import { isRecord } from './schema-check.ts';
import { soundTask } from './sound-task.ts';
import { findCycles, taskDependencies } from './task-graph.ts';

export type CheckedDefinition =
  | { readonly ok: true; readonly definition: WorkflowDefinition }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/** Most faults that are reported of one definition; the last one then says that there are more. */
export const MAX_FAULTS = 200;

/**
 * Checks a definition as a whole: structure, types, parameters, references, columns, cycles, statements. Reports every
 * fault at once, each with the path of its field, in the order of the fields. `raw` is lossless JSON (see
 * parseDefinitionText) and is not changed. Deterministic. Cost: linear in the text but for the references.
 */
export function validateDefinition(raw: unknown, catalogue: Catalogue): CheckedDefinition {
  const faults: Fault[] = [];
  checkShape(raw, catalogue, faults);
  const rawTasks = isRecord(raw) && isRecord(raw['tasks']) ? raw['tasks'] : {};
  const tasks = new Map<string, Partial<TaskDefinition>>();
  for (const [id, rawTask] of Object.entries(rawTasks).slice(0, MAX_TASKS)) {
    const task = soundTask(rawTask, fieldPath('tasks', id), faults);
    if (task !== undefined) tasks.set(id, task);
  }
  checkMeaning(tasks, new Set(Object.keys(rawTasks)), catalogue, faults);
  if (isRecord(raw) && isRecord(raw['layout'])) checkLayout(raw['layout'], Object.keys(rawTasks), faults);
  if (faults.length > 0) return { ok: false, faults: inFieldOrder(faults, raw) };
  return { ok: true, definition: withPlainLayout(raw as WorkflowDefinition) };
}

function checkMeaning(
  tasks: ReadonlyMap<string, Partial<TaskDefinition>>,
  ids: ReadonlySet<string>,
  catalogue: Catalogue,
  faults: Fault[],
): void {
  const columns = new Map<string, readonly TaskColumn[] | undefined>();
  const columnsOf = (id: string) => {
    if (!columns.has(id)) columns.set(id, soundColumns(tasks.get(id), catalogue));
    return columns.get(id);
  };
  for (const [id, task] of tasks) {
    const path = fieldPath('tasks', id);
    if (task.type === 'Query') checkQueryTask(task as Partial<QueryTask>, path, faults);
    else checkAlgorithmTask(task as Partial<AlgorithmTask>, path, catalogue, faults);
    checkReferences(id, task as TaskDefinition, { ids, columnsOf }, faults);
    if (task.result?.store === 'nebula')
      checkNebulaResult(task.result, columnsOf(id), fieldPath(path, 'result'), faults);
    if (task.timeout !== undefined && parseDuration(task.timeout) === undefined) {
      const args = { maximum: formatDuration(MAX_DURATION_MS), given: task.timeout };
      faults.push(fault(fieldPath(path, 'timeout'), 'timeout.tooLong', args));
    }
  }
  const dependencies = taskDependencies({ tasks: Object.fromEntries(tasks) as Record<string, TaskDefinition> });
  for (const cycle of findCycles(dependencies)) {
    const [first] = cycle as [string];
    const path = fieldPath('tasks', first);
    if (cycle.length === 1) faults.push(fault(path, 'cycle.self', { id: first }));
    else faults.push(fault(path, 'cycle.tasks', { around: [...cycle, first] }));
  }
}

function soundColumns(
  task: Partial<TaskDefinition> | undefined,
  catalogue: Catalogue,
): readonly TaskColumn[] | undefined {
  if (task === undefined || (task.type === 'Query' && !('query' in task))) return undefined;
  return outputColumns(task as TaskDefinition, catalogue);
}

function checkLayout(layout: Record<string, unknown>, ids: readonly string[], faults: Fault[]): void {
  for (const id of Object.keys(layout)) {
    if (ids.includes(id)) continue;
    const args = { name: id.slice(0, 80), near: closestName(id, ids) };
    faults.push(fault(fieldPath('layout', id), 'layout.noTask', args));
  }
}

/** Faults of the document's upper fields before those of lower ones, as a reader meets them. */
function inFieldOrder(faults: readonly Fault[], raw: unknown): Fault[] {
  const ids =
    isRecord(raw) && isRecord(raw['tasks']) ? Object.keys(raw['tasks']).map((id) => fieldPath('tasks', id)) : [];
  const place = new Map(ids.map((path, index) => [path, index]));
  const placeOf = ({ path }: Fault) => {
    if (path === 'layout' || path.startsWith('layout.') || path.startsWith('layout[')) return ids.length;
    const task = /^tasks(\.[^.[]+|\["(?:[^"\\]|\\.)*"\])/.exec(path)?.[0];
    return task === undefined ? -1 : (place.get(task) ?? ids.length);
  };
  const ordered = faults.toSorted((a, b) => placeOf(a) - placeOf(b));
  if (ordered.length <= MAX_FAULTS) return ordered;
  const more = ordered.length - MAX_FAULTS + 1;
  return [...ordered.slice(0, MAX_FAULTS - 1), fault('', 'faults.more', { count: more })];
}
