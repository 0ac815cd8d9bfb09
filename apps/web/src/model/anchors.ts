import type { Catalogue, Parameter, TaskDefinition } from '@orrery/contracts';
import { describeQuery, isReference, outputColumns, type TaskColumn } from '@orrery/workflow';
import { inputOf } from './draft.ts';

/** data: white, must be connected or chosen; parameter: yellow, may be typed in or connected. */
export type AnchorKind = 'data' | 'parameter';

export interface InputAnchor {
  readonly id: string;
  readonly kind: AnchorKind;
  readonly name: string;
  readonly required: boolean;
}

export interface OutputAnchor {
  readonly id: string;
  readonly name: string;
  readonly type: TaskColumn['type'];
  /** False for a column that something reads but the task does not give. */
  readonly exists: boolean;
}

/** The whole component as a source and as a target: its table, or its order where there is no table to take. */
export const WHOLE_OUTPUT = 'out';
export const WHOLE_INPUT = 'in';

export const columnAnchor = (name: string): string => `column:${name}`;
export const dataAnchor = (name: string): string => `data:${name}`;
export const parameterAnchor = (name: string): string => `param:${name}`;

/** What stands behind the colon of an anchor's id, if it is of that kind. */
export function anchorName(id: string, kind: 'column' | 'data' | 'param'): string | undefined {
  return id.startsWith(`${kind}:`) ? id.slice(kind.length + 1) : undefined;
}

/** Data anchors of an algorithm's input, then parameters: a query's all, an algorithm's that usually come from upstream. */
export function inputAnchors(task: TaskDefinition, catalogue: Catalogue): InputAnchor[] {
  const params = new Map(Object.entries(task.params ?? {}) as [string, Parameter][]);
  if (task.type === 'Query') {
    const names = new Set(describeQuery((task as { query?: string }).query ?? '').parameters.keys());
    for (const [name, value] of params) if (isReference(value)) names.add(name);
    return [...names].map((name) => parameterOf(name, false));
  }
  const descriptor = catalogue.algorithms.get(task.type);
  const input = inputOf(task);
  const isFixed = input !== undefined && !('from' in input);
  const data = isFixed ? [] : [dataOf('src', true), dataOf('dst', true)];
  const given = (name: 'weight' | 'time') => input !== undefined && 'from' in input && input[name] !== undefined;
  if (!isFixed && (descriptor?.graph.weight === 'used' || given('weight'))) data.push(dataOf('weight', false));
  if (!isFixed && (descriptor?.graph.time === 'required' || given('time'))) data.push(dataOf('time', true));
  const shown = (descriptor?.parameters ?? []).filter(
    ({ name, type, default: fallback }) =>
      type === 'vid' || type === 'vids' || fallback === null || isReference(params.get(name) ?? null),
  );
  const unknown = [...params].filter(
    ([name, value]) => isReference(value) && !descriptor?.parameters.some((parameter) => parameter.name === name),
  );
  return [
    ...data,
    ...shown.map(({ name, default: fallback }) => parameterOf(name, fallback === null)),
    ...unknown.map(([name]) => parameterOf(name, false)),
  ];
}

function dataOf(name: string, required: boolean): InputAnchor {
  return { id: dataAnchor(name), kind: 'data', name, required };
}

function parameterOf(name: string, required: boolean): InputAnchor {
  return { id: parameterAnchor(name), kind: 'parameter', name, required };
}

/** One for each result column, then those that others read although the task has them not. */
export function outputAnchors(task: TaskDefinition, catalogue: Catalogue, read: ReadonlySet<string>): OutputAnchor[] {
  const columns = columnsOf(task, catalogue) ?? [];
  const names = new Set(columns.map(({ name }) => name));
  const missing = [...read].filter((name) => name !== '' && !names.has(name));
  return [
    ...columns.map(({ name, type }) => ({ id: columnAnchor(name), name, type, exists: true })),
    ...missing.map((name) => ({ id: columnAnchor(name), name, type: undefined, exists: columns.length === 0 })),
  ];
}

/** Result columns where they are known before the run. */
export function columnsOf(task: TaskDefinition, catalogue: Catalogue): readonly TaskColumn[] | undefined {
  if (task.type === 'Query' && !(task as { query?: string }).query) return undefined;
  return outputColumns(task, catalogue);
}
