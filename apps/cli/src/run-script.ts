import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { valueText, type Value } from '@orrery/contracts';
import { userPath } from './embedded-options.ts';
import { elapsedText, note, print, textTable } from './output.ts';
import { planText } from './plan-text.ts';
import { scriptSteps, type ScriptStep } from './script-statements.ts';

export type GraphSession = Awaited<ReturnType<(typeof import('@orrery/server'))['embedded']['openGraphSession']>>;
type Result = Awaited<ReturnType<GraphSession['execute']>>;

/** Runs scripts in one session, whose parameters and settings outlive each of them. */
export class ScriptRunner {
  readonly #session: GraphSession;
  readonly #json: boolean;
  readonly #parameters = new Map<string, Value>();
  #times = 1;
  #csvFile: string | undefined;
  #hasQuit = false;

  /** `json`: results are printed as JSON lines instead of tables. */
  constructor(session: GraphSession, json = false) {
    this.#session = session;
    this.#json = json;
  }

  /** Whether a `:quit` was run. */
  get hasQuit(): boolean {
    return this.#hasQuit;
  }

  /** Runs a script up to its first failure, which is noted with its line. @returns whether all of it succeeded */
  async run(script: string): Promise<boolean> {
    for (const step of scriptSteps(script)) {
      try {
        await this.#step(step);
      } catch (error) {
        note(`line ${step.line}: ${(error as Error).message}`);
        return false;
      }
      if (this.#hasQuit) break;
    }
    return true;
  }

  async #step(step: ScriptStep): Promise<void> {
    switch (step.kind) {
      case 'statement':
        return this.#statement(step.text);
      case 'sleep':
        return sleep(step.seconds * 1000);
      case 'repeat':
        this.#times = step.times;
        return;
      case 'csv':
        this.#csvFile = userPath(step.file);
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
        note(`line ${step.line}: ${step.text} is ignored`);
    }
  }

  #execute(statement: string): Promise<Result> {
    const params = this.#parameters.size > 0 ? this.#parameters : undefined;
    return this.#session.execute(statement, { params });
  }

  async #statement(statement: string): Promise<void> {
    const [times, csvFile] = [this.#times, this.#csvFile];
    [this.#times, this.#csvFile] = [1, undefined];
    for (let run = 0; run < times; run++) {
      const begin = performance.now();
      const result = await this.#execute(statement);
      const totalMs = performance.now() - begin;
      if (csvFile !== undefined && run === times - 1) {
        writeFileSync(csvFile, csvText(result));
        note(`${result.rows.length} rows are in ${csvFile}`);
      }
      this.#show(result, totalMs);
    }
  }

  #show({ columns, rows, latencyUs, planDescription: plan }: Result, totalMs: number): void {
    const cells = rows.map((row) => row.map(valueText));
    if (this.#json) {
      const described = plan && { ...plan, nodeIndexById: Object.fromEntries(plan.nodeIndexById) };
      print(JSON.stringify({ columns, rows: cells, ...(plan && { plan: described }) }));
      return;
    }
    if (columns.length > 0) print(textTable(columns, cells));
    if (plan) {
      note(`execution plan (optimized in ${plan.optimizeTimeUs} µs)`);
      print(planText(plan));
    }
    note(`${rows.length} rows (graph ${elapsedText(latencyUs / 1000)}, total ${elapsedText(totalMs)})`);
  }
}

/** Strings stand as they are, NULL is an empty field. */
function csvText({ columns, rows }: Result): string {
  const cell = (value: Value): string => (typeof value === 'string' ? value : value === null ? '' : valueText(value));
  const field = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const lines = [columns, ...rows.map((row) => row.map(cell))].map((cells) => cells.map(field).join(','));
  return lines.map((line) => `${line}\n`).join('');
}
