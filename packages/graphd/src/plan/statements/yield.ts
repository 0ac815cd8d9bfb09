import { printExpression, type Expression, type GroupByStatement, type YieldStatement } from '@orrery/ngql';
import { isConstant } from '../../bind/fold-constants.ts';
import { ColumnScope, type Compiled, type Scope } from '../../bind/scope.ts';
import { executionError, semanticError } from '../../bind/statement-error.ts';
import { hasAggregate, walk } from '../../bind/walk-expression.ts';
import type { ValueType } from '../../values/value-type.ts';
import { column, prepare, prepareCondition, type PlanContext } from '../plan-context.ts';
import type { PlanNode } from '../plan-node.ts';
import { aggregateColumns, namedColumns, projectColumns, type NamedExpression } from '../projection.ts';
import { columnSlot, pipeTable, referencesOf, variableTable, type InputTable } from './references.ts';

/** `$-.x` and `$variable.x` over the rows of a table. Nothing else has a meaning in YIELD and GROUP BY. */
class TableScope implements Scope {
  readonly #tables: readonly { readonly table: InputTable; readonly offset: number }[];
  readonly #context: PlanContext;
  readonly #sentence: 'yield' | 'GroupBy';

  constructor(
    tables: readonly { readonly table: InputTable; readonly offset: number }[],
    context: PlanContext,
    sentence: 'yield' | 'GroupBy' = 'yield',
  ) {
    this.#tables = tables;
    this.#context = context;
    this.#sentence = sentence;
  }

  #find(expression: Expression): { slot: number; type: ValueType } | undefined {
    switch (expression.kind) {
      case 'inputProperty':
      case 'variableProperty': {
        const variable = expression.kind === 'variableProperty' ? expression.variable : undefined;
        if (variable !== undefined && this.#context.evaluation.parameters.has(variable)) return undefined;
        const found = this.#tables.find(({ table }) => table.variable === variable);
        if (!found) throw semanticError(`\`${printExpression(expression)}', not exist prop \`${expression.name}'`);
        const slot = columnSlot(found.table, expression);
        return { slot: found.offset + slot, type: found.table.columns[slot]!.type };
      }
      case 'label':
        throw semanticError(`Invalid label identifiers: ${expression.name}`);
      case 'attribute':
        if (expression.object.kind === 'label') this.#refuseLabel(expression.object.name);
        return undefined;
      case 'call':
        if (expression.name.toLowerCase() !== 'uuid') return undefined;
        throw semanticError(`Not supported expression \`${printExpression(expression)}' for props deduction.`);
      case 'sourceProperty':
      case 'destinationProperty':
        throw this.#space(expression.tag);
      default:
        return undefined;
    }
  }

  #space(tag: string): Error {
    const { session, catalog } = this.#context;
    const space = session.space && catalog.spacesById.get(session.space.id);
    return space?.tags.has(tag) ? this.#onlyTables() : executionError(`TagNotFound: TagName \`${tag}\``);
  }

  #refuseLabel(name: string): never {
    const { session, catalog } = this.#context;
    const space = session.space && catalog.spacesById.get(session.space.id);
    if (space?.edges.has(name) || space?.tags.has(name)) {
      throw this.#onlyTables();
    }
    throw semanticError(`Invalid label identifiers: ${name}`);
  }

  #onlyTables(): Error {
    return semanticError(`Only support input and variable in ${this.#sentence} sentence.`);
  }

  resolve(expression: Expression): Compiled | undefined {
    const found = this.#find(expression);
    return found && ((row) => row[found.slot]);
  }

  typeOf(expression: Expression): ValueType | undefined {
    return this.#find(expression)?.type;
  }
}

const NO_ROWS: PlanNode = { kind: 'start', columns: [] };

/** The one table that a YIELD or GROUP BY reads. */
function tableOf(
  expressions: readonly (Expression | undefined)[],
  what: string,
  context: PlanContext,
): InputTable | undefined {
  const { input, variables } = referencesOf(expressions, context);
  if (input && variables.size > 0) throw semanticError(`Not support both input and variable${what}.`);
  if (variables.size > 1) throw semanticError('Only one variable allowed to use.');
  for (const [name, reference] of variables) return variableTable(name, reference, context);
  if (input) return pipeTable(input, context);
  return context.input && { plan: context.input, columns: context.input.columns, variable: undefined };
}

/** `$-.*` and `$variable.*` stand for all columns. */
function spread(columns: readonly NamedExpression[], tables: readonly InputTable[]): NamedExpression[] {
  return columns.flatMap((named) => {
    const { expression } = named;
    if ((expression.kind !== 'inputProperty' && expression.kind !== 'variableProperty') || expression.name !== '*') {
      return [named];
    }
    const variable = expression.kind === 'variableProperty' ? expression.variable : undefined;
    const table = tables.find((candidate) => candidate.variable === variable);
    if (!table) return [named];
    return table.columns.map(({ name }) => {
      const item: Expression = { ...expression, name };
      return { name: printExpression(item), expression: item };
    });
  });
}

export function planYield(statement: YieldStatement, context: PlanContext): PlanNode {
  const clause = statement.yield;
  const columns = namedColumns(clause);
  if (statement.join) return planJoinedYield(statement, columns, context);
  const expressions = [...columns.map(({ expression }) => expression), statement.where];
  const groups = columns.some(({ expression }) => hasAggregate(expression));
  const table = tableOf(expressions, groups ? ' in GroupBy sentence' : '', context);
  const scope = new TableScope(table ? [{ table, offset: 0 }] : [], context);
  let plan: PlanNode = table ? table.plan : NO_ROWS;
  if (statement.where) {
    plan = { kind: 'filter', input: plan, columns: plan.columns, ...prepareCondition(statement.where, scope, context) };
  }
  return projectColumns(plan, scope, spread(columns, table ? [table] : []), clause.distinct, context);
}

/** `YIELD … FROM $a INNER JOIN $b ON $a.x == $b.y` */
function planJoinedYield(
  statement: YieldStatement,
  columns: readonly NamedExpression[],
  context: PlanContext,
): PlanNode {
  const join = statement.join!;
  if (join.join !== 'inner') throw semanticError('only support inner join.');
  const tableNamed = (name: string): InputTable => {
    if (name === '-') return pipeTable(join.leftKey, context);
    const known = context.variables.get(name);
    if (!known) throw semanticError(`variable: \`${name}' not exist`);
    return { plan: { kind: 'variable', name, columns: known }, columns: known, variable: name };
  };
  const [left, right] = [tableNamed(join.left), tableNamed(join.right)];
  if (join.left === join.right) throw semanticError('do not support self-join.');
  const keys = [join.leftKey, join.rightKey].map((key) => ('name' in key ? key.name : ''));
  const keyOf = (key: Expression, table: InputTable): void => {
    const isOf = key.kind === 'variableProperty' ? key.variable === table.variable : key.kind === 'inputProperty';
    if (!isOf) {
      throw semanticError(
        `\`${table.variable ?? '-'}' should be consistent with join condition variable \`${printExpression(key)}'.`,
      );
    }
    if ('name' in key && !table.columns.some(({ name }) => name === key.name)) {
      throw semanticError(`\`${printExpression(key)}', not exist prop \`${key.name}'`);
    }
  };
  keyOf(join.leftKey, left);
  keyOf(join.rightKey, right);
  for (const { name } of left.columns) {
    if (name === keys[0] && name === keys[1]) continue;
    if (right.columns.some((candidate) => candidate.name === name)) {
      throw semanticError(
        `column name \`${name}' of $${join.left} and column name \`${name}' of $${join.right} are the same, ` +
          'please rename it to a non-duplicate column name.',
      );
    }
  }
  const scope = new TableScope(
    [
      { table: left, offset: 0 },
      { table: right, offset: left.columns.length },
    ],
    context,
  );
  let plan: PlanNode = {
    kind: 'join',
    left: left.plan,
    right: right.plan,
    leftKey: prepare(join.leftKey, new TableScope([{ table: left, offset: 0 }], context), context),
    rightKey: prepare(join.rightKey, new TableScope([{ table: right, offset: 0 }], context), context),
    columns: [...left.columns, ...right.columns],
  };
  if (statement.where) {
    plan = { kind: 'filter', input: plan, columns: plan.columns, ...prepareCondition(statement.where, scope, context) };
  }
  return projectColumns(plan, scope, spread(columns, [left, right]), statement.yield.distinct, context);
}

export function planGroupBy(statement: GroupByStatement, context: PlanContext): PlanNode {
  const columns = namedColumns(statement.yield);
  const keys = statement.keys.map(({ expression }) => expression);
  const expressions = [...columns.map(({ expression }) => expression), ...keys];
  const table = tableOf(expressions, ' in GroupBy sentence', context);
  const scope = new TableScope(table ? [{ table, offset: 0 }] : [], context, 'GroupBy');
  for (const key of keys) {
    if (hasAggregate(key) || key.kind === 'label' || isConstant(key)) {
      throw semanticError(`Group \`${printExpression(key)}' invalid`);
    }
  }
  // What belongs to no table is at fault before what is not grouped by.
  for (const { expression } of columns) {
    for (const node of walk(expression)) {
      if (node.kind === 'sourceProperty' || node.kind === 'destinationProperty') scope.typeOf(node);
    }
  }
  const input = table ? table.plan : NO_ROWS;
  const grouped = aggregateColumns(input, scope, spread(columns, table ? [table] : []), keys, context);
  const filtered: PlanNode = statement.having
    ? {
        kind: 'filter',
        input: grouped,
        columns: grouped.columns,
        ...prepareCondition(statement.having, new ColumnScope(grouped.columns), context),
      }
    : grouped;
  if (!statement.yield.distinct) return filtered;
  return { kind: 'dedup', input: filtered, columns: filtered.columns.map(({ name, type }) => column(name, type)) };
}
