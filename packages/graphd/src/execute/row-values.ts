import type { Value } from '@orrery/contracts';
import { compileSteps, mayBeLong } from '../bind/compile-steps.ts';
import { OVERLONG, type Compiled, type Row } from '../bind/scope.ts';
import type { Bound } from '../plan/plan-node.ts';
import type { Execution } from './execution.ts';

/** One expression over rows: at once where that is short, and else in steps between which the statement pauses. */
export class RowValue {
  readonly #bound: Bound;
  readonly #execution: Execution;
  readonly #atOnce: Compiled;
  readonly #mayBeLong: boolean;

  constructor(bound: Bound, execution: Execution) {
    this.#bound = bound;
    this.#execution = execution;
    this.#atOnce = execution.compile(bound);
    this.#mayBeLong = mayBeLong(bound.expression);
  }

  /** The value, or a promise of one that takes long. Pure but for functions that are not: it may begin again. */
  of(row: Row): Value | Promise<Value> {
    if (!this.#mayBeLong) return this.#atOnce(row);
    const value = this.#execution.pace.budget.attempt(() => this.#atOnce(row));
    return value === OVERLONG ? this.#inSteps(row) : value;
  }

  async #inSteps(row: Row): Promise<Value> {
    const { pace, evaluation, memory } = this.#execution;
    const { expression, scope } = this.#bound;
    const steps = compileSteps(expression, scope, evaluation)?.(row);
    if (!steps) return this.#atOnce(row);
    let heldBytes = 0;
    try {
      for (;;) {
        const step = steps.next();
        if (step.done) return step.value;
        if (step.value) heldBytes += memory.holdRow(step.value);
        if (pace.due()) await pace.pause();
      }
    } finally {
      // Whoever takes the value accounts for it.
      memory.release(heldBytes);
    }
  }
}

/** Values of several expressions over rows. */
export class RowValues {
  readonly #values: readonly RowValue[];

  constructor(bounds: readonly Bound[], execution: Execution) {
    this.#values = bounds.map((bound) => new RowValue(bound, execution));
  }

  /** Puts them after those of `row` that are there; a promise where one of them takes long. */
  appendTo(values: Value[], row: Row): Row | Promise<Row> {
    for (let i = 0; i < this.#values.length; i++) {
      const value = this.#values[i]!.of(row);
      if (value instanceof Promise) return this.#rest(values, row, i, value);
      values.push(value);
    }
    return values;
  }

  async #rest(values: Value[], row: Row, at: number, pending: Promise<Value>): Promise<Row> {
    values.push(await pending);
    for (let i = at + 1; i < this.#values.length; i++) values.push(await this.#values[i]!.of(row));
    return values;
  }
}
