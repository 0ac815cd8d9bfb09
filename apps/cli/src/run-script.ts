import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { valueText, type Value } from '@orrery/contracts';
import { userPath } from './embedded-options.ts';
import { note, print } from './output.ts';
import { dotText } from './plan-text.ts';
import { scriptSteps, type ScriptStep } from './script-statements.ts';

export type GraphSession = Awaited<ReturnType<(typeof import('@orrery/server'))['embedded']['openGraphSession']>>;
export type StatementResult = Awaited<ReturnType<GraphSession['execute']>>;

/** A statement, or a line of the console, that failed. */
export interface ScriptFailure {
  readonly line: number;
  /** The space it ran in. */
  readonly space: string | undefined;
  readonly statement: string;
  readonly message: string;
}

/** What running a script has come to. */
export interface ScriptReport {
  /** That were sent, the failed ones among them. */
  readonly statements: number;
  readonly failed: number;
  /** Whether it was left before its end, because of a failure. */
  readonly isCutShort: boolean;
}

export interface ScriptOptions {
  /** Gets every result. */
  readonly onResult?: (result: StatementResult, totalMs: number) => void;
  readonly onFailure: (failure: ScriptFailure) => void;
  /** Gets what is to be said about lines that do nothing; to standard error by default. */
  readonly onNote?: (text: string) => void;
  /** Before every step, and at the end with `done` = `total`. */
  readonly onProgress?: (done: number, total: number, failed: number) => void;
  /** Goes on after a statement that failed, unless it was a USE: what follows would run in another space. */
  readonly keepsGoing?: boolean;
  /** `:sleep` waits for a cluster to learn of definitions; false where they are known at once. */
  readonly sleeps?: boolean;
}

/** Runs scripts in one session, whose parameters and settings outlive each of them. */
export class ScriptRunner {
  readonly #session: GraphSession;
  readonly #options: ScriptOptions;
  readonly #parameters = new Map<string, Value>();
  #times = 1;
  #csvFile: string | undefined;
  #dotFile: string | undefined;
  #hasQuit = false;

  constructor(session: GraphSession, options: ScriptOptions) {
    this.#session = session;
    this.#options = options;
  }

  /** Whether a `:quit` was run. */
  get hasQuit(): boolean {
    return this.#hasQuit;
  }

  /** Runs a script up to its first failure, or with `keepsGoing` to its end, or as far as the graph can be reached. */
  async run(script: string): Promise<ScriptReport> {
    const { onFailure, onProgress, keepsGoing = false } = this.#options;
    const steps = scriptSteps(script);
    let [statements, failed] = [0, 0];
    for (const [at, step] of steps.entries()) {
      onProgress?.(at, steps.length, failed);
      if (step.kind === 'statement') statements++;
      const space = this.#session.space;
      try {
        await this.#step(step);
      } catch (error) {
        failed++;
        const statement = sourceOf(step);
        onFailure({ line: step.line, space, statement, message: (error as Error).message });
        if (!keepsGoing || isLoss(error) || /^USE\b/i.test(statement)) {
          return { statements, failed, isCutShort: at + 1 < steps.length };
        }
      }
      if (this.#hasQuit) break;
    }
    onProgress?.(steps.length, steps.length, failed);
    return { statements, failed, isCutShort: false };
  }

  async #step(step: ScriptStep): Promise<void> {
    const { onNote = note, sleeps = true } = this.#options;
    switch (step.kind) {
      case 'statement':
        return this.#statement(step.text);
      case 'sleep':
        if (sleeps) await sleep(step.seconds * 1000);
        else onNote(`line ${step.line}: :sleep ${step.seconds} is not needed, the graph knows new definitions at once`);
        return;
      case 'repeat':
        this.#times = step.times;
        return;
      case 'csv':
        this.#csvFile = userPath(step.file);
        return;
      case 'dot':
        this.#dotFile = userPath(step.file);
        return;
      case 'param': {
        const { rows } = await this.#execute(`RETURN ${step.expression} AS value`);
        this.#parameters.set(step.name, rows[0]?.[0] ?? null);
        return;
      }
      case 'showParams': {
        const shown = [...this.#parameters].filter(([name]) => step.name === undefined || name === step.name);
        if (step.name !== undefined && shown.length === 0) throw new Error(`there is no parameter ${step.name}`);
        print(shown.map(([name, value]) => `:param ${name} => ${valueText(value)}`).join('\n'));
        return;
      }
      case 'quit':
        this.#hasQuit = true;
        return;
      case 'ignored':
        onNote(`line ${step.line}: ${step.text} is ignored`);
    }
  }

  #execute(statement: string): Promise<StatementResult> {
    const params = this.#parameters.size > 0 ? this.#parameters : undefined;
    return this.#session.execute(statement, { params });
  }

  async #statement(statement: string): Promise<void> {
    const [times, csvFile, dotFile] = [this.#times, this.#csvFile, this.#dotFile];
    [this.#times, this.#csvFile, this.#dotFile] = [1, undefined, undefined];
    for (let run = 0; run < times; run++) {
      const begin = performance.now();
      const result = await this.#execute(statement);
      const totalMs = performance.now() - begin;
      const isLast = run === times - 1;
      if (csvFile !== undefined && isLast) {
        writeFileSync(csvFile, csvText(result));
        note(`${result.rows.length} rows are in ${csvFile}`);
      }
      if (dotFile !== undefined && isLast) {
        const plan = result.planDescription;
        if (!plan)
          throw new Error(':dot writes the plan of an EXPLAIN or PROFILE, and the statement behind it is neither');
        writeFileSync(dotFile, `${dotText(plan, plan.format === 'dot:struct')}\n`);
        note(`the plan is in ${dotFile}`);
      }
      this.#options.onResult?.(result, totalMs);
    }
  }
}

function sourceOf(step: ScriptStep): string {
  if (step.kind === 'statement') return step.text;
  return step.kind === 'param' ? `:param ${step.name} => ${step.expression}` : `:${step.kind}`;
}

/** Whether the session is gone, so that every statement behind would fail, too. */
function isLoss(error: unknown): boolean {
  const { kind } = error as { kind?: string };
  return kind !== undefined && kind !== 'statement' && kind !== 'permission';
}

/** Strings stand as they are, NULL is an empty field. */
function csvText({ columns, rows }: StatementResult): string {
  const cell = (value: Value): string => (typeof value === 'string' ? value : value === null ? '' : valueText(value));
  const field = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const lines = [columns, ...rows.map((row) => row.map(cell))].map((cells) => cells.map(field).join(','));
  return lines.map((line) => `${line}\n`).join('');
}
