import type { YieldColumn } from '../ast/clause.ts';
import type { Projection } from '../ast/query-statement.ts';
import type { Statement } from '../ast/statement.ts';
import { isOfFamily } from '../ast/statement-family.ts';
import { parse } from '../parser/parse.ts';
import { printExpression } from '../printer/expression.ts';
import { NgqlSyntaxError } from '../syntax-error.ts';
import { findParameters, type ParameterOccurrence } from './find-parameters.ts';

export interface DescribedParameter {
  readonly name: string;
  /** In order; none of them in a comment. */
  readonly occurrences: readonly ParameterOccurrence[];
}

/** What a text of statements is, without running it. */
export interface StatementDescription {
  /** In order of first use. */
  readonly parameters: readonly DescribedParameter[];
  /**
   * Output columns of the last statement; undefined where they are known only to the graph (`RETURN *`, SHOW, a missing
   * YIELD) or there are none. A single undefined: the name depends on a parameter's value.
   */
  readonly columns: readonly (string | undefined)[] | undefined;
  /** True when no statement changes data, schema, users or the cluster. False when the text does not parse. */
  readonly readOnly: boolean;
  /** True when the last statement answers with a table. False when the text does not parse. */
  readonly yieldsRows: boolean;
  readonly statementCount: number;
  readonly error: NgqlSyntaxError | undefined;
}

type Columns = readonly (string | undefined)[] | undefined;

/**
 * Describes a text that may contain `${name}`. Never throws on a text; positions are those of the text as given.
 * Cost: one parse.
 */
export function describeStatement(text: string): StatementDescription {
  const occurrences = findParameters(text).filter(({ context }) => context !== 'comment');
  const byName = new Map<string, ParameterOccurrence[]>();
  for (const occurrence of occurrences) {
    const known = byName.get(occurrence.name);
    if (known === undefined) byName.set(occurrence.name, [occurrence]);
    else known.push(occurrence);
  }
  const parameters = [...byName].map(([name, found]) => ({ name, occurrences: found }));
  const inName = occurrences.find(({ context }) => context === 'backticks');
  try {
    if (inName !== undefined) {
      const what = 'A parameter can be a value or a part of a string, not a name:';
      throw new NgqlSyntaxError(what, text, inName.start, inName.end);
    }
    const { statements } = parse(text, { placeholders: true });
    const scope: Scope = { variables: new Map(), occurrences };
    let columns: Columns;
    for (const statement of statements) columns = columnsOf(statement, undefined, scope);
    const last = statements.at(-1);
    return {
      parameters,
      columns,
      readOnly: statements.every(isReadOnly),
      yieldsRows: last !== undefined && yieldsRows(last),
      statementCount: statements.length,
      error: undefined,
    };
  } catch (error) {
    if (!(error instanceof NgqlSyntaxError)) throw error;
    return { parameters, columns: undefined, readOnly: false, yieldsRows: false, statementCount: 0, error };
  }
}

interface Scope {
  /** Columns of the `$variable`s assigned so far. */
  readonly variables: Map<string, Columns>;
  readonly occurrences: readonly ParameterOccurrence[];
}

/** @param input columns of what the pipe brings */
function columnsOf(statement: Statement, input: Columns, scope: Scope): Columns {
  switch (statement.kind) {
    case 'match':
      return projectionColumns(statement.return, scope);
    case 'pipe':
      return columnsOf(statement.right, columnsOf(statement.left, input, scope), scope);
    case 'setOperation':
      return columnsOf(statement.left, input, scope);
    case 'assignment': {
      const columns = columnsOf(statement.statement, undefined, scope);
      scope.variables.set(statement.variable, columns);
      return columns;
    }
    case 'orderBy': {
      const [factor] = statement.factors;
      const expression = factor?.expression;
      return expression?.kind === 'variableProperty' ? scope.variables.get(expression.variable) : input;
    }
    case 'limit':
    case 'sample':
      return input;
    case 'unwind':
      return [statement.alias];
    default: {
      const clause = 'yield' in statement ? statement.yield : undefined;
      return clause && yieldColumns(clause.columns, input, scope);
    }
  }
}

function projectionColumns({ all, columns }: Projection, scope: Scope): Columns {
  return all ? undefined : yieldColumns(columns, undefined, scope);
}

function yieldColumns(columns: readonly YieldColumn[], input: Columns, scope: Scope): Columns {
  const names: (string | undefined)[] = [];
  for (const column of columns) {
    const { expression } = column;
    const star =
      (expression.kind === 'inputProperty' || expression.kind === 'variableProperty') && expression.name === '*';
    if (star) {
      const source = expression.kind === 'inputProperty' ? input : scope.variables.get(expression.variable);
      if (source === undefined) return undefined;
      const prefix = printExpression(expression).slice(0, -1);
      names.push(...source.map((name) => name && prefix + name));
    } else {
      names.push(columnName(column, scope));
    }
  }
  return names;
}

function columnName({ expression, alias }: YieldColumn, { occurrences }: Scope): string | undefined {
  if (alias !== undefined) return alias;
  const { offset, end } = expression;
  return occurrences.some((inner) => inner.start < end && inner.end > offset) ? undefined : printExpression(expression);
}

function isReadOnly(statement: Statement): boolean {
  switch (statement.kind) {
    case 'pipe':
    case 'setOperation':
      return isReadOnly(statement.left) && isReadOnly(statement.right);
    case 'assignment':
      return isReadOnly(statement.statement);
    case 'explain':
      return !statement.profile || statement.statements.every(isReadOnly);
    case 'getConfig':
      return true;
    default:
      return isOfFamily(statement, 'query') || /^(show|describe)/.test(statement.kind);
  }
}

function yieldsRows(statement: Statement): boolean {
  switch (statement.kind) {
    case 'pipe':
      return yieldsRows(statement.right);
    case 'assignment':
      return yieldsRows(statement.statement);
    case 'explain':
      return statement.profile && yieldsRows(statement.statements.at(-1)!);
    case 'use':
      return false;
    case 'updateVertex':
    case 'updateEdge':
      return statement.yield !== undefined;
    case 'submitJob':
    case 'recoverJob':
    case 'getConfig':
      return true;
    default:
      return isOfFamily(statement, 'query') || /^(show|describe)/.test(statement.kind);
  }
}
