import { executionError } from '../bind/statement-error.ts';

/** Items of lists that expressions may go through between two pauses of a statement; under a second of work. */
const MAX_ITEMS = 5_000_000;

/** What the expressions of one statement go through without a turn for others: nothing can stop them meanwhile. */
export class IterationBudget {
  #items = 0;

  /** @throws StatementError ExecutionError beyond the limit */
  spend(items: number): void {
    this.#items += items;
    if (this.#items > MAX_ITEMS) {
      throw executionError(
        `the expressions for one row go through more than ${MAX_ITEMS} items of lists; ` +
          'take smaller lists, or make them rows with UNWIND',
      );
    }
  }

  get items(): number {
    return this.#items;
  }

  /** The statement has paused. */
  renew(): void {
    this.#items = 0;
  }
}
