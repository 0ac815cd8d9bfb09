import type { Parameter, TaskDefinition, UpstreamInput, WorkflowDefinition } from '@orrery/contracts';
import { isReference } from './definition-shape.ts';
import { fieldPath } from './field-path.ts';

/** One place in a task that names another task. */
export interface TaskReference {
  /** Id of the task that is named. */
  readonly from: string;
  /** Field that names it: `tasks.pagerank_1.input.from`. */
  readonly path: string;
  /** Columns of that task that are read, each with the path of the field that names it. Empty for `after`. */
  readonly columns: readonly { readonly name: string; readonly path: string }[];
}

/** Every reference of a task to others: parameters, input and `after`, in the order of the fields. */
export function taskReferences(id: string, task: TaskDefinition): TaskReference[] {
  const path = fieldPath('tasks', id);
  const references: TaskReference[] = [];
  const input = 'input' in task ? task.input : undefined;
  if (input !== undefined && 'from' in input) references.push(inputReference(input, fieldPath(path, 'input')));
  for (const [name, value] of Object.entries(task.params ?? {})) {
    if (!isReference(value as Parameter)) continue;
    const { from, column } = value as Extract<Parameter, { from: string }>;
    const at = fieldPath(fieldPath(path, 'params'), name);
    references.push({ from, path: fieldPath(at, 'from'), columns: [{ name: column, path: fieldPath(at, 'column') }] });
  }
  for (const [index, from] of (task.after ?? []).entries()) {
    references.push({ from, path: fieldPath(fieldPath(path, 'after'), index), columns: [] });
  }
  return references;
}

function inputReference(input: UpstreamInput, path: string): TaskReference {
  const columns = (['src', 'dst', 'weight', 'time'] as const).flatMap((anchor) => {
    const name = input[anchor];
    return name === undefined ? [] : [{ name, path: fieldPath(path, anchor) }];
  });
  return { from: input.from, path: fieldPath(path, 'from'), columns };
}

/** For every task the tasks it waits for, in the order of the definition; names that are no tasks are left out. */
export function taskDependencies(definition: Pick<WorkflowDefinition, 'tasks'>): Map<string, string[]> {
  const ids = Object.keys(definition.tasks);
  const known = new Set(ids);
  return new Map(
    Object.entries(definition.tasks).map(([id, task]) => {
      const needed = new Set(taskReferences(id, task).map((reference) => reference.from));
      return [id, ids.filter((other) => needed.has(other) && known.has(other))];
    }),
  );
}

/**
 * The tasks such that each comes after those it waits for; among those that could come next, in the order of the
 * definition. Undefined where tasks wait for each other. Cost: tasks + references.
 */
export function topologicalOrder(dependencies: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const missing = new Map([...dependencies].map(([id, needed]) => [id, needed.length]));
  const dependants = new Map<string, string[]>([...dependencies.keys()].map((id) => [id, []]));
  for (const [id, needed] of dependencies) for (const other of needed) dependants.get(other)?.push(id);
  const order: string[] = [];
  let ready = [...dependencies.keys()].filter((id) => missing.get(id) === 0);
  while (ready.length > 0) {
    const next: string[] = [];
    for (const id of ready) {
      order.push(id);
      for (const dependant of dependants.get(id)!) {
        const left = missing.get(dependant)! - 1;
        missing.set(dependant, left);
        if (left === 0) next.push(dependant);
      }
    }
    ready = next;
  }
  return order.length === dependencies.size ? order : undefined;
}

/**
 * One cycle for each group of tasks that wait for each other: `[a, b, c]` where a
 * waits for b, b for c, c for a. Every task is in at most one of them.
 */
export function findCycles(dependencies: ReadonlyMap<string, readonly string[]>): string[][] {
  const cycles: string[][] = [];
  const reported = new Set<string>();
  for (const start of dependencies.keys()) {
    if (reported.has(start)) continue;
    const cycle = shortestCycle(dependencies, start);
    if (cycle === undefined || cycle.some((id) => reported.has(id))) continue;
    for (const id of cycle) reported.add(id);
    cycles.push(cycle);
  }
  return cycles;
}

/** Breadth first from `start` along what tasks wait for, back to `start`. */
function shortestCycle(dependencies: ReadonlyMap<string, readonly string[]>, start: string): string[] | undefined {
  const cameFrom = new Map<string, string>();
  const queue = [start];
  for (const id of queue) {
    for (const other of dependencies.get(id) ?? []) {
      if (other === start) {
        const cycle = [id];
        while (cycle[0] !== start) cycle.unshift(cameFrom.get(cycle[0]!)!);
        return cycle;
      }
      if (!cameFrom.has(other)) {
        cameFrom.set(other, id);
        queue.push(other);
      }
    }
  }
  return undefined;
}

/** All tasks that wait for one of `ids`, directly or through others, without `ids` themselves. */
export function dependantsOf(dependencies: ReadonlyMap<string, readonly string[]>, ids: Iterable<string>): Set<string> {
  const found = new Set<string>(ids);
  const given = new Set(found);
  let grew = true;
  while (grew) {
    grew = false;
    for (const [id, needed] of dependencies) {
      if (!found.has(id) && needed.some((other) => found.has(other))) {
        found.add(id);
        grew = true;
      }
    }
  }
  for (const id of given) found.delete(id);
  return found;
}
