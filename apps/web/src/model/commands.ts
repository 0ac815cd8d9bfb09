import type { AlgorithmTask, Catalogue, QueryTask, TaskDefinition } from '@orrery/contracts';
import { describeQuery } from '@orrery/workflow';
import { compact, withTask, type Draft, type Position } from './draft.ts';
import { editAllReferences } from './references.ts';
import { proposeTaskId } from './task-ids.ts';

/** What a new component starts with. A query gets the space; an algorithm nothing, its input is to be connected. */
export function newTask(type: string, space: string): TaskDefinition {
  if (type === 'Query') return { type: 'Query', space, query: '' };
  return { type } as unknown as AlgorithmTask;
}

export function addTask(draft: Draft, type: string, position: Position, space: string): { draft: Draft; id: string } {
  const id = proposeTaskId(type, new Set(Object.keys(draft.tasks)));
  return { draft: moveTasks(withTask(draft, id, newTask(type, space)), new Map([[id, position]])), id };
}

/** Takes tasks away with everything that refers to them. */
export function deleteTasks(draft: Draft, ids: ReadonlySet<string>): Draft {
  const remaining = <T>(record: Record<string, T>) =>
    Object.fromEntries(Object.entries(record).filter(([id]) => !ids.has(id)));
  const kept: Draft = { ...draft, tasks: remaining(draft.tasks), layout: remaining(draft.layout ?? {}) };
  return editAllReferences(kept, { task: (from) => (ids.has(from) ? undefined : from) });
}

/** Gives a task another id, in its place and in every reference. The caller has checked the id (taskIdFault). */
export function renameTask(draft: Draft, id: string, newId: string): Draft {
  if (id === newId) return draft;
  const renamed = <T>(record: Record<string, T>) =>
    Object.fromEntries(Object.entries(record).map(([key, value]) => [key === id ? newId : key, value]));
  const next: Draft = { ...draft, tasks: renamed(draft.tasks), layout: renamed(draft.layout ?? {}) };
  return editAllReferences(next, { task: (from) => (from === id ? newId : from) });
}

/** Positions are whole pixels, so that a file's diff shows moves and not noise. */
export function moveTasks(draft: Draft, positions: ReadonlyMap<string, Position>): Draft {
  const moved = [...positions].map(([id, { x, y }]) => [id, { x: Math.round(x), y: Math.round(y) }] as const);
  return { ...draft, layout: { ...draft.layout, ...Object.fromEntries(moved) } };
}

/** Sets a field of a task at a path of keys; undefined takes it away, and maps that this empties with it. */
export function setField(draft: Draft, id: string, keys: readonly string[], value: unknown): Draft {
  const task = draft.tasks[id];
  if (task === undefined || keys.length === 0) return draft;
  return withTask(draft, id, setAt(task, keys, value) as TaskDefinition);
}

function setAt(record: object, [key, ...rest]: readonly string[], value: unknown): object | undefined {
  const old = (record as Record<string, unknown>)[key!];
  const next = rest.length === 0 ? value : setAt(isPlain(old) ? old : {}, rest, value);
  const result = compact({ ...record, [key!]: next });
  return Object.keys(result).length === 0 ? undefined : result;
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A query's statement. Defaults of parameters that the new text no longer has are dropped once it parses. */
export function setStatement(draft: Draft, id: string, query: string): Draft {
  const task = draft.tasks[id] as QueryTask | undefined;
  if (task === undefined) return draft;
  const { parameters, faults } = describeQuery(query);
  const { params, ...rest } = task;
  if (params === undefined || faults.length > 0) return withTask(draft, id, { ...task, query });
  const kept = Object.fromEntries(Object.entries(params).filter(([name]) => parameters.has(name)));
  return withTask(
    draft,
    id,
    compact({ ...rest, query, params: Object.keys(kept).length === 0 ? undefined : kept }) as QueryTask,
  );
}

/** Parameters back to the algorithm's defaults. */
export function resetParameters(draft: Draft, id: string, catalogue: Catalogue): Draft {
  const task = draft.tasks[id];
  if (task === undefined) return draft;
  const required = new Set(
    (catalogue.algorithms.get(task.type)?.parameters ?? []).filter((p) => p.default === null).map((p) => p.name),
  );
  const kept = Object.fromEntries(Object.entries(task.params ?? {}).filter(([name]) => required.has(name)));
  return setField(draft, id, ['params'], Object.keys(kept).length === 0 ? undefined : kept);
}

export function setName(draft: Draft, name: string): Draft {
  return compact({ ...draft, name: name === '' ? undefined : name }) as Draft;
}

export function setDescription(draft: Draft, description: string): Draft {
  return compact({ ...draft, description: description === '' ? undefined : description }) as Draft;
}
