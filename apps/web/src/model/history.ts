/** States of something that is edited, with undo and redo. Immutable. */
export interface History<T> {
  readonly present: T;
  readonly past: readonly T[];
  readonly future: readonly T[];
  /** Key of the last edit while further ones under the same key join it. */
  readonly openKey: string | undefined;
}

/** Most steps that can be undone; states share their structure, so that each costs what it changed. */
export const MAX_STEPS = 200;

export function historyOf<T>(present: T): History<T> {
  return { present, past: [], future: [], openKey: undefined };
}

/**
 * The next state. Edits in a row with the same `key` (typing in one field, moving the same nodes by arrow keys) are
 * one step, until {@link seal}. An edit that changes nothing leaves no step.
 */
export function edited<T>(history: History<T>, present: T, key?: string): History<T> {
  if (present === history.present) return history;
  const joins = key !== undefined && key === history.openKey;
  const past = joins ? history.past : [...history.past, history.present].slice(-MAX_STEPS);
  return { present, past, future: [], openKey: key };
}

/** Ends joining: the next edit is a step of its own. */
export function seal<T>(history: History<T>): History<T> {
  return history.openKey === undefined ? history : { ...history, openKey: undefined };
}

export function undo<T>(history: History<T>): History<T> {
  const previous = history.past.at(-1);
  if (previous === undefined) return history;
  return {
    present: previous,
    past: history.past.slice(0, -1),
    future: [history.present, ...history.future],
    openKey: undefined,
  };
}

export function redo<T>(history: History<T>): History<T> {
  const [next, ...future] = history.future;
  if (next === undefined) return history;
  return { present: next, past: [...history.past, history.present], future, openKey: undefined };
}
