import {
  AlgorithmTaskSchema,
  Double,
  LayoutSchema,
  LocalResultSchema,
  NebulaResultSchema,
  ParameterReferenceSchema,
  QueryTaskSchema,
  TASK_ID_PATTERN,
  WorkflowDefinitionSchema,
  type Catalogue,
  type Fault,
  type Parameter,
  type WorkflowDefinition,
} from '@orrery/contracts';
import type { TSchema } from 'typebox';
import { fault } from './fault.ts';
import { fieldPath, shortened } from './field-path.ts';
import { checkSchema, foundValue, isRecord, type SchemaNode } from './schema-check.ts';

const DEFINITION = without(WorkflowDefinitionSchema, ['tasks', 'layout']);
const QUERY = without(QueryTaskSchema, ['params', 'result']);
const ALGORITHM = without(AlgorithmTaskSchema, ['type', 'params', 'result']);
const RESULTS = new Map<string, TSchema>([
  ['local', LocalResultSchema],
  ['nebula', NebulaResultSchema],
]);

/** The schema with fields that are checked apart from it: anything is allowed there, or nothing at all. */
function without(whole: TSchema, fields: readonly string[]): SchemaNode {
  const schema = whole as SchemaNode;
  const anything = Object.fromEntries(fields.map((field) => [field, {}]));
  const required = (schema.required ?? []).filter((field) => !fields.includes(field));
  return { ...schema, required, properties: { ...schema.properties, ...anything } };
}

/** Stores that the design names but a build may lack. */
const KNOWN_STORES = ['local', 'nebula', 'hdfs', 's3'];

/**
 * Adds the faults of structure: missing, unknown and mistyped fields, names that are none. What depends on other
 * fields (references, columns, types of parameters) is not looked at.
 */
export function checkShape(raw: unknown, catalogue: Catalogue, faults: Fault[]): void {
  if (!isRecord(raw)) {
    faults.push(fault('', 'definition.notMap', { found: foundValue(raw) }));
    return;
  }
  checkSchema(DEFINITION, raw, '', faults);
  const { tasks, layout } = raw;
  checkNames(raw, faults);
  if (tasks === undefined) faults.push(fault('tasks', 'tasks.missing', {}));
  else if (!isRecord(tasks)) faults.push(fault('tasks', 'tasks.notMap', { found: foundValue(tasks) }));
  else checkTasks(tasks, catalogue, faults);
  if (layout !== undefined) checkSchema(LayoutSchema, layout, 'layout', faults);
}

function checkNames(fields: Record<string, unknown>, faults: Fault[]): void {
  const { name } = fields;
  if (typeof name === 'string' && name !== '' && (name.trim() !== name || /\p{Cc}/u.test(name))) {
    faults.push(fault('name', 'name.blank', {}));
  }
}

/** Most tasks of a workflow; what stands behind them is not checked. */
export const MAX_TASKS = 500;

function checkTasks(tasks: Record<string, unknown>, catalogue: Catalogue, faults: Fault[]): void {
  const entries = Object.entries(tasks);
  if (entries.length === 0) faults.push(fault('tasks', 'tasks.empty', {}));
  if (entries.length > MAX_TASKS)
    faults.push(fault('tasks', 'tasks.tooMany', { maximum: MAX_TASKS, count: entries.length }));
  for (const [id, task] of entries.slice(0, MAX_TASKS)) {
    const path = fieldPath('tasks', id);
    if (!new RegExp(TASK_ID_PATTERN).test(id)) {
      faults.push(fault(path, 'task.id', { id: shortened(id, 80) }));
    }
    if (!isRecord(task)) faults.push(fault(path, 'task.notMap', { found: foundValue(task) }));
    else checkTask(task, path, catalogue, faults);
  }
}

function checkTask(task: Record<string, unknown>, path: string, catalogue: Catalogue, faults: Fault[]): void {
  const { type, params, result, input } = task;
  if (typeof type !== 'string' || type === '') {
    const algorithms = [...catalogue.algorithms.keys()];
    const at = fieldPath(path, 'type');
    if (type === undefined) faults.push(fault(at, 'task.typeMissing', { algorithms }));
    else faults.push(fault(at, 'task.typeWrong', { algorithms, found: foundValue(type) }));
    return;
  }
  const isQuery = type === 'Query';
  checkSchema(isQuery ? QUERY : ALGORITHM, task, path, faults);
  if (result !== undefined) checkResultShape(result, fieldPath(path, 'result'), catalogue, faults);
  if (params !== undefined) checkParametersShape(params, fieldPath(path, 'params'), isQuery, faults);
  checkFile(input, fieldPath(path, 'input'), faults);
}

function checkResultShape(result: unknown, path: string, catalogue: Catalogue, faults: Fault[]): void {
  const store = isRecord(result) ? result['store'] : undefined;
  if (!isRecord(result) || typeof store !== 'string') {
    const at = isRecord(result) ? fieldPath(path, 'store') : path;
    faults.push(fault(at, 'store.missing', { stores: catalogue.stores }));
    return;
  }
  const schema = RESULTS.get(store);
  if (schema === undefined || !catalogue.stores.includes(store)) {
    const code = KNOWN_STORES.includes(store) ? 'store.unavailable' : 'store.unknown';
    faults.push(fault(fieldPath(path, 'store'), code, { store: shortened(store, 60), stores: catalogue.stores }));
    return;
  }
  checkSchema(schema, result, path, faults);
}

function checkParametersShape(params: unknown, path: string, isQuery: boolean, faults: Fault[]): void {
  if (!isRecord(params)) {
    faults.push(fault(path, 'params.notMap', { found: foundValue(params) }));
    return;
  }
  for (const [name, value] of Object.entries(params)) {
    const at = fieldPath(path, name);
    if (isQuery && !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
      faults.push(fault(at, 'params.name', {}));
    }
    checkParameterShape(value, at, faults);
  }
}

function checkParameterShape(value: unknown, path: string, faults: Fault[]): void {
  if (isRecord(value)) checkSchema(ParameterReferenceSchema, value, path, faults);
  else if (Array.isArray(value) && value.some((item) => Array.isArray(item) || isRecord(item))) {
    faults.push(fault(path, 'params.list', {}));
  }
}

/** True for `{from, column}` as opposed to a typed-in value. */
export function isReference(value: Parameter): value is Extract<Parameter, { from: string }> {
  return isRecord(value);
}

function checkFile(input: unknown, path: string, faults: Fault[]): void {
  if (!isRecord(input) || typeof input['file'] !== 'string') return;
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):\/\//.exec(input['file'])?.[1];
  if (scheme !== undefined) {
    faults.push(fault(fieldPath(path, 'file'), 'file.scheme', { scheme: shortened(scheme, 20) }));
  }
  if (typeof input['delimiter'] === 'string' && /["\r\n]/.test(input['delimiter'])) {
    faults.push(fault(fieldPath(path, 'delimiter'), 'file.delimiter', {}));
  }
}

/** The definition with the canvas' coordinates as plain numbers, which is all that they are. */
export function withPlainLayout(definition: WorkflowDefinition): WorkflowDefinition {
  if (definition.layout === undefined) return definition;
  const layout = Object.entries(definition.layout).map(
    ([id, { x, y }]) => [id, { x: plainNumber(x), y: plainNumber(y) }] as const,
  );
  return { ...definition, layout: Object.fromEntries(layout) };
}

function plainNumber(value: unknown): number {
  return value instanceof Double ? value.value : Number(value);
}
