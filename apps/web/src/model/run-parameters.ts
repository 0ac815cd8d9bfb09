import {
  coerceParameter,
  Double,
  numberFromText,
  parseLossless,
  stringifyLossless,
  type Catalogue,
  type Fault,
  type JobInput,
  type LosslessJson,
  type LosslessScalar,
  type ParameterDescriptor,
  type TaskDefinition,
  type WorkflowDefinition,
} from '@orrery/contracts';
import { effectiveParameters, type EffectiveParameter } from '@orrery/workflow';

/** How a field's text is read. `list` is JSON: `["a", "b"]`. */
export type FieldKind = 'text' | 'number' | 'bool' | 'enum' | 'list';

/** A parameter that a run may set. */
export interface RunField {
  /** `query_1.name`, unique in the form. */
  readonly key: string;
  readonly taskId: string;
  readonly name: string;
  readonly kind: FieldKind;
  /** A statement's parameters have no type of their own: the form offers these kinds. */
  readonly kinds: readonly FieldKind[];
  /** What the field starts with; empty for what is required or comes from upstream. */
  readonly initial: string;
  readonly isRequired: boolean;
  /** `query_1.src`, where it comes from when the run says nothing. */
  readonly upstream: string | undefined;
  readonly descriptor: ParameterDescriptor | undefined;
}

export interface RunGroup {
  readonly taskId: string;
  readonly taskType: string;
  readonly fields: readonly RunField[];
}

/** Text and kind of a field as they are edited; fields without an entry are as they started. */
export type RunEntries = Readonly<Record<string, { readonly text: string; readonly kind: FieldKind }>>;

const QUERY_KINDS: readonly FieldKind[] = ['text', 'number', 'bool', 'list'];

/** The parameters of a workflow by task, in its order; tasks without any are left out. */
export function runGroups(definition: WorkflowDefinition, catalogue: Catalogue): RunGroup[] {
  return Object.entries(definition.tasks)
    .map(([taskId, task]): RunGroup => {
      const fields = effectiveParameters(task, catalogue).map((parameter) =>
        fieldOf(taskId, task, parameter, catalogue),
      );
      return { taskId, taskType: task.type, fields };
    })
    .filter((group) => group.fields.length > 0);
}

/** What must be typed to try a statement on its own: parameters without a value, and those that come from upstream. */
export function tryGroup(taskId: string, task: TaskDefinition, catalogue: Catalogue): RunGroup {
  const open = effectiveParameters(task, catalogue)
    .map((parameter) => fieldOf(taskId, task, parameter, catalogue))
    .filter(({ isRequired, upstream }) => isRequired || upstream !== undefined);
  return {
    taskId,
    taskType: task.type,
    fields: open.map((field) => ({ ...field, isRequired: true, upstream: undefined })),
  };
}

function fieldOf(taskId: string, task: TaskDefinition, parameter: EffectiveParameter, catalogue: Catalogue): RunField {
  const { name, origin, source } = parameter;
  const descriptor =
    task.type === 'Query'
      ? undefined
      : catalogue.algorithms.get(task.type)?.parameters.find((candidate) => candidate.name === name);
  const value = source !== undefined && 'value' in source ? (source.value as LosslessJson) : undefined;
  const kind = descriptor === undefined ? kindOfValue(value) : kindOfDescriptor(descriptor);
  const common = { key: `${taskId}.${name}`, taskId, name, kind, descriptor };
  return {
    ...common,
    kinds: descriptor === undefined ? QUERY_KINDS : [kind],
    initial: value === undefined ? '' : textOf(value, kind),
    isRequired: origin === 'job',
    upstream: source !== undefined && 'from' in source ? `${source.from}.${source.column}` : undefined,
  };
}

function kindOfValue(value: LosslessJson | undefined): FieldKind {
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'number' || typeof value === 'bigint' || value instanceof Double ? 'number' : 'text';
}

function kindOfDescriptor({ type }: ParameterDescriptor): FieldKind {
  if (type === 'bool' || type === 'enum') return type;
  return type === 'int' || type === 'double' ? 'number' : 'text';
}

function textOf(value: LosslessJson, kind: FieldKind): string {
  if (kind === 'list') return stringifyLossless(value);
  if (Array.isArray(value))
    return value.map((item) => (typeof item === 'string' ? item : stringifyLossless(item))).join(', ');
  return typeof value === 'string' ? value : stringifyLossless(value);
}

export interface RunInput {
  /** Only what differs from what the run would take anyway. */
  readonly input: JobInput;
  /** By field key. */
  readonly faults: Readonly<Record<string, RunFault>>;
}

/** `required` and `notANumber`, `notAList` have texts of their own; others are what the checks of the API say. */
export type RunFault =
  { readonly kind: 'required' | 'notANumber' | 'notAList' } | ({ readonly kind: 'message' } & Omit<Fault, 'path'>);

/** The `input` that the form stands for, checked as the API checks it. */
export function runInput(groups: readonly RunGroup[], entries: RunEntries): RunInput {
  const input: JobInput = {};
  const faults: Record<string, RunFault> = {};
  for (const field of groups.flatMap((group) => group.fields)) {
    const entry = entries[field.key] ?? { text: field.initial, kind: field.kind };
    if (entry.text === field.initial && entry.kind === field.kind) {
      if (field.isRequired) faults[field.key] = { kind: 'required' };
      continue;
    }
    if (entry.text.trim() === '' && (entry.kind !== 'text' || field.isRequired || field.upstream !== undefined)) {
      if (field.isRequired) faults[field.key] = { kind: 'required' };
      continue;
    }
    const value = readValue(entry.text, entry.kind);
    if (typeof value === 'object' && value !== null && 'fault' in value) {
      faults[field.key] = { kind: value.fault as 'notANumber' | 'notAList' };
      continue;
    }
    const coerced =
      field.descriptor === undefined ? undefined : coerceParameter(field.descriptor, value as LosslessScalar);
    if (coerced?.ok === false) {
      const { message, code, args } = coerced;
      faults[field.key] = { kind: 'message', message, code, args };
    } else (input[field.taskId] ??= {})[field.name] = value as LosslessJson;
  }
  return { input, faults };
}

function readValue(text: string, kind: FieldKind): LosslessJson | { fault: 'notANumber' | 'notAList' } {
  if (kind === 'bool') return text === 'true';
  if (kind === 'number') {
    const number = text.trim();
    if (!/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(number)) return { fault: 'notANumber' };
    try {
      return numberFromText(number.replace(/^\+/, ''));
    } catch {
      return { fault: 'notANumber' };
    }
  }
  if (kind !== 'list') return text;
  try {
    const list = parseLossless(text);
    return Array.isArray(list) ? list : { fault: 'notAList' };
  } catch {
    return { fault: 'notAList' };
  }
}

/** The entries that give the input of an earlier job, for "run again with changed parameters". */
export function entriesOf(groups: readonly RunGroup[], input: unknown): RunEntries {
  const entries: Record<string, { text: string; kind: FieldKind }> = {};
  if (typeof input !== 'object' || input === null) return entries;
  const given = input as Readonly<Record<string, Readonly<Record<string, LosslessJson>>>>;
  for (const field of groups.flatMap((group) => group.fields)) {
    const value = given[field.taskId]?.[field.name];
    if (value === undefined || value === null) continue;
    const kind = field.descriptor === undefined ? kindOfValue(value) : field.kind;
    entries[field.key] = { text: textOf(value, kind), kind };
  }
  return entries;
}

/** The field that a fault of the API names (`input.query_1.name`), by its key. */
export function fieldOfFault(groups: readonly RunGroup[], path: string): string | undefined {
  const rest = path.replace(/^input\./, '').replace(/^tasks\.([^.]+)\.params\./, '$1.');
  return groups.flatMap((group) => group.fields).find(({ key }) => key === rest)?.key;
}
