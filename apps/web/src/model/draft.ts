import type { AlgorithmInput, AlgorithmTask, TaskDefinition, WorkflowDefinition } from '@orrery/contracts';

/** An algorithm whose input is not chosen yet: the one structural fault that a canvas starts with. */
export type DraftAlgorithm = Omit<AlgorithmTask, 'input'> & { input?: AlgorithmInput };
export type Position = { readonly x: number; readonly y: number };

/** The definition under edit. Never changed in place: tasks that an edit leaves alone keep their identity. */
export type Draft = WorkflowDefinition;

/** Input of an algorithm; undefined for queries and while it is not chosen. */
export function inputOf(task: TaskDefinition): AlgorithmInput | undefined {
  return task.type === 'Query' ? undefined : (task as DraftAlgorithm).input;
}

export function withTask(draft: Draft, id: string, task: TaskDefinition): Draft {
  return { ...draft, tasks: { ...draft.tasks, [id]: task } };
}

/** Without the fields that are undefined, which exact optional types tell apart from missing ones. */
export function compact<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined)) as T;
}

export function emptyDraft(): Draft {
  return { tasks: {}, layout: {} };
}
