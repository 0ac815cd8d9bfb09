import type { AlgorithmInput, WorkflowDefinition } from '@orrery/contracts';
import type { JobTask } from '@orrery/sdk';
import { isLabelColumn } from './community-sizes.ts';
import { isNumeric } from './cell-text.ts';

/** Where the edges between a result's vertices are read from. */
export type EdgeSource =
  | { readonly kind: 'space'; readonly space: string; readonly edges: readonly string[] }
  | { readonly kind: 'task'; readonly task: string; readonly src: string; readonly dst: string };

/** A result column with a value for every vertex, of this task or of another one of the job. */
export interface VertexColumn {
  readonly task: string;
  readonly vid: string;
  readonly value: string;
}

/** Undefined for queries, and for inputs (files) whose edges can't be asked for. */
export function edgeSource(definition: WorkflowDefinition | undefined, key: string): EdgeSource | undefined {
  const task = definition?.tasks[key];
  const input: AlgorithmInput | undefined = task !== undefined && 'input' in task ? task.input : undefined;
  if (input === undefined || 'file' in input) return undefined;
  if ('space' in input) return { kind: 'space', space: input.space, edges: input.edges };
  return { kind: 'task', task: input.from, src: input.src, dst: input.dst };
}

/** False for results whose rows are about pairs, triples or walks; true as long as there is none. */
export function isAboutVertices(task: JobTask): boolean {
  return task.result === null || vidColumn(task) !== undefined;
}

/** What says which vertex a row is about: the first column of an algorithm's result, unless several do (VID1, VID2). */
function vidColumn(task: JobTask): string | undefined {
  const [first, second] = task.result?.columns ?? [];
  if (second !== undefined && /^vid\d+$/i.test(second.name)) return undefined;
  return first !== undefined && (first.type === 'int64' || first.type === 'string') ? first.name : undefined;
}

/** The measures of a result: numbers that are neither vertices (`isId` by task and column) nor a label. */
export function rankColumns(
  task: JobTask,
  isId: (task: string, column: string) => boolean = () => false,
): readonly VertexColumn[] {
  const vid = vidColumn(task);
  if (vid === undefined) return [];
  return task
    .result!.columns.slice(1)
    .filter(({ name, type }) => isNumeric(type) && !isLabelColumn(name, type) && !isId(task.key, name))
    .map(({ name }) => ({ task: task.key, vid, value: name }));
}

export function labelColumns(task: JobTask): readonly VertexColumn[] {
  const vid = vidColumn(task);
  if (vid === undefined) return [];
  return task
    .result!.columns.slice(1)
    .filter(({ name, type }) => isLabelColumn(name, type))
    .map(({ name }) => ({ task: task.key, vid, value: name }));
}

/** The task's own column first, then those of the job's other results, so that a ranking can be coloured by communities. */
export function columnsOfJob(
  tasks: readonly JobTask[],
  key: string,
  columns: (task: JobTask) => readonly VertexColumn[],
): readonly VertexColumn[] {
  const own = tasks.filter((task) => task.key === key);
  const others = tasks.filter((task) => task.key !== key);
  return [...own, ...others].flatMap((task) =>
    task.result === null || task.taskType === 'query' ? [] : columns(task),
  );
}

/** Characters of vertex ids, percent-encoded, that one filter of a query may have: servers bound the length of a URL. */
const PART_LENGTH = 5000;
const PART_COUNT = 500;

/** The ids in parts that each fit into the filter of one request. */
export function queryParts(vids: readonly string[]): readonly (readonly string[])[] {
  const parts: string[][] = [];
  let room = 0;
  for (const vid of vids) {
    const length = encodeURIComponent(JSON.stringify(vid)).length + 3;
    if (parts.length === 0 || room < length || parts.at(-1)!.length === PART_COUNT) {
      parts.push([]);
      room = PART_LENGTH;
    }
    parts.at(-1)!.push(vid);
    room -= length;
  }
  return parts;
}

/** Radius in pixels from 4 to 18: the area grows with the value's place between the least and the greatest. */
export function vertexRadius(value: number | undefined, least: number, greatest: number): number {
  if (value === undefined || !(greatest > least)) return 7;
  return Math.sqrt(16 + (324 - 16) * Math.min(1, Math.max(0, (value - least) / (greatest - least))));
}

/** The colour of every label: the largest groups get the palette's colours in turn, the others none. */
export function labelColours(labels: Iterable<string>, paletteSize: number): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  const ordered = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return new Map(ordered.slice(0, paletteSize).map(([label], index) => [label, index]));
}
