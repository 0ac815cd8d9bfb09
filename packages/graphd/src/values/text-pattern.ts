import { setFlagsFromString } from 'node:v8';
import { createContext, Script } from 'node:vm';
import { printString } from '@orrery/ngql';
import { executionError } from '../bind/statement-error.ts';

/*
 * A pattern whose repetitions overlap, like (a+)+, can keep a backtracking matcher busy for ever. V8 has a second matcher
 * whose time is linear in the text. With the first flag a match goes over to it after 50,000 steps back; the second one
 * lets `l` say which patterns it can run (none with back references, look-ahead or large counts). Both only add to what
 * regular expressions of this process do.
 */
setFlagsFromString('--enable-experimental-regexp-engine-on-excessive-backtracks');
setFlagsFromString('--enable-experimental-regexp-engine');

/** What a match of so much work takes, in characters of the text times those of the pattern: some 20 ms at most. */
const DIRECT_WORK = 2_000_000;
const LIMIT_MS = 50;
const KEPT = 256;
/** A match spends as many items of lists as it could have gone through in its time. */
const ITEMS_PER_MS = 5000;

const timed = createContext({ work: () => undefined });
const timedCall = new Script('work()');

/** A regular expression of a statement: ECMAScript's, as NebulaGraph has them. No match takes longer than 50 ms. */
export class TextPattern {
  readonly #source: string;
  readonly #isLinear: boolean;
  readonly #whole: RegExp;
  readonly #parts: RegExp;

  private constructor(source: string) {
    this.#source = source;
    this.#parts = new RegExp(source, 'g');
    this.#whole = new RegExp(`^(?:${source})$`, 's');
    this.#isLinear = isLinear(source);
  }

  /** Patterns are compiled once per text; few are kept because texts are mostly constants. */
  static readonly #known = new Map<string, TextPattern | undefined>();

  /** undefined for a text that is no pattern. */
  static of(source: string): TextPattern | undefined {
    const known = TextPattern.#known;
    if (!known.has(source)) {
      if (known.size >= KEPT) known.clear();
      known.set(source, TextPattern.#compile(source));
    }
    return known.get(source);
  }

  static #compile(source: string): TextPattern | undefined {
    try {
      return new TextPattern(source);
    } catch (error) {
      if (error instanceof SyntaxError) return undefined;
      throw error;
    }
  }

  /** Whether the pattern matches all of the text. @throws StatementError ExecutionError when that takes too long */
  matches(text: string, spend?: (items: number) => void): boolean {
    return this.#bounded(text.length, spend, () => this.#whole.test(text));
  }

  /** Every part of the text that matches, from left to right. @throws StatementError as `matches` */
  partsOf(text: string, spend?: (items: number) => void): string[] {
    // Each place of the text may begin a match that fails at its end.
    const steps = text.length * text.length;
    return this.#bounded(steps, spend, () => Array.from(text.matchAll(this.#parts), (match) => match[0]));
  }

  #bounded<T>(steps: number, spend: ((items: number) => void) | undefined, work: () => T): T {
    const start = performance.now();
    const direct = this.#isLinear && steps * this.#source.length <= DIRECT_WORK;
    const result = direct ? work() : this.#withinLimit(work);
    spend?.(1 + (performance.now() - start) * ITEMS_PER_MS);
    return result;
  }

  /** Costs a thread that watches the clock, 0.2 ms. */
  #withinLimit<T>(work: () => T): T {
    timed['work'] = work;
    try {
      return timedCall.runInContext(timed, { timeout: LIMIT_MS }) as T;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw error;
      throw executionError(
        `matching the pattern ${printString(this.#source.slice(0, 100))} takes longer than ${LIMIT_MS} ms; write it ` +
          'without repetitions within repetitions, back references or look-ahead, or match shorter texts',
      );
    } finally {
      timed['work'] = undefined;
    }
  }
}

/** A flag of V8's own: only the linear matcher. */
const LINEAR_FLAG = 'l';

function isLinear(source: string): boolean {
  try {
    return new RegExp(source, LINEAR_FLAG).flags === LINEAR_FLAG;
  } catch {
    return false;
  }
}
