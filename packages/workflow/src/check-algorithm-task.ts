import {
  coerceParameter,
  didYouMean,
  expectation,
  type AlgorithmDescriptor,
  type AlgorithmTask,
  type Catalogue,
  type Fault,
  type Parameter,
  type ParameterDescriptor,
} from '@orrery/contracts';
import { isReference } from './definition-shape.ts';
import { fieldPath, shortened } from './field-path.ts';

/** Adds the faults of an algorithm's type, parameters, input and execution against its descriptor. */
export function checkAlgorithmTask(
  task: Partial<AlgorithmTask>,
  path: string,
  catalogue: Catalogue,
  faults: Fault[],
): void {
  const { engine } = task.execution ?? {};
  if (engine !== undefined && !catalogue.engines.includes(engine)) {
    faults.push({
      path: fieldPath(fieldPath(path, 'execution'), 'engine'),
      message: `the engine ${shortened(engine, 60)} is not available; available: ${catalogue.engines.join(', ')}`,
    });
  }
  const type = task.type!;
  const descriptor = catalogue.algorithms.get(type);
  if (descriptor === undefined) {
    const names = ['Query', ...catalogue.algorithms.keys()];
    const hint = didYouMean(type, names) || `; there are ${names.join(', ')}`;
    faults.push({ path: fieldPath(path, 'type'), message: `there is no component type ${shortened(type, 60)}${hint}` });
    return;
  }
  checkParameters(descriptor, task.params ?? {}, fieldPath(path, 'params'), faults);
  if (descriptor.graph.time === 'required' && task.input !== undefined && task.input.time === undefined) {
    const what = 'space' in task.input ? 'property' : 'column';
    faults.push({
      path: fieldPath(fieldPath(path, 'input'), 'time'),
      message: `is missing: ${type} needs the ${what} with the time of each edge`,
    });
  }
}

function checkParameters(
  descriptor: AlgorithmDescriptor,
  params: Readonly<Record<string, Parameter>>,
  path: string,
  faults: Fault[],
): void {
  const known = new Map(descriptor.parameters.map((parameter) => [parameter.name, parameter]));
  const given = new Set(Object.keys(params));
  for (const [name, value] of Object.entries(params)) {
    const parameter = known.get(name);
    if (parameter === undefined) {
      const hint =
        didYouMean(name, known.keys()) ||
        (known.size === 0 ? '; it has none' : `; it has ${[...known.keys()].join(', ')}`);
      faults.push({
        path: fieldPath(path, name),
        message: `${descriptor.id} has no parameter ${shortened(name, 60)}${hint}`,
      });
    } else {
      checkParameter(parameter, value, fieldPath(path, name), faults);
    }
  }
  for (const parameter of descriptor.parameters) {
    if (parameter.default === null && !given.has(parameter.name)) {
      const message = `is missing: give ${expectation(parameter)}, connect it ({from, column, row}), or write null when the job gives it`;
      faults.push({ path: fieldPath(path, parameter.name), message });
    }
  }
}

function checkParameter(parameter: ParameterDescriptor, value: Parameter, path: string, faults: Fault[]): void {
  if (value === null) return;
  if (isReference(value)) {
    if (value.row === undefined && parameter.type !== 'vids') {
      faults.push({
        path,
        message: `${parameter.name} takes one value, not all rows of a column: add row (row: 0 for the first)`,
      });
    }
    return;
  }
  const coerced = coerceParameter(parameter, value);
  if (!coerced.ok) faults.push({ path, message: coerced.message });
}
