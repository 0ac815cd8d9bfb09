import type { Catalogue, Parameter, ParameterDescriptor, UpstreamInput } from '@orrery/contracts';
import { dependantsOf, isReference, taskDependencies, type TaskColumn } from '@orrery/workflow';
import { anchorName, columnsOf, WHOLE_INPUT, WHOLE_OUTPUT } from './anchors.ts';
import type { CanvasEdge } from './canvas-graph.ts';
import { setField } from './commands.ts';
import { inputOf, withTask, type Draft } from './draft.ts';
import { withoutInput } from './references.ts';

export interface ConnectionEnds {
  readonly source: string;
  readonly sourceAnchor: string;
  readonly target: string;
  readonly targetAnchor: string;
}

/** Why two anchors can't be connected; texts are the view's. */
export type ConnectionRefusal =
  | { readonly reason: 'self' }
  | { readonly reason: 'unknown' }
  | { readonly reason: 'cycle'; readonly path: readonly string[] }
  | { readonly reason: 'already' }
  | { readonly reason: 'type'; readonly column: string; readonly type: string; readonly anchor: string }
  | { readonly reason: 'otherSource'; readonly from: string }
  | { readonly reason: 'needsAnchor' };

export type Connection =
  | { readonly ok: true; readonly draft: Draft; readonly kind: 'data' | 'parameter' | 'order' }
  | { readonly ok: false; readonly refusal: ConnectionRefusal };

const refuse = (refusal: ConnectionRefusal): Connection => ({ ok: false, refusal });

const FITS: Readonly<Record<'src' | 'dst' | 'weight' | 'time', readonly string[]>> = {
  src: ['vid', 'int64', 'string'],
  dst: ['vid', 'int64', 'string'],
  weight: ['int64', 'double', 'vid'],
  time: ['datetime', 'int64', 'date', 'vid'],
};
type DataAnchor = keyof typeof FITS;

/**
 * The draft with a reference from the target to the source, or the reason against it. An output connected to a whole
 * component feeds its input where it takes one and has none, choosing the columns by name; else it orders the two.
 */
export function connect(draft: Draft, catalogue: Catalogue, ends: ConnectionEnds): Connection {
  const { source, target, sourceAnchor, targetAnchor } = ends;
  const from = draft.tasks[source];
  const to = draft.tasks[target];
  if (from === undefined || to === undefined) return refuse({ reason: 'unknown' });
  if (source === target) return refuse({ reason: 'self' });
  const cycle = cyclePath(draft, source, target);
  if (cycle !== undefined) return refuse({ reason: 'cycle', path: cycle });
  const column = anchorName(sourceAnchor, 'column');
  const columns = columnsOf(from, catalogue);
  const data = anchorName(targetAnchor, 'data') as DataAnchor | undefined;
  if (data !== undefined) return connectData(draft, source, target, data, column, columns);
  const parameter = anchorName(targetAnchor, 'param');
  if (parameter !== undefined) return connectParameter(draft, catalogue, ends, parameter, column ?? columns?.[0]?.name);
  if (targetAnchor !== WHOLE_INPUT) return refuse({ reason: 'unknown' });
  const takesTable = to.type !== 'Query' && inputOf(to) === undefined;
  if (takesTable) return connectData(draft, source, target, 'src', column, columns);
  if (sourceAnchor !== WHOLE_OUTPUT) return refuse({ reason: 'needsAnchor' });
  if (dependenciesOf(draft, target).includes(source)) return refuse({ reason: 'already' });
  return { ok: true, kind: 'order', draft: setField(draft, target, ['after'], [...(to.after ?? []), source]) };
}

function connectData(
  draft: Draft,
  source: string,
  target: string,
  anchor: DataAnchor,
  column: string | undefined,
  columns: readonly TaskColumn[] | undefined,
): Connection {
  const task = draft.tasks[target]!;
  if (task.type === 'Query') return refuse({ reason: 'unknown' });
  const input = inputOf(task);
  const upstream = input !== undefined && 'from' in input ? input : undefined;
  if (upstream !== undefined && upstream.from !== source && upstream[anchor] !== undefined) {
    const isOnly = (['src', 'dst', 'weight', 'time'] as const).every(
      (name) => name === anchor || upstream[name] === undefined || upstream[name] === '',
    );
    if (!isOnly) return refuse({ reason: 'otherSource', from: upstream.from });
  }
  if (upstream !== undefined && upstream.from !== source && upstream[anchor] === undefined) {
    return refuse({ reason: 'otherSource', from: upstream.from });
  }
  const type = columns?.find(({ name }) => name === column)?.type;
  if (column !== undefined && type !== undefined && !FITS[anchor].includes(type)) {
    return refuse({ reason: 'type', column, type, anchor });
  }
  const chosen = column ?? guessColumn(anchor, columns, upstream) ?? '';
  if (upstream?.from === source && upstream[anchor] === chosen && chosen !== '') return refuse({ reason: 'already' });
  const directed = input?.directed === undefined ? {} : { directed: input.directed };
  const base: UpstreamInput = upstream?.from === source ? upstream : { from: source, src: '', dst: '', ...directed };
  const next = { ...base, [anchor]: chosen };
  for (const other of ['src', 'dst'] as const) {
    if (other !== anchor && next[other] === '') next[other] = guessColumn(other, columns, next) ?? '';
  }
  return { ok: true, kind: 'data', draft: withTask(draft, target, { ...task, input: next } as never) };
}

const USUAL_NAMES: Readonly<Record<DataAnchor, readonly string[]>> = {
  src: ['src', 'source', 'from', 'srcid', 'src_id', 'vid1', 'a', 's'],
  dst: ['dst', 'target', 'to', 'dest', 'destination', 'dstid', 'dst_id', 'vid2', 'b', 'd'],
  weight: ['weight', 'w', 'value', 'degree', 'distance'],
  time: ['time', 'timestamp', 'datetime', 'date', 'created'],
};

/** The column that an anchor most probably means: by a usual name, else the first that fits and is not yet taken. */
export function guessColumn(
  anchor: DataAnchor,
  columns: readonly TaskColumn[] | undefined,
  taken: Partial<UpstreamInput> = {},
): string | undefined {
  const used = new Set([taken.src, taken.dst, taken.weight, taken.time].filter((name) => name !== undefined));
  if (taken[anchor] !== undefined) used.delete(taken[anchor]);
  const free = (columns ?? []).filter(
    ({ name, type }) => !used.has(name) && (type === undefined || FITS[anchor].includes(type)),
  );
  const usual = free.find(({ name }) => USUAL_NAMES[anchor].includes(name.toLowerCase()));
  if (usual !== undefined || anchor === 'weight' || anchor === 'time') return usual?.name;
  const other = anchor === 'src' ? 'dst' : 'src';
  const forOther = new Set(USUAL_NAMES[other]);
  return (free.find(({ name }) => !forOther.has(name.toLowerCase())) ?? free[0])?.name;
}

function connectParameter(
  draft: Draft,
  catalogue: Catalogue,
  { source, target }: ConnectionEnds,
  parameter: string,
  column: string | undefined,
): Connection {
  const task = draft.tasks[target]!;
  const present = (task.params as Record<string, Parameter> | undefined)?.[parameter];
  const known = present !== undefined && isReference(present) ? present : undefined;
  if (known?.from === source && known.column === (column ?? '')) return refuse({ reason: 'already' });
  const descriptor = catalogue.algorithms.get(task.type)?.parameters.find(({ name }) => name === parameter);
  if (task.type !== 'Query' && descriptor === undefined) return refuse({ reason: 'unknown' });
  const type = columnsOf(draft.tasks[source]!, catalogue)?.find(({ name }) => name === column)?.type;
  if (descriptor !== undefined && type !== undefined && !parameterTakes(descriptor, type)) {
    return refuse({ reason: 'type', column: column ?? '', type, anchor: parameter });
  }
  const takesList = descriptor === undefined || descriptor.type === 'vids';
  const row = takesList && known?.row === undefined ? {} : { row: known?.row ?? 0 };
  const reference = { from: source, column: column ?? '', ...row };
  return { ok: true, kind: 'parameter', draft: setField(draft, target, ['params', parameter], reference) };
}

/** Whether values of a column's type can be a parameter's; text is read, so it fits wherever its content does. */
export function parameterTakes(parameter: ParameterDescriptor, type: string): boolean {
  if (type === 'string' || type === 'vid') return true;
  switch (parameter.type) {
    case 'int':
      return type === 'int64';
    case 'double':
      return type === 'int64' || type === 'double';
    case 'bool':
      return type === 'bool';
    case 'vid':
    case 'vids':
    case 'enum':
      return type === 'int64';
    case 'datetime':
      return type === 'datetime' || type === 'date' || type === 'int64';
    case 'string':
      return false;
  }
}

function dependenciesOf(draft: Draft, id: string): readonly string[] {
  return taskDependencies(draft).get(id) ?? [];
}

/** `target -> … -> source`, when the source already waits for the target. */
function cyclePath(draft: Draft, source: string, target: string): string[] | undefined {
  const dependencies = taskDependencies(draft);
  if (!dependantsOf(dependencies, [target]).has(source)) return undefined;
  const cameFrom = new Map<string, string>();
  const queue = [source];
  for (const id of queue) {
    for (const other of dependencies.get(id) ?? []) {
      if (cameFrom.has(other) || other === source) continue;
      cameFrom.set(other, id);
      queue.push(other);
    }
  }
  const path = [target];
  while (path.at(-1) !== source) path.push(cameFrom.get(path.at(-1)!)!);
  return path;
}

/** The draft without what an edge stands for. */
export function disconnect(draft: Draft, edge: CanvasEdge): Draft {
  const task = draft.tasks[edge.target];
  if (task === undefined) return draft;
  if (edge.kind === 'order') {
    const after = (task.after ?? []).filter((from) => from !== edge.source);
    return setField(draft, edge.target, ['after'], after.length === 0 ? undefined : after);
  }
  const parameter = anchorName(edge.targetAnchor, 'param');
  if (parameter !== undefined) return setField(draft, edge.target, ['params', parameter], undefined);
  const anchor = anchorName(edge.targetAnchor, 'data') as DataAnchor | undefined;
  const input = inputOf(task);
  if (input === undefined || !('from' in input)) return draft;
  if (anchor === undefined) return withTask(draft, edge.target, withoutInput(task));
  if (anchor === 'weight' || anchor === 'time') return setField(draft, edge.target, ['input', anchor], undefined);
  const other = anchor === 'src' ? 'dst' : 'src';
  if (input[other] === '') return withTask(draft, edge.target, withoutInput(task));
  return setField(draft, edge.target, ['input', anchor], '');
}
