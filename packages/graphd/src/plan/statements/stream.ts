import { printExpression } from '@orrery/ngql';
import type { LimitStatement, OrderByStatement, SampleStatement, SetStatement, UnwindStatement } from '@orrery/ngql';
import { ColumnScope } from '../../bind/scope.ts';
import { semanticError } from '../../bind/statement-error.ts';
import { hasAggregate } from '../../bind/walk-expression.ts';
import { column, prepare, type PlanContext } from '../plan-context.ts';
import type { PlanNode, SortKey } from '../plan-node.ts';
import { columnSlot, pipeTable, referencesOf, variableTable } from './references.ts';

const NOTHING: PlanNode = { kind: 'values', rows: [], columns: [] };

export function planOrderBy(statement: OrderByStatement, context: PlanContext): PlanNode {
  const { input, variables } = referencesOf(
    statement.factors.map(({ expression }) => expression),
    context,
  );
  if (input && variables.size > 0) throw semanticError('Not support both input and variable.');
  if (variables.size > 1) throw semanticError('Only one variable allowed to use.');
  const [variable] = variables;
  const table = variable
    ? variableTable(variable[0], variable[1], context)
    : input
      ? pipeTable(input, context)
      : { plan: context.input ?? NOTHING, columns: context.input?.columns ?? [], variable: undefined };
  const keys = statement.factors.map(({ expression, descending }): SortKey => {
    if (expression.kind !== 'inputProperty' && expression.kind !== 'variableProperty') {
      throw semanticError(`Order by with invalid expression \`${printExpression(expression)}'`);
    }
    return { slot: columnSlot(table, expression), descending };
  });
  return { kind: 'sort', input: table.plan, keys, columns: table.columns };
}

export function planLimit(statement: LimitStatement, context: PlanContext): PlanNode {
  const input = context.input ?? NOTHING;
  const [skip, count] = [Number(statement.skip), statement.count === undefined ? Infinity : Number(statement.count)];
  return { kind: 'limit', input, skip, count, columns: input.columns };
}

export function planSample(statement: SampleStatement, context: PlanContext): PlanNode {
  const input = context.input ?? NOTHING;
  return { kind: 'sample', input, count: Number(statement.count), columns: input.columns };
}

/** `… | UNWIND $-.list AS x`: the columns that were there, and x. */
export function planUnwind(statement: UnwindStatement, context: PlanContext): PlanNode {
  if (hasAggregate(statement.list)) {
    const text = printExpression(statement.list);
    throw semanticError(`Can't use aggregating expressions in unwind clause, \`${text}'`);
  }
  const { input, variables } = referencesOf([statement.list], context);
  const [variable] = variables;
  const table = variable
    ? variableTable(variable[0], variable[1], context)
    : input
      ? pipeTable(input, context)
      : undefined;
  const plan: PlanNode = table?.plan ?? context.input ?? { kind: 'start', columns: [] };
  const list = prepare(statement.list, new ColumnScope(plan.columns), context);
  return { kind: 'unwind', input: plan, list, columns: [...plan.columns, column(statement.alias)] };
}

/** UNION, INTERSECT and MINUS of two results with the same columns. */
export function planSetOperation(statement: SetStatement, left: PlanNode, right: PlanNode): PlanNode {
  const names = (plan: PlanNode): string => JSON.stringify(plan.columns.map(({ name }) => name));
  if (left.columns.length !== right.columns.length) {
    throw semanticError('number of columns to UNION/INTERSECT/MINUS must be same');
  }
  if (names(left) !== names(right)) {
    throw semanticError('different column names to UNION/INTERSECT/MINUS are not supported');
  }
  const { columns } = left;
  const dedup = (input: PlanNode): PlanNode => ({ kind: 'dedup', input, columns });
  switch (statement.operator) {
    case 'UNION ALL':
      return { kind: 'union', left, right, columns };
    case 'UNION':
      return dedup({ kind: 'union', left, right, columns });
    case 'INTERSECT':
      return { kind: 'membership', left, right, wanted: true, columns };
    case 'MINUS':
      return { kind: 'membership', left, right, wanted: false, columns };
  }
}
