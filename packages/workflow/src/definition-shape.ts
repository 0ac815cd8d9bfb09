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
import { fieldPath, shortened } from './field-path.ts';
import { checkSchema, isRecord, shownValue, type SchemaNode } from './schema-check.ts';

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
    faults.push({ path: '', message: `a workflow definition must be a map with tasks, not ${shownValue(raw)}` });
    return;
  }
  checkSchema(DEFINITION, raw, '', faults);
  const { tasks, layout } = raw;
  checkNames(raw, faults);
  if (tasks === undefined) faults.push({ path: 'tasks', message: 'is missing: a workflow has at least one task' });
  else if (!isRecord(tasks))
    faults.push({ path: 'tasks', message: `must be a map of task ids to tasks, not ${shownValue(tasks)}` });
  else checkTasks(tasks, catalogue, faults);
  if (layout !== undefined) checkSchema(LayoutSchema, layout, 'layout', faults);
}

function checkNames(fields: Record<string, unknown>, faults: Fault[]): void {
  const { name } = fields;
  if (typeof name === 'string' && name !== '' && (name.trim() !== name || /\p{Cc}/u.test(name))) {
    faults.push({ path: 'name', message: 'must not begin or end with a blank, nor contain control characters' });
  }
}

function checkTasks(tasks: Record<string, unknown>, catalogue: Catalogue, faults: Fault[]): void {
  const entries = Object.entries(tasks);
  if (entries.length === 0) faults.push({ path: 'tasks', message: 'is empty: a workflow has at least one task' });
  if (entries.length > 500)
    faults.push({ path: 'tasks', message: `a workflow has at most 500 tasks; this one has ${entries.length}` });
  for (const [id, task] of entries.slice(0, 500)) {
    const path = fieldPath('tasks', id);
    if (!new RegExp(TASK_ID_PATTERN).test(id)) {
      faults.push({
        path,
        message: `the task id ${JSON.stringify(shortened(id, 80))} must be 1 to 63 of a-z, 0-9 and _, a letter first`,
      });
    }
    if (!isRecord(task))
      faults.push({ path, message: `must be a map with type and what belongs to it, not ${shownValue(task)}` });
    else checkTask(task, path, catalogue, faults);
  }
}

function checkTask(task: Record<string, unknown>, path: string, catalogue: Catalogue, faults: Fault[]): void {
  const { type, params, result, input } = task;
  if (typeof type !== 'string' || type === '') {
    const message = `must be Query or an algorithm (${[...catalogue.algorithms.keys()].join(', ')})`;
    faults.push({
      path: fieldPath(path, 'type'),
      message: type === undefined ? `is missing: it ${message}` : `${message}, not ${shownValue(type)}`,
    });
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
    faults.push({
      path: isRecord(result) ? fieldPath(path, 'store') : path,
      message: `must name a store: ${catalogue.stores.join(' or ')}`,
    });
    return;
  }
  const schema = RESULTS.get(store);
  if (schema === undefined || !catalogue.stores.includes(store)) {
    const known = KNOWN_STORES.includes(store) ? 'is not available' : 'does not exist';
    faults.push({
      path: fieldPath(path, 'store'),
      message: `the store ${shortened(store, 60)} ${known}; available: ${catalogue.stores.join(', ')}`,
    });
    return;
  }
  checkSchema(schema, result, path, faults);
}

function checkParametersShape(params: unknown, path: string, isQuery: boolean, faults: Fault[]): void {
  if (!isRecord(params)) {
    faults.push({ path, message: `must be a map of parameters to values, not ${shownValue(params)}` });
    return;
  }
  for (const [name, value] of Object.entries(params)) {
    const at = fieldPath(path, name);
    if (isQuery && !/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
      faults.push({ path: at, message: 'a parameter is named with letters, digits and _, no digit first' });
    }
    checkParameterShape(value, at, faults);
  }
}

function checkParameterShape(value: unknown, path: string, faults: Fault[]): void {
  if (isRecord(value)) checkSchema(ParameterReferenceSchema, value, path, faults);
  else if (Array.isArray(value) && value.some((item) => Array.isArray(item) || isRecord(item))) {
    faults.push({ path, message: 'a list must hold text, numbers and booleans only' });
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
    faults.push({
      path: fieldPath(path, 'file'),
      message: `${shortened(scheme, 20)}:// is not available; name a CSV or Parquet file below a configured folder`,
    });
  }
  if (typeof input['delimiter'] === 'string' && /["\r\n]/.test(input['delimiter'])) {
    faults.push({ path: fieldPath(path, 'delimiter'), message: 'must not be a quote or a line break' });
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
