import type { Value } from '@orrery/contracts';
import { OVERLONG } from '../bind/scope.ts';
import { executionError } from '../bind/statement-error.ts';

/** Items of lists that expressions may go through between two pauses of a statement; under a second of work. */
const MAX_ITEMS = 5_000_000;

/** Items that an attempt may go through: some 10 ms. */
const ATTEMPTED_ITEMS = 50_000;

class Overlong extends Error {}

/** What the expressions of one statement go through without a turn for others: nothing can stop them meanwhile. */
export class IterationBudget {
  #items = 0;
  #total = 0;
  /** Where the attempt that runs is given up. */
  #giveUpAt = Infinity;

  /** Runs an evaluation that can begin again in another way, and gives it up when it goes through many items. */
  attempt(evaluate: () => Value): Value | typeof OVERLONG {
    const [items, total] = [this.#items, this.#total];
    this.#giveUpAt = items + ATTEMPTED_ITEMS;
    try {
      return evaluate();
    } catch (error) {
      if (!(error instanceof Overlong)) throw error;
      [this.#items, this.#total] = [items, total];
      return OVERLONG;
    } finally {
      this.#giveUpAt = Infinity;
    }
  }

  /** @throws StatementError ExecutionError beyond the limit */
  spend(items: number): void {
    this.#items += items;
    this.#total += items;
    if (this.#items > this.#giveUpAt) throw new Overlong('given up');
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
