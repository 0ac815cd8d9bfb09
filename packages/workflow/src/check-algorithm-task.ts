import {
  closestName,
  coerceParameter,
  expectedOf,
  parameterFault,
  type AlgorithmDescriptor,
  type AlgorithmTask,
  type Catalogue,
  type Fault,
  type Parameter,
  type ParameterDescriptor,
} from '@orrery/contracts';
import { isReference } from './definition-shape.ts';
import { fault } from './fault.ts';
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
    const args = { engine: shortened(engine, 60), engines: catalogue.engines };
    faults.push(fault(fieldPath(fieldPath(path, 'execution'), 'engine'), 'engine.unavailable', args));
  }
  const type = task.type!;
  const descriptor = catalogue.algorithms.get(type);
  if (descriptor === undefined) {
    const known = ['Query', ...catalogue.algorithms.keys()];
    const args = { name: shortened(type, 60), near: closestName(type, known), known };
    faults.push(fault(fieldPath(path, 'type'), 'type.unknown', args));
    return;
  }
  checkParameters(descriptor, task.params ?? {}, fieldPath(path, 'params'), faults);
  if (descriptor.graph.time === 'required' && task.input !== undefined && task.input.time === undefined) {
    const what = 'space' in task.input ? 'property' : 'column';
    faults.push(fault(fieldPath(fieldPath(path, 'input'), 'time'), 'input.timeMissing', { type, what }));
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
      const names = [...known.keys()];
      const args = {
        algorithm: descriptor.id,
        name: shortened(name, 60),
        near: closestName(name, names),
        known: names,
      };
      faults.push(fault(fieldPath(path, name), 'parameter.unknown', args));
    } else {
      checkParameter(parameter, value, fieldPath(path, name), faults);
    }
  }
  for (const parameter of descriptor.parameters) {
    if (parameter.default === null && !given.has(parameter.name)) {
      const args = { expected: expectedOf(parameter) };
      faults.push(fault(fieldPath(path, parameter.name), 'parameter.missing', args));
    }
  }
}

function checkParameter(parameter: ParameterDescriptor, value: Parameter, path: string, faults: Fault[]): void {
  if (value === null) return;
  if (isReference(value)) {
    if (value.row === undefined && parameter.type !== 'vids') {
      faults.push(fault(path, 'parameter.oneValue', { name: parameter.name }));
    }
    return;
  }
  const coerced = coerceParameter(parameter, value);
  if (!coerced.ok) faults.push(parameterFault(path, coerced));
}
