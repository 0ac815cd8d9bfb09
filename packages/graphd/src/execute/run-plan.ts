import type { Batch } from '../bind/scope.ts';
import type { PlanNode } from '../plan/plan-node.ts';
import type { Execution } from './execution.ts';
import { aggregate } from './operators/aggregate.ts';
import { collectInner, optional } from './operators/apply.ts';
import { dedup } from './operators/dedup.ts';
import { equalityJoin } from './operators/equality-join.ts';
import { expand, expandVariable } from './operators/expand.ts';
import { fetchEdges, fetchVertices } from './operators/fetch.ts';
import { filter } from './operators/filter.ts';
import { findPath } from './operators/find-path.ts';
import { go } from './operators/go.ts';
import { join } from './operators/join.ts';
import { limit, sample } from './operators/limit.ts';
import { extend, project } from './operators/project.ts';
import { argument, command, start, values, variable } from './operators/rows.ts';
import { scanEdges, scanVertices } from './operators/scan.ts';
import { membership, union } from './operators/set-operation.ts';
import { shortestPath } from './operators/shortest-path.ts';
import { sort } from './operators/sort.ts';
import { subgraph } from './operators/subgraph.ts';
import { unwind } from './operators/unwind.ts';

type Operators = {
  readonly [Kind in PlanNode['kind']]: (
    node: Extract<PlanNode, { kind: Kind }>,
    execution: Execution,
  ) => AsyncGenerator<Batch>;
};

/** The physical operator of each kind of node. Each makes batches when asked, and asks its inputs for theirs. */
const OPERATORS: Operators = {
  start,
  values,
  variable,
  argument,
  command,
  filter,
  project,
  extend,
  dedup,
  aggregate,
  sort,
  limit,
  sample,
  unwind,
  union,
  membership,
  join,
  equalityJoin,
  go,
  fetchVertices,
  fetchEdges,
  scanVertices,
  scanEdges,
  expand,
  expandVariable,
  optional,
  collect: collectInner,
  shortestPath,
  findPath,
  subgraph,
};

/** The rows of a plan, batch by batch. */
export function runPlan(node: PlanNode, execution: Execution): AsyncGenerator<Batch> {
  const operator = OPERATORS[node.kind] as (node: PlanNode, execution: Execution) => AsyncGenerator<Batch>;
  return operator(node, execution);
}
