import { printExpression, type Expression, type GoStatement, type OverClause, type YieldColumn } from '@orrery/ngql';
import { evaluateConstant } from '../../bind/fold-constants.ts';
import { GraphScope } from '../../bind/graph-scope.ts';
import { executionError, semanticError } from '../../bind/statement-error.ts';
import { some } from '../../bind/walk-expression.ts';
import type { SchemaDefinition } from '../../catalog/definitions.ts';
import { column, prepareCondition, spaceInUse, type PlanContext } from '../plan-context.ts';
import type { EdgeWalk, GoNode, PlanNode } from '../plan-node.ts';
import { namedColumns, projectColumns } from '../projection.ts';
import { columnSlot, pipeTable, referencesOf, variableTable, type InputTable } from './references.ts';
import { planVertices } from './vertex-source.ts';

/** The edge types of an OVER, by the names they have in the statement. @throws StatementError for unknown ones */
export function edgesOf(over: Pick<OverClause, 'all' | 'edges'>, context: PlanContext): Map<string, SchemaDefinition> {
  const space = spaceInUse(context);
  if (over.all) return new Map(space.edges);
  const edges = new Map<string, SchemaDefinition>();
  for (const { name, alias } of over.edges) {
    const schema = space.edges.get(name);
    if (!schema) throw executionError(`EdgeNotFound: EdgeName \`${name}\``);
    edges.set(alias ?? name, schema);
  }
  return edges;
}

export function walksOf(schemas: Iterable<SchemaDefinition>, direction: OverClause['direction']): EdgeWalk[] {
  const walks: EdgeWalk[] = [];
  const seen = new Set<number>();
  for (const schema of schemas) {
    if (seen.has(schema.id)) continue;
    seen.add(schema.id);
    if (direction !== 'in') walks.push({ schema, direction: 'out' });
    if (direction !== 'out') walks.push({ schema, direction: 'in' });
  }
  return walks;
}

export function planGo(statement: GoStatement, context: PlanContext): PlanNode {
  const space = spaceInUse(context);
  const edges = edgesOf(statement.over, context);
  const { source, table } = planVertices(statement.from, context);
  const clause = statement.yield;
  if (!clause) throw semanticError('Missing yield clause.');
  checkYield(clause.columns);
  const expressions = [statement.where, ...clause.columns.map(({ expression }) => expression)];
  checkInput(expressions, table, context);
  const withInput = table !== undefined;
  const scope = new GraphScope({
    space,
    source: 0,
    edge: 1,
    destination: 2,
    edges,
    ...(table
      ? {
          input: {
            columns: table.columns,
            offset: 3,
            ...(table.variable === undefined ? {} : { variable: table.variable }),
          },
        }
      : {}),
  });
  const [minSteps, maxSteps] = stepsOf(statement);
  const ends = [column('$^', 'VERTEX'), column('#edge', 'EDGE'), column('$$', 'VERTEX')];
  const truncate = truncation(statement, maxSteps, context);
  const node: GoNode = {
    kind: 'go',
    from: source,
    walks: walksOf(edges.values(), statement.over.direction),
    minSteps,
    maxSteps,
    withInput,
    withProperties: readsEdge(expressions, edges),
    ...(truncate && { truncate }),
    inIdOrder: truncate !== undefined && !truncate.sample,
    columns: [...ends, ...(withInput ? table!.columns : [])],
  };
  let plan: PlanNode = node;
  if (statement.where) {
    const condition = prepareCondition(statement.where, scope, context);
    plan = { kind: 'filter', input: plan, columns: plan.columns, ...condition, lenient: true };
  }
  return projectColumns(plan, scope, namedColumns(clause), clause.distinct, context);
}

/** A step has two vertices, `$^` and `$$`: `vertex` alone says not which. */
function checkYield(columns: readonly YieldColumn[]): void {
  for (const { expression, alias } of columns) {
    if (!some(expression, (node) => node.kind === 'vertex' && node.which === 'VERTEX')) continue;
    const text = printExpression(expression) + (alias === undefined ? '' : ` AS ${alias}`);
    throw semanticError(`\`${text}' is not support in go sentence.`);
  }
}

/** WHERE and YIELD may speak only of the table that FROM takes its vertices from. */
function checkInput(
  expressions: readonly (Expression | undefined)[],
  table: InputTable | undefined,
  context: PlanContext,
): void {
  const { input, variables } = referencesOf(expressions, context);
  // What is not there at all comes first.
  if (input) columnSlot(pipeTable(input, context), input as Extract<Expression, { kind: 'inputProperty' }>);
  for (const [name, reference] of variables) {
    const known = variableTable(name, reference, context);
    columnSlot(known, reference as Extract<Expression, { kind: 'variableProperty' }>);
  }
  const isPipe = table !== undefined && table.variable === undefined;
  if (input && !isPipe) throw semanticError('$- must be referred in FROM before used in WHERE or YIELD');
  if (variables.size > 0 && table?.variable === undefined) {
    throw semanticError('A variable must be referred in FROM before used in WHERE or YIELD');
  }
  if (variables.size > 1 || [...variables.keys()].some((name) => name !== table?.variable)) {
    throw semanticError('Multiple variable property is not supported in WHERE or YIELD');
  }
}

function stepsOf({ steps }: GoStatement): [number, number] {
  if (!steps) return [1, 1];
  if (steps.range && steps.min > steps.max) {
    throw semanticError(`\`${steps.min} TO ${steps.max}', upper bound steps should be greater than lower bound.`);
  }
  const [min, max] = [Number(steps.min), Number(steps.max)];
  return [steps.range ? Math.max(1, min) : min, max];
}

/** True when some expression needs more of an edge than its ends, type and rank. */
function readsEdge(
  expressions: readonly (Expression | undefined)[],
  edges: ReadonlyMap<string, SchemaDefinition>,
): boolean {
  return expressions.some((expression) =>
    expression === undefined
      ? false
      : some(expression, (node) => {
          if (node.kind === 'edge') return true;
          if (node.kind !== 'attribute' || node.object.kind !== 'label') return false;
          return edges.has(node.object.name) && !node.name.startsWith('_');
        }),
  );
}

function truncation({ truncate }: GoStatement, steps: number, context: PlanContext): GoNode['truncate'] {
  if (!truncate) return undefined;
  const value = evaluateConstant(truncate.counts, context.evaluation);
  if (!Array.isArray(value)) throw semanticError('Limit/Sample must be a list of integers.');
  const counts = value.map((count) => {
    if (typeof count !== 'bigint') throw semanticError('Limit/Sample element type must be Integer.');
    if (count < 0n) throw semanticError('Limit/Sample element must be nonnegative.');
    return Number(count);
  });
  if (counts.length !== steps) {
    throw semanticError(`\`${printExpression(truncate.counts)}' length must be equal to GO step size ${steps}.`);
  }
  return { sample: truncate.sample, counts };
}
