import type { Value } from '@orrery/contracts';
import { compileExpression } from '../bind/compile-expression.ts';
import type { Batch, Compiled, EvaluationContext, Row } from '../bind/scope.ts';
import type { SpaceId } from '../catalog/definitions.ts';
import type { Bound, PlanNode } from '../plan/plan-node.ts';
import type { EngineContext, EngineSession } from '../server/engine.ts';
import type { Snapshot, SpaceReader } from '../storage/store.ts';
import type { MemoryAccount } from './memory-account.ts';
import { Pace } from './pace.ts';

/** Rows come in batches of at most so many. */
export const BATCH_ROWS = 1024;

export interface ExecutionOptions {
  readonly engine: EngineContext;
  readonly session: EngineSession;
  readonly parameters: ReadonlyMap<string, Value>;
  readonly signal: AbortSignal;
  readonly memory: MemoryAccount;
  /** Rows of the variables that earlier statements of the text assigned. */
  readonly variables: ReadonlyMap<string, readonly Row[]>;
  /** Makes the rows of a node; the operators' way to run their inputs. */
  readonly run: (node: PlanNode, execution: Execution) => AsyncGenerator<Batch>;
  /** Every operator makes batches of its own, which a PROFILE measures; none runs as a cursor within another. */
  readonly separate: boolean;
}

/** One run of one statement: what its operators share. Must be closed. */
export class Execution implements Disposable {
  readonly engine: EngineContext;
  readonly session: EngineSession;
  readonly variables: ReadonlyMap<string, readonly Row[]>;
  readonly evaluation: EvaluationContext;
  readonly pace: Pace;
  readonly memory: MemoryAccount;
  readonly signal: AbortSignal;
  readonly separate: boolean;
  /** Rows that apply operators put in for the argument nodes of their inner plans. */
  readonly arguments = new Map<PlanNode, Batch>();
  readonly #run: ExecutionOptions['run'];
  #snapshot: Snapshot | undefined;
  #reader: SpaceReader | undefined;

  constructor(options: ExecutionOptions) {
    this.engine = options.engine;
    this.session = options.session;
    this.variables = options.variables;
    this.signal = options.signal;
    this.evaluation = {
      nowMs: options.engine.clock(),
      random: Math.random,
      parameters: options.parameters,
      spend: (items) => this.pace.budget.spend(items),
    };
    this.pace = new Pace(options.signal, options.engine.limits);
    this.memory = options.memory;
    this.#run = options.run;
    this.separate = options.separate;
  }

  /** The state that the statement reads; opened when first asked for. */
  get snapshot(): Snapshot {
    return (this.#snapshot ??= this.engine.store.snapshot());
  }

  /** The session's space in that state. */
  get reader(): SpaceReader {
    return (this.#reader ??= this.snapshot.space(this.spaceId, this.memory));
  }

  /** The planner has checked that a space is in use. */
  get spaceId(): SpaceId {
    return this.session.space!.id;
  }

  compile({ expression, scope }: Bound): Compiled {
    return compileExpression(expression, scope, this.evaluation);
  }

  run(node: PlanNode): AsyncGenerator<Batch> {
    return this.#run(node, this);
  }

  /** All rows of a node, accounted for. */
  async collect(node: PlanNode): Promise<Row[]> {
    const rows: Row[] = [];
    for await (const batch of this.run(node)) {
      for (const row of batch) {
        this.memory.holdRow(row);
        rows.push(row);
      }
    }
    return rows;
  }

  close(): void {
    this.#snapshot?.close();
    this.#snapshot = undefined;
    this.#reader = undefined;
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
