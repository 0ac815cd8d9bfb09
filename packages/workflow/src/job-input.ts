import {
  coerceParameter,
  didYouMean,
  type Catalogue,
  type Fault,
  type LosslessScalar,
  type TaskDefinition,
  type WorkflowDefinition,
} from '@orrery/contracts';
import { fieldPath, shortened } from './field-path.ts';
import { scalarFault } from './scalar-fault.ts';
import { isRecord, shownValue } from './schema-check.ts';
import { describeQuery } from './describe-query.ts';

/** What a job's `input` sets: task id -> parameter -> value. */
export type InputValues = ReadonlyMap<string, ReadonlyMap<string, LosslessScalar | readonly LosslessScalar[]>>;

/**
 * Reads a job's `input` (lossless JSON; undefined for none) against the definition, adding a fault for every unknown
 * task, unknown parameter and value of the wrong type or range.
 */
export function readJobInput(
  definition: WorkflowDefinition,
  raw: unknown,
  catalogue: Catalogue,
  faults: Fault[],
): InputValues {
  const values = new Map<string, Map<string, LosslessScalar | readonly LosslessScalar[]>>();
  if (raw === undefined || raw === null) return values;
  if (!isRecord(raw)) {
    faults.push({ path: 'input', message: `must be a map of task ids to parameters, not ${shownValue(raw)}` });
    return values;
  }
  const tasks = new Map(Object.entries(definition.tasks));
  for (const [id, given] of Object.entries(raw)) {
    const path = fieldPath('input', id);
    const task = tasks.get(id);
    if (task === undefined) {
      const hint = didYouMean(id, tasks.keys()) || `; it has ${shortened([...tasks.keys()].join(', '), 300)}`;
      faults.push({ path, message: `the workflow has no task ${shortened(id, 80)}${hint}` });
    } else if (!isRecord(given)) {
      faults.push({ path, message: `must be a map of parameters to values, not ${shownValue(given)}` });
    } else {
      values.set(id, readTaskInput(id, task, given, path, catalogue, faults));
    }
  }
  return values;
}

function readTaskInput(
  id: string,
  task: TaskDefinition,
  given: Record<string, unknown>,
  path: string,
  catalogue: Catalogue,
  faults: Fault[],
): Map<string, LosslessScalar | readonly LosslessScalar[]> {
  const values = new Map<string, LosslessScalar | readonly LosslessScalar[]>();
  const names = inputNames(task, catalogue);
  for (const [name, value] of Object.entries(given)) {
    const at = fieldPath(path, name);
    if (!names.includes(name)) {
      const hint =
        didYouMean(name, names) ||
        (names.length === 0 ? '; it has none' : `; it has ${shortened(names.join(', '), 300)}`);
      faults.push({ path: at, message: `the task ${id} has no parameter ${shortened(name, 80)}${hint}` });
      continue;
    }
    const message = valueFault(task, name, value, catalogue);
    if (message === undefined) values.set(name, value as LosslessScalar | LosslessScalar[]);
    else faults.push({ path: at, message });
  }
  return values;
}

/** Names that a job's input may set on a task. */
export function inputNames(task: TaskDefinition, catalogue: Catalogue): string[] {
  if (task.type === 'Query' && 'query' in task) return [...describeQuery(task.query).parameters.keys()];
  return (catalogue.algorithms.get(task.type)?.parameters ?? []).map((parameter) => parameter.name);
}

function valueFault(task: TaskDefinition, name: string, value: unknown, catalogue: Catalogue): string | undefined {
  if (value === null) return `${name} must have a value, not null; leave it out to take its default`;
  if (task.type === 'Query' && 'query' in task) {
    const fault = scalarFault(value, describeQuery(task.query).parameters.get(name)?.quoted ?? false);
    return fault === undefined ? undefined : `${name} ${fault}`;
  }
  const parameter = catalogue.algorithms.get(task.type)?.parameters.find((candidate) => candidate.name === name);
  if (parameter === undefined) return undefined;
  const coerced = coerceParameter(parameter, value);
  return coerced.ok ? undefined : coerced.message;
}
