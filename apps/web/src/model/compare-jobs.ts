import { stringifyLossless } from '@orrery/contracts';
import type { Job, JobTask } from '@orrery/sdk';

/** A line of a comparison: what both sides have, undefined where one has it not. */
export interface Compared<T> {
  readonly name: string;
  readonly a: T | undefined;
  readonly b: T | undefined;
  readonly isDifferent: boolean;
}

/** Tasks of two jobs by their component id: those of the first in its order, then those that only the second has. */
export function comparedTasks(a: Job, b: Job): Compared<JobTask>[] {
  return compareByName(
    a.tasks.map((task) => [task.key, task]),
    b.tasks.map((task) => [task.key, task]),
    (left, right) =>
      left.taskType === right.taskType &&
      left.status === right.status &&
      left.result?.rowCount === right.result?.rowCount &&
      stringifyLossless(left.result?.columns) === stringifyLossless(right.result?.columns),
  );
}

/** Parameters that either job was posted with, `query_1.name`, as JSON text. */
export function comparedInputs(a: Job, b: Job): Compared<string>[] {
  return compareByName(inputEntries(a.input), inputEntries(b.input), (left, right) => left === right);
}

function inputEntries(input: unknown): [string, string][] {
  if (typeof input !== 'object' || input === null) return [];
  return Object.entries(input).flatMap(([task, parameters]) =>
    Object.entries((parameters ?? {}) as object).map(([name, value]): [string, string] => [
      `${task}.${name}`,
      stringifyLossless(value),
    ]),
  );
}

function compareByName<T>(
  left: readonly (readonly [string, T])[],
  right: readonly (readonly [string, T])[],
  isEqual: (a: T, b: T) => boolean,
): Compared<T>[] {
  const [ofA, ofB] = [new Map(left), new Map(right)];
  return [...new Set([...ofA.keys(), ...ofB.keys()])].map((name) => {
    const [a, b] = [ofA.get(name), ofB.get(name)];
    return { name, a, b, isDifferent: a === undefined || b === undefined || !isEqual(a, b) };
  });
}

export type Cell = string | number | boolean | null;

/** First rows of two results beside each other, by their place; cells that differ are marked. */
export interface ComparedRow {
  readonly a: readonly unknown[] | undefined;
  readonly b: readonly unknown[] | undefined;
  /** By column index. */
  readonly isDifferent: readonly boolean[];
}

export function comparedRows(a: readonly (readonly unknown[])[], b: readonly (readonly unknown[])[]): ComparedRow[] {
  return Array.from({ length: Math.max(a.length, b.length) }, (_, at) => {
    const [left, right] = [a[at], b[at]];
    const width = Math.max(left?.length ?? 0, right?.length ?? 0);
    const isDifferent = Array.from(
      { length: width },
      (_cell, column) => JSON.stringify(left?.[column]) !== JSON.stringify(right?.[column]),
    );
    return { a: left, b: right, isDifferent };
  });
}
