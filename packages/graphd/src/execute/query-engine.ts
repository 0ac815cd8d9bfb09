import type { Value } from '@orrery/contracts';
import type { ExplainStatement, Statement } from '@orrery/ngql';
import type { Column, Row } from '../bind/scope.ts';
import { executionError, semanticError, syntaxError } from '../bind/statement-error.ts';
import { optimize } from '../plan/optimize.ts';
import type { PlanContext } from '../plan/plan-context.ts';
import type { PlanNode } from '../plan/plan-node.ts';
import { planStatement } from '../plan/plan-statement.ts';
import type {
  EngineContext,
  EngineError,
  EngineResult,
  EngineSession,
  PlanDescription,
  QueryEngine,
} from '../server/engine.ts';
import { StoreError } from '../storage/store.ts';
import { detach } from '../values/graph-values.ts';
import { engineError } from './engine-errors.ts';
import { Execution } from './execution.ts';
import { IterationBudget } from './iteration-budget.ts';
import { MemoryAccount, MemoryPool } from './memory-account.ts';
import { Pace } from './pace.ts';
import { ParseCache } from './parse-cache.ts';
import { describePlans, Profile } from './profile.ts';
import { runPlan } from './run-plan.ts';

/** Runs texts of statements: parse, then for each statement plan, optimize and run. */
export function createQueryEngine(context: EngineContext): QueryEngine {
  const cache = new ParseCache(context.limits.nesting);
  const pool = new MemoryPool();
  return {
    execute: async (session, text, params, signal, keep) => {
      const memory = new MemoryAccount(context.limits.memoryBytes, pool);
      let isKept = false;
      try {
        const run = new TextRun(context, cache, memory, session, params, signal);
        const result = await run.run(text);
        if (keep) {
          memory.release(memory.heldBytes);
          memory.hold(run.resultBytes);
          isKept = true;
          keep(() => memory[Symbol.dispose]());
        }
        return result;
      } catch (error) {
        const known = engineError(error);
        if (!known) throw error;
        return { error: known } satisfies { error: EngineError };
      } finally {
        if (!isKept) memory[Symbol.dispose]();
      }
    },
  };
}

interface Table {
  readonly columns: readonly Column[];
  readonly rows: Row[];
}

/** Of EXPLAIN and PROFILE; clients draw them from the one description. */
const PLAN_FORMATS: readonly string[] = ['row', 'dot', 'dot:struct', 'tck'];

/** How often a statement is planned when others alter what it is about in between. */
const MAX_PLANS = 20;

const NO_TABLE: Table = { columns: [], rows: [] };

/** One text: its statements run one after the other; the variables they assign live as long as it does. */
class TextRun {
  readonly #engine: EngineContext;
  readonly #cache: ParseCache;
  readonly #memory: MemoryAccount;
  readonly #session: EngineSession;
  readonly #parameters: ReadonlyMap<string, Value>;
  readonly #signal: AbortSignal;
  readonly #variables = new Map<string, Table>();
  readonly #plans: PlanNode[] = [];
  #optimizeTimeUs = 0;
  /** What the rows of the last statement hold. */
  resultBytes = 0;

  constructor(
    engine: EngineContext,
    cache: ParseCache,
    memory: MemoryAccount,
    session: EngineSession,
    parameters: ReadonlyMap<string, Value>,
    signal: AbortSignal,
  ) {
    this.#engine = engine;
    this.#cache = cache;
    this.#memory = memory;
    this.#session = session;
    this.#parameters = parameters;
    this.#signal = signal;
  }

  async run(text: string): Promise<EngineResult> {
    const { statementBytes } = this.#engine.limits;
    if (Buffer.byteLength(text) > statementBytes) {
      throw semanticError(
        `the statement is longer than ${statementBytes} bytes; split it, or raise graph.limits.statementBytes`,
      );
    }
    const pace = new Pace(this.#signal, this.#engine.limits);
    const { statements } = await this.#cache.scriptOf(text, new Set(this.#parameters.keys()), pace);
    const [first] = statements;
    if (first?.kind === 'explain') return this.#explain(first);
    let table = NO_TABLE;
    for (const statement of statements) table = await this.#statement(statement, undefined);
    return this.#result(table, undefined);
  }

  async #explain(statement: ExplainStatement): Promise<EngineResult> {
    const format = statement.format === '' ? 'row' : statement.format;
    if (!PLAN_FORMATS.includes(format)) {
      throw syntaxError(
        `Invalid explain/profile format type: "${format}", only following values are supported: ${PLAN_FORMATS.join(',')}`,
      );
    }
    const profile = statement.profile ? new Profile() : undefined;
    let table = NO_TABLE;
    for (const inner of statement.statements) {
      if (profile) table = await this.#statement(inner, profile);
      else {
        const { columns } = this.#plan(inner);
        if (inner.kind === 'assignment') this.#variables.set(inner.variable, { columns, rows: [] });
      }
    }
    const plan = describePlans(this.#plans, format, this.#optimizeTimeUs, profile);
    return this.#result(table, plan);
  }

  #plan(statement: Statement): PlanNode {
    const engine = this.#engine;
    const budget = new IterationBudget();
    const context: PlanContext = {
      engine,
      session: this.#session,
      catalog: engine.store.catalog.view,
      evaluation: {
        nowMs: engine.clock(),
        random: Math.random,
        parameters: this.#parameters,
        spend: (items) => budget.spend(items),
        attempt: (evaluate) => budget.attempt(evaluate),
      },
      variables: new Map([...this.#variables].map(([name, { columns }]) => [name, columns])),
      input: undefined,
    };
    if (statement.kind === 'assignment' && this.#variables.has(statement.variable)) {
      throw semanticError(`Variable \`${statement.variable}' already exists`);
    }
    const planned = planStatement(statement, context);
    const start = performance.now();
    const plan = optimize(planned);
    this.#optimizeTimeUs += Math.round((performance.now() - start) * 1000);
    this.#plans.push(plan);
    return plan;
  }

  async #statement(statement: Statement, profile: Profile | undefined): Promise<Table> {
    for (let attempt = 1; ; attempt++) {
      const plan = this.#plan(statement);
      try {
        return await this.#run(statement, plan, profile);
      } catch (error) {
        const mayPass = error instanceof StoreError && error.code === 'SchemaChanged';
        if (!mayPass || attempt === MAX_PLANS) throw error;
        this.#plans.pop();
      }
    }
  }

  async #run(statement: Statement, plan: PlanNode, profile: Profile | undefined): Promise<Table> {
    using execution = new Execution({
      engine: this.#engine,
      session: this.#session,
      parameters: this.#parameters,
      signal: this.#signal,
      memory: this.#memory,
      variables: new Map([...this.#variables].map(([name, { rows }]) => [name, rows])),
      run: profile ? profile.wrap(runPlan) : runPlan,
      separate: profile !== undefined,
    });
    execution.pace.check();
    const before = this.#memory.heldBytes;
    let rows: Row[];
    try {
      rows = await this.#rows(plan, execution);
    } finally {
      // Of the statements before, variables remain.
      this.#memory.release(this.#memory.heldBytes - before);
    }
    const table = { columns: plan.columns, rows };
    if (statement.kind === 'assignment') {
      this.#variables.set(statement.variable, table);
      for (const row of rows) this.#memory.holdRow(row);
    }
    return table;
  }

  /** All rows, as values that outlive the snapshot. */
  async #rows(plan: PlanNode, execution: Execution): Promise<Row[]> {
    const limit = this.#engine.limits.rows;
    const rows: Row[] = [];
    this.resultBytes = 0;
    for await (const batch of execution.run(plan)) {
      for (const row of batch) {
        this.resultBytes += execution.memory.holdRow(row);
        for (let i = 0; i < row.length; i++) {
          const value = row[i];
          if (typeof value === 'object' && value !== null) row[i] = detach(value);
        }
        rows.push(row);
        if (execution.pace.due()) await execution.pace.pause();
      }
      if (rows.length > limit) {
        throw executionError(`the result has more than ${limit} rows; add a LIMIT, or raise graph.limits.rows`);
      }
    }
    return rows;
  }

  #result({ columns, rows }: Table, plan: PlanDescription | undefined): EngineResult {
    return {
      columns: columns.map(({ name }) => name),
      rows,
      spaceName: this.#session.space?.name ?? '',
      comment: '',
      plan,
    };
  }
}
