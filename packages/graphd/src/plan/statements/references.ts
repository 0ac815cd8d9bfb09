import { printExpression, type Expression } from '@orrery/ngql';
import type { Column } from '../../bind/scope.ts';
import { semanticError } from '../../bind/statement-error.ts';
import { freeLabels, some, walk } from '../../bind/walk-expression.ts';
import type { PlanContext } from '../plan-context.ts';
import type { PlanNode } from '../plan-node.ts';

/** What expressions take from outside of their statement. */
export interface References {
  /** A reference to `$-`. */
  readonly input: Expression | undefined;
  /** References to variables, by the variable's name. */
  readonly variables: ReadonlyMap<string, Expression>;
}

export function referencesOf(expressions: Iterable<Expression | undefined>, context: PlanContext): References {
  let input: Expression | undefined;
  const variables = new Map<string, Expression>();
  for (const expression of expressions) {
    if (!expression) continue;
    for (const node of walk(expression)) {
      if (node.kind === 'inputProperty') input ??= node;
      if (node.kind === 'variableProperty' && !context.evaluation.parameters.has(node.variable)) {
        if (!variables.has(node.variable)) variables.set(node.variable, node);
      }
    }
  }
  return { input, variables };
}

/** Whether an expression has a value without rows. */
export function isEvaluable(expression: Expression, context: PlanContext): boolean {
  if (!some(expression, ({ kind }) => NAMES.has(kind) || ROW_VALUES.has(kind))) return true;
  const { input, variables } = referencesOf([expression], context);
  if (input || variables.size > 0 || freeLabels(expression).size > 0) return false;
  return !some(expression, ({ kind }) => ROW_VALUES.has(kind));
}

/** What may stand for something of a row, and for a parameter or a local name as well. */
const NAMES = new Set<Expression['kind']>(['label', 'inputProperty', 'variableProperty']);
/** What always stands for something of a row. */
export const ROW_VALUES: ReadonlySet<Expression['kind']> = new Set<Expression['kind']>([
  'sourceProperty',
  'destinationProperty',
  'vertex',
  'edge',
  'aggregate',
  'pattern',
]);

/** The columns that `$-` or `$variable` has, and a plan of its rows. */
export interface InputTable {
  readonly plan: PlanNode;
  readonly columns: readonly Column[];
  /** The variable's name; undefined for `$-`. */
  readonly variable: string | undefined;
}

/** @throws StatementError SemanticError when there is no such variable */
export function variableTable(name: string, reference: Expression, context: PlanContext): InputTable {
  const columns = context.variables.get(name);
  if (!columns) throw semanticError(`\`${printExpression(reference)}', not exist variable \`${name}'`);
  return { plan: { kind: 'variable', name, columns }, columns, variable: name };
}

/** @throws StatementError SemanticError when nothing comes through the pipe, or no such column */
export function pipeTable(reference: Expression, context: PlanContext): InputTable {
  const { input } = context;
  if (!input) {
    const name = reference.kind === 'inputProperty' ? reference.name : printExpression(reference);
    throw semanticError(`\`${printExpression(reference)}', not exist prop \`${name}'`);
  }
  return { plan: input, columns: input.columns, variable: undefined };
}

/** The slot of `$-.name` or `$variable.name`. @throws StatementError SemanticError when the table lacks the column */
export function columnSlot(table: InputTable, reference: Extract<Expression, { name: string }>): number {
  const names = new Set<string>();
  for (const { name } of table.columns) {
    if (names.has(name)) throw semanticError(`Duplicate Column Name : \`${name}'`);
    names.add(name);
  }
  if (!names.has(reference.name)) {
    throw semanticError(`\`${printExpression(reference)}', not exist prop \`${reference.name}'`);
  }
  return [...names].indexOf(reference.name);
}
