import { executionError } from '../bind/statement-error.ts';

/** Items of lists that expressions may go through between two pauses of a statement; under a second of work. */
const MAX_ITEMS = 5_000_000;

/** What the expressions of one statement go through without a turn for others: nothing can stop them meanwhile. */
export class IterationBudget {
  #items = 0;
  #total = 0;

  /** @throws StatementError ExecutionError beyond the limit */
  spend(items: number): void {
    this.#items += items;
    this.#total += items;
    if (this.#items > MAX_ITEMS) {
      throw executionError(
        `the expressions for one row go through more than ${MAX_ITEMS} items of lists, or as much text and patterns; ` +
          'take smaller ones, or make lists rows with UNWIND',
      );
    }
  }

  get items(): number {
    return this.#items;
  }

  /** Since the statement began. */
  get total(): number {
    return this.#total;
  }

  /** The statement has paused. */
  renew(): void {
    this.#items = 0;
  }
}
