import {
  closestName,
  coerceParameter,
  parameterFault,
  type Catalogue,
  type Fault,
  type LosslessScalar,
  type TaskDefinition,
  type WorkflowDefinition,
} from '@orrery/contracts';
import { firstNames } from './fault-texts.ts';
import { fault } from './fault.ts';
import { fieldPath, shortened } from './field-path.ts';
import { scalarFault } from './scalar-fault.ts';
import { foundValue, isRecord } from './schema-check.ts';
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
    faults.push(fault('input', 'input.notMap', { found: foundValue(raw) }));
    return values;
  }
  const tasks = new Map(Object.entries(definition.tasks));
  for (const [id, given] of Object.entries(raw)) {
    const path = fieldPath('input', id);
    const task = tasks.get(id);
    if (task === undefined) {
      const args = { name: shortened(id, 80), near: closestName(id, tasks.keys()), known: firstNames(tasks.keys()) };
      faults.push(fault(path, 'input.noTask', args));
    } else if (!isRecord(given)) {
      faults.push(fault(path, 'params.notMap', { found: foundValue(given) }));
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
      const args = { task: id, name: shortened(name, 80), near: closestName(name, names), known: firstNames(names) };
      faults.push(fault(at, 'input.noParameter', args));
      continue;
    }
    const refused = valueFault(at, task, name, value, catalogue);
    if (refused === undefined) values.set(name, value as LosslessScalar | LosslessScalar[]);
    else faults.push(refused);
  }
  return values;
}

/** Names that a job's input may set on a task. */
export function inputNames(task: TaskDefinition, catalogue: Catalogue): string[] {
  if (task.type === 'Query' && 'query' in task) return [...describeQuery(task.query).parameters.keys()];
  return (catalogue.algorithms.get(task.type)?.parameters ?? []).map((parameter) => parameter.name);
}

function valueFault(
  path: string,
  task: TaskDefinition,
  name: string,
  value: unknown,
  catalogue: Catalogue,
): Fault | undefined {
  if (value === null) return fault(path, 'input.null', { name });
  if (task.type === 'Query' && 'query' in task) {
    const reason = scalarFault(value, describeQuery(task.query).parameters.get(name)?.quoted ?? false);
    return reason === undefined ? undefined : fault(path, 'input.value', { name, reason });
  }
  const parameter = catalogue.algorithms.get(task.type)?.parameters.find((candidate) => candidate.name === name);
  if (parameter === undefined) return undefined;
  const coerced = coerceParameter(parameter, value);
  return coerced.ok ? undefined : parameterFault(path, coerced);
}
