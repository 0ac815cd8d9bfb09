import {
  printExpression,
  type Expression,
  type OrderFactor,
  type Projection,
  type ReturnClause,
  type WithClause,
} from '@orrery/ngql';
import { substituteParameters } from '../../bind/fold-constants.ts';
import { compileExpression } from '../../bind/compile-expression.ts';
import { EMPTY_SCOPE } from '../../bind/scope.ts';
import { semanticError } from '../../bind/statement-error.ts';
import { freeLabels, hasAggregate, rewrite, some } from '../../bind/walk-expression.ts';
import { checkParameters, type PlanContext } from '../plan-context.ts';
import type { PlanNode, SortKey } from '../plan-node.ts';
import { ROW_VALUES } from '../statements/references.ts';
import { projectColumns, type NamedExpression } from '../projection.ts';
import { Environment, type AliasKind } from './environment.ts';
import { planPatternConditions, planPatterns } from './pattern-expression.ts';

/** The columns of RETURN or WITH: those that `*` stands for, and those that are written. */
function columnsOf(
  projection: Projection & { readonly kind: 'with' | 'return' },
  environment: Environment,
): NamedExpression[] {
  const columns: NamedExpression[] = [];
  if (projection.all) {
    if (environment.visible.length === 0) {
      throw semanticError('RETURN * is not allowed when there are no variables in scope');
    }
    for (const name of environment.visible) {
      columns.push({ name, expression: { kind: 'label', name, offset: 0, end: 0 } });
    }
  }
  for (const { alias, expression } of projection.columns) {
    if (projection.kind === 'with') {
      checkBareAliases(expression, environment);
      if (alias === undefined && expression.kind !== 'label') {
        throw semanticError('Expression in WITH must be aliased (use AS)');
      }
    }
    columns.push({ name: alias ?? printExpression(expression), expression });
  }
  return columns;
}

/** What WITH names has to be known; an alias whose property is read is checked with the expression. */
function checkBareAliases(expression: Expression, environment: Environment): void {
  const bare = rewrite(expression, (node) => {
    const isRead = node.kind === 'pattern' || (node.kind === 'attribute' && node.object.kind === 'label');
    return isRead ? { kind: 'constant', value: null, offset: node.offset, end: node.end } : undefined;
  });
  for (const name of freeLabels(bare)) {
    if (!environment.kinds.has(name)) throw semanticError(`Alias \`${name}\` not defined`);
  }
}

/** Rows of the columns, ordered and cut as the clause says. */
function planProjection(
  projection: (WithClause | ReturnClause) & Projection,
  environment: Environment,
): { readonly plan: PlanNode; readonly columns: readonly NamedExpression[] } {
  const columns = columnsOf(projection, environment);
  const names = new Set<string>();
  for (const { name } of columns) {
    if (projection.kind === 'with' && names.has(name)) throw semanticError(`\`${name}': Redefined alias`);
    names.add(name);
  }
  const planned = columns.map(({ name, expression }) => ({ name, expression: planPatterns(expression, environment) }));
  const { context } = environment;
  let plan = projectColumns(environment.plan, environment.scope, planned, projection.distinct, context);
  const skip = count(projection.skip, 'SKIP', context) ?? 0;
  const limit = count(projection.limit, 'LIMIT', context) ?? Infinity;
  if (projection.orderBy) {
    const keys = sortKeys(projection.orderBy, columns, context);
    const top = limit === Infinity ? {} : { top: skip + limit };
    plan = { kind: 'sort', input: plan, keys, columns: plan.columns, ...top };
  }
  if (skip > 0 || limit !== Infinity) plan = { kind: 'limit', input: plan, skip, count: limit, columns: plan.columns };
  return { plan, columns };
}

/** Constants order nothing; everything else has to be the name of a column. */
function sortKeys(
  factors: readonly OrderFactor[],
  columns: readonly NamedExpression[],
  context: PlanContext,
): SortKey[] {
  columns.forEach(({ name }, i) => {
    if (columns.findIndex((other) => other.name === name) < i) {
      throw semanticError(`Duplicated columns not allowed: ${name}`);
    }
  });
  return factors.flatMap(({ expression, descending }): SortKey[] => {
    checkParameters(expression, context);
    if (isEvaluable(expression, context)) return [];
    const text = printExpression(expression);
    const slot = columns.findIndex(({ name }) => name === text);
    if (slot >= 0) return [{ slot, descending }];
    if (expression.kind === 'label') throw semanticError(`Column \`${text}' not found`);
    throw semanticError('Only column name can be used as sort item');
  });
}

/** Whether the value of an expression needs no row; that of `rand()` needs none either. */
function isEvaluable(expression: Expression, { evaluation }: PlanContext): boolean {
  if (freeLabels(expression).size > 0) return false;
  return !some(substituteParameters(expression, evaluation.parameters), ({ kind }) => NEEDS_ROW.has(kind));
}

const NEEDS_ROW: ReadonlySet<Expression['kind']> = new Set(['inputProperty', 'variableProperty', ...ROW_VALUES]);

function count(expression: Expression | undefined, what: string, context: PlanContext): number | undefined {
  if (!expression) return undefined;
  if (!isEvaluable(expression, context)) throw semanticError(`${what} should be instantly evaluable`);
  const value = compileExpression(expression, EMPTY_SCOPE, context.evaluation)([]);
  if (typeof value !== 'bigint') throw semanticError(`${what} should be of type integer`);
  if (value < 0n) throw semanticError(`${what} should not be negative`);
  return Number(value);
}

export function planReturn(clause: ReturnClause, environment: Environment): PlanNode {
  return planProjection(clause, environment).plan;
}

/** WITH starts over with the names it gives. */
export function planWith(clause: WithClause, environment: Environment): Environment {
  const { plan, columns } = planProjection(clause, environment);
  const kinds = new Map<string, AliasKind>();
  for (const { name, expression } of columns) {
    const kind = expression.kind === 'label' ? environment.kinds.get(expression.name) : undefined;
    kinds.set(name, kind ?? 'Value');
  }
  const next = new Environment(
    environment.context,
    plan,
    kinds,
    columns.map(({ name }) => name),
  );
  if (clause.where) {
    if (hasAggregate(clause.where)) {
      throw semanticError(`Invalid use of aggregating function in where clause: \`${printExpression(clause.where)}'`);
    }
    next.filter(planPatternConditions(clause.where, next));
  }
  return next;
}
