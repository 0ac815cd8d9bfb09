import {
  expectedOf,
  isQueryTask,
  type Catalogue,
  type Fault,
  type LosslessScalar,
  type Parameter,
  type ParameterDescriptor,
  type ResultStore,
  type TaskDefinition,
  type WorkflowDefinition,
} from '@orrery/contracts';
import { checkReferences } from './check-references.ts';
import { checkNebulaResult } from './check-result-store.ts';
import { isReference } from './definition-shape.ts';
import { parseDuration } from './duration.ts';
import { fault, phrase } from './fault.ts';
import { fieldPath } from './field-path.ts';
import { inputNames, readJobInput, type InputValues } from './job-input.ts';
import { outputColumns } from './output-columns.ts';
import { taskDependencies, topologicalOrder } from './task-graph.ts';
import { TASK_TYPES, type ParameterSource, type TaskSpec, type TaskTypeName } from './task-spec.ts';

/** What a task takes that its definition does not say; from the configuration. */
export interface TaskDefaults {
  /** 1…10 */
  readonly maxAttempts: number;
  readonly timeoutMs: number;
}

/** A task of a job, as the controller takes it (a TaskPlan). */
export interface PlannedTask {
  readonly key: string;
  readonly taskType: TaskTypeName;
  readonly spec: TaskSpec;
  readonly dependsOn: readonly string[];
  readonly maxAttempts: number;
  readonly timeoutMs: number;
}

export type PlannedJob =
  | { readonly ok: true; readonly tasks: readonly PlannedTask[] }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/**
 * The tasks of a job of a validated definition, each after those it waits for. A parameter takes the job's input, else
 * its upstream column, else its default; with none of these it is a fault that names task and parameter. All faults
 * are reported at once (every one is an ErrParam). A parameter that input sets keeps the order that its reference gave.
 * @throws Error on a definition that validateDefinition refuses
 */
export function planJob(
  definition: WorkflowDefinition,
  input: unknown,
  catalogue: Catalogue,
  defaults: TaskDefaults,
): PlannedJob {
  const faults: Fault[] = [];
  const values = readJobInput(definition, input, catalogue, faults);
  const dependencies = taskDependencies(definition);
  const order = topologicalOrder(dependencies);
  if (order === undefined) throw new Error('the tasks of a validated workflow wait for each other');
  const effective = withInput(definition, values);
  const tasks = order.map((key): PlannedTask => {
    const task = effective.tasks[key]!;
    return {
      key,
      taskType: isQueryTask(task) ? TASK_TYPES.query : TASK_TYPES.algorithm,
      spec: taskSpec(key, task, catalogue, faults),
      dependsOn: dependencies.get(key)!,
      maxAttempts: task.retry === 'never' ? 1 : (task.retry ?? defaults.maxAttempts),
      timeoutMs: (task.timeout === undefined ? undefined : parseDuration(task.timeout)) ?? defaults.timeoutMs,
    };
  });
  if (values.size > 0 && faults.length === 0) checkChangedColumns(effective, catalogue, faults);
  return faults.length === 0 ? { ok: true, tasks } : { ok: false, faults };
}

/** The definition with the input's values in place of its own. */
function withInput(definition: WorkflowDefinition, values: InputValues): WorkflowDefinition {
  const tasks = Object.entries(definition.tasks).map(([id, task]): [string, TaskDefinition] => {
    const own = values.get(id);
    if (own === undefined) return [id, task];
    const params = Object.fromEntries([...Object.entries(task.params ?? {}), ...own]) as Record<string, Parameter>;
    return [id, { ...task, params } as TaskDefinition];
  });
  return { ...definition, tasks: Object.fromEntries(tasks) };
}

function taskSpec(key: string, task: TaskDefinition, catalogue: Catalogue, faults: Fault[]): TaskSpec {
  const result: ResultStore = task.result ?? { store: 'local' };
  if (isQueryTask(task)) {
    const params = sources(key, task, inputNames(task, catalogue), new Map(), faults);
    return { space: task.space, query: task.query, params, result };
  }
  const descriptor = catalogue.algorithms.get(task.type);
  if (descriptor === undefined) {
    faults.push(fault(fieldPath(fieldPath('tasks', key), 'type'), 'algorithm.unavailable', { type: task.type }));
  }
  const parameters = new Map((descriptor?.parameters ?? []).map((parameter) => [parameter.name, parameter]));
  const params = sources(key, task, [...parameters.keys()], parameters, faults);
  const { engine = 'local', threads } = task.execution ?? {};
  const execution = threads === undefined ? { engine } : { engine, threads };
  return { algorithm: task.type, input: task.input, params, execution, result };
}

function sources(
  key: string,
  task: TaskDefinition,
  names: readonly string[],
  descriptors: ReadonlyMap<string, ParameterDescriptor>,
  faults: Fault[],
): Record<string, ParameterSource> {
  const given = new Map<string, Parameter>(Object.entries(task.params ?? {}));
  const found: [string, ParameterSource][] = [];
  for (const name of names) {
    const descriptor = descriptors.get(name);
    const value = given.get(name);
    const fallback = given.has(name) && value === null ? null : ((descriptor?.default ?? null) as Parameter);
    const source = value ?? fallback;
    if (source !== null) {
      found.push([name, isReference(source) ? source : { value: source as LosslessScalar | LosslessScalar[] }]);
      continue;
    }
    const path = fieldPath(fieldPath('input', key), name);
    // A value that was refused is not missing as well.
    if (faults.some((known) => known.path === path)) continue;
    const expected = descriptor === undefined ? phrase('expected.value', {}) : expectedOf(descriptor);
    faults.push(fault(path, 'input.missing', { task: key, name, expected }));
  }
  return Object.fromEntries(found);
}

/** Input may change what columns an algorithm has (TYPE, OUTPUT, …): then its dependants may miss theirs. */
function checkChangedColumns(effective: WorkflowDefinition, catalogue: Catalogue, faults: Fault[]): void {
  const ids = new Set(Object.keys(effective.tasks));
  const columnsOf = (id: string) => outputColumns(effective.tasks[id]!, catalogue);
  for (const [id, task] of Object.entries(effective.tasks)) {
    checkReferences(id, task, { ids, columnsOf }, faults);
    if (task.result?.store === 'nebula') {
      checkNebulaResult(task.result, columnsOf(id), fieldPath(fieldPath('tasks', id), 'result'), faults);
    }
  }
}
