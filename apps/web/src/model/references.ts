import type { AlgorithmInput, Parameter, TaskDefinition } from '@orrery/contracts';
import { isReference } from '@orrery/workflow';
import { compact, inputOf, type Draft, type DraftAlgorithm } from './draft.ts';

/** What an edit makes of one reference: another one, or undefined to take it away. */
export interface ReferenceEdit {
  readonly task?: (from: string) => string | undefined;
  readonly column?: (from: string, column: string) => string;
}

/** The task with every reference edited; the same object where nothing changes. */
export function editReferences(task: TaskDefinition, edit: ReferenceEdit): TaskDefinition {
  let changed = false;
  const next: Record<string, unknown> = { ...task };
  const input = inputOf(task);
  if (input !== undefined && 'from' in input) {
    const edited = editInput(input, edit);
    if (edited !== input) {
      changed = true;
      next['input'] = edited;
    }
  }
  if (task.params !== undefined) {
    const params = editParams(task.params as Record<string, Parameter>, edit);
    if (params !== task.params) {
      changed = true;
      next['params'] = Object.keys(params).length === 0 ? undefined : params;
    }
  }
  if (task.after !== undefined && edit.task !== undefined) {
    const after = task.after.map((from) => edit.task!(from)).filter((from) => from !== undefined);
    if (after.join() !== task.after.join()) {
      changed = true;
      next['after'] = after.length === 0 ? undefined : after;
    }
  }
  return changed ? (compact(next) as unknown as TaskDefinition) : task;
}

function editInput(input: Extract<AlgorithmInput, { from: string }>, edit: ReferenceEdit): AlgorithmInput | undefined {
  const from = edit.task === undefined ? input.from : edit.task(input.from);
  if (from === undefined) return undefined;
  const next = { ...input, from };
  for (const anchor of ['src', 'dst', 'weight', 'time'] as const) {
    const column = input[anchor];
    if (column !== undefined && edit.column !== undefined) next[anchor] = edit.column(input.from, column);
  }
  const same = (Object.keys(next) as (keyof typeof next)[]).every((key) => next[key] === input[key]);
  return same ? input : next;
}

function editParams(params: Record<string, Parameter>, edit: ReferenceEdit): Record<string, Parameter> {
  let changed = false;
  const entries: [string, Parameter][] = [];
  for (const [name, value] of Object.entries(params)) {
    if (!isReference(value)) {
      entries.push([name, value]);
      continue;
    }
    const from = edit.task === undefined ? value.from : edit.task(value.from);
    const column = edit.column === undefined ? value.column : edit.column(value.from, value.column);
    if (from === value.from && column === value.column) entries.push([name, value]);
    else {
      changed = true;
      if (from !== undefined) entries.push([name, { ...value, from, column }]);
    }
  }
  return changed ? Object.fromEntries(entries) : params;
}

/** Every task of the draft with its references edited. */
export function editAllReferences(draft: Draft, edit: ReferenceEdit): Draft {
  let changed = false;
  const tasks = Object.entries(draft.tasks).map(([id, task]) => {
    const next = editReferences(task, edit);
    if (next !== task) changed = true;
    return [id, next] as const;
  });
  return changed ? { ...draft, tasks: Object.fromEntries(tasks) } : draft;
}

/** The task without its input. */
export function withoutInput(task: TaskDefinition): TaskDefinition {
  const { input: _input, ...rest } = task as DraftAlgorithm;
  return rest as TaskDefinition;
}
