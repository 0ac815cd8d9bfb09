import { executionError } from '../bind/statement-error.ts';
import { IterationBudget } from './iteration-budget.ts';
import type { StatementLimits } from '../server/engine.ts';

/** NebulaGraph's words for a statement that was cancelled. */
export const KILLED = 'Execution had been killed';

/** A statement runs at most this long before others get their turn. */
const SLICE_MS = 4;
/** The clock is looked at once in so many steps. */
const STEPS_PER_LOOK = 64;
/** And at every step after so many items of lists. */
const ITEMS_PER_LOOK = 4096;

type PaceLimits = Pick<StatementLimits, 'timeoutMs'>;

/** For what is bounded otherwise. */
export const NO_TIMEOUT: PaceLimits = { timeoutMs: Infinity };

/**
 * Fair scheduling by cooperation: loops ask `due` at every step and await `pause` when it says so. A pause lets the
 * event loop turn and is where cancellation and the time limit take effect.
 */
export class Pace {
  readonly budget = new IterationBudget();
  readonly #signal: AbortSignal;
  readonly #limits: PaceLimits;
  readonly #clock: () => number;
  readonly #startMs: number;
  #sliceMs: number;
  #steps = 0;
  #waitedMs = 0;

  /** `clock`: milliseconds that never go back. */
  constructor(signal: AbortSignal, limits: PaceLimits, clock: () => number = () => performance.now()) {
    this.#signal = signal;
    this.#limits = limits;
    this.#clock = clock;
    this.#startMs = clock();
    this.#sliceMs = this.#startMs;
  }

  /** True when the slice is used up. `steps`: of the work since the last call, a row or so each. */
  due(steps = 1): boolean {
    this.#steps += steps;
    if (this.#steps < STEPS_PER_LOOK && this.budget.items < ITEMS_PER_LOOK) return false;
    this.#steps = 0;
    return this.isOver();
  }

  /** The same for steps that are long: it looks at the clock every time. */
  isOver(): boolean {
    return this.#clock() - this.#sliceMs > SLICE_MS;
  }

  /** @throws StatementError ExecutionError when the statement was killed or took too long */
  async pause(): Promise<void> {
    const start = this.#clock();
    await new Promise<void>((resolve) => setImmediate(resolve));
    this.check();
    this.#sliceMs = this.#clock();
    this.budget.renew();
    this.#waitedMs += this.#sliceMs - start;
  }

  /** How long the statement has waited for the turns of others. */
  get waitedMs(): number {
    return this.#waitedMs;
  }

  check(): void {
    if (this.#signal.aborted) throw executionError(KILLED);
    const { timeoutMs } = this.#limits;
    if (this.#clock() - this.#startMs > timeoutMs) {
      throw executionError(
        `the statement took longer than ${timeoutMs} ms; narrow it, or raise graph.limits.timeoutMs`,
      );
    }
  }
}
