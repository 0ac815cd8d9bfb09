import type { Row } from '../../bind/scope.ts';
import type { PlanNodeOf } from '../../plan/plan-node.ts';
import type { Execution } from '../execution.ts';
import { rowTest } from '../operators/filter.ts';
import { NOTHING_YET, ROW, type RowCursor, type Step } from './row-cursor.ts';

export function filterCursor(node: PlanNodeOf<'filter'>, input: RowCursor, execution: Execution): RowCursor {
  return new FilterCursor(input, rowTest(node, execution));
}

class FilterCursor implements RowCursor {
  readonly row: Row;
  readonly #input: RowCursor;
  readonly #passes: (row: Row) => boolean;

  constructor(input: RowCursor, passes: (row: Row) => boolean) {
    this.row = input.row;
    this.#input = input;
    this.#passes = passes;
  }

  get times(): number {
    return this.#input.times;
  }

  step(): Step {
    const step = this.#input.step();
    return step === ROW && !this.#passes(this.row) ? NOTHING_YET : step;
  }
}
