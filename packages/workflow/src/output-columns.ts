import {
  coerceParameters,
  isQueryTask,
  PLACEHOLDER_VALUE,
  type AlgorithmDescriptor,
  type AlgorithmTask,
  type Catalogue,
  type OutputColumn,
  type Parameter,
  type TaskDefinition,
} from '@orrery/contracts';
import { isReference } from './definition-shape.ts';
import { describeQuery } from './describe-query.ts';

/** A column that a task's result will have. Types of query columns are known only when the query has run. */
export interface TaskColumn {
  readonly name: string;
  readonly type: OutputColumn['type'] | undefined;
  readonly help?: string;
}

/**
 * The columns of a task's result, in order; undefined where they can't be known before it runs (`YIELD *`, a
 * statement that does not parse, an algorithm that the catalogue lacks or whose columns hang on an upstream value).
 */
export function outputColumns(task: TaskDefinition, catalogue: Catalogue): readonly TaskColumn[] | undefined {
  if (isQueryTask(task)) {
    return describeQuery(task.query).columns?.map((name) => ({ name, type: undefined }));
  }
  const descriptor = catalogue.algorithms.get(task.type);
  return descriptor === undefined ? undefined : algorithmColumns(descriptor, task);
}

function algorithmColumns(descriptor: AlgorithmDescriptor, task: AlgorithmTask): readonly TaskColumn[] | undefined {
  const given = new Map<string, Parameter>(Object.entries(task.params ?? {}));
  const raw: [string, unknown][] = [];
  for (const parameter of descriptor.parameters) {
    const value = given.get(parameter.name) ?? parameter.default;
    // no columns hang on vertices or moments, which are often known only when the job runs
    if (['vid', 'vids', 'datetime'].includes(parameter.type)) raw.push([parameter.name, PLACEHOLDER_VALUE]);
    else if (value === null || isReference(value as Parameter)) return undefined;
    else raw.push([parameter.name, value]);
  }
  const coerced = coerceParameters(descriptor, Object.fromEntries(raw));
  return coerced.ok ? descriptor.columns(coerced.values) : undefined;
}
