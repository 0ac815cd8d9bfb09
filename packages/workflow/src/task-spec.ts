import type { AlgorithmInput, LosslessScalar, ResultStore } from '@orrery/contracts';

/** Names under which the task types of a plan are registered with the controller. */
export const TASK_TYPES = { query: 'query', algorithm: 'algorithm' } as const;
export type TaskTypeName = keyof typeof TASK_TYPES;

/**
 * Where a parameter's value comes from when the task runs. `value` is what the job's input gave, else the definition,
 * else the algorithm's default. `from` names an upstream task of the same job and one of its result columns: with
 * `row` (from 0) that row's value, else the list of all rows in stored order.
 */
export type ParameterSource =
  | { readonly value: LosslessScalar | readonly LosslessScalar[] }
  | { readonly from: string; readonly column: string; readonly row?: number };

/** Most rows that a `{from, column}` without `row` may bring into a parameter. */
export const MAX_LIST_PARAMETER = 100_000;

/** What a task of type `query` runs: the payload of its TaskPlan, stored as lossless JSON. */
export interface QuerySpec {
  readonly space: string;
  /** The statement with its `${name}`s; every one of them has a source in `params`. */
  readonly query: string;
  readonly params: Readonly<Record<string, ParameterSource>>;
  readonly result: ResultStore;
}

/** What a task of type `algorithm` runs: the payload of its TaskPlan, stored as lossless JSON. */
export interface AlgorithmSpec {
  /** Id in the catalogue: `PageRank`. */
  readonly algorithm: string;
  readonly input: AlgorithmInput;
  /**
   * A source for every parameter of the descriptor, defaults included: a job keeps the defaults that it was posted
   * under. Values are raw; coerceParameters reads them once upstream ones are resolved.
   */
  readonly params: Readonly<Record<string, ParameterSource>>;
  readonly execution: { readonly engine: string; readonly threads?: number };
  readonly result: ResultStore;
}

export type TaskSpec = QuerySpec | AlgorithmSpec;
