import type { Expression, ListComprehension, PatternExpression, Predicate } from '@orrery/ngql';
import { semanticError } from '../../bind/statement-error.ts';
import { children, freeLabels, hasAggregate, rewrite, some } from '../../bind/walk-expression.ts';
import { column, prepare } from '../plan-context.ts';
import type { ArgumentNode } from '../plan-node.ts';
import type { AliasKind, Environment } from './environment.ts';
import { preparePath } from './patterns.ts';
import { planPath } from './plan-path.ts';

/**
 * Puts a column with the list of matching paths in the place of every pattern of an expression; as an operand of a
 * connective, whether the list has items.
 */
export function planPatterns(expression: Expression, environment: Environment): Expression {
  return rewrite(expression, (node) => {
    if (node.kind === 'listComprehension' || node.kind === 'predicate') {
      return hasPatternOfItem(node) ? collectPerItem(node, environment) : undefined;
    }
    if (isConnective(node) && children(node).some(({ kind }) => kind === 'pattern')) {
      return planPatternConditions(node, environment);
    }
    if (node.kind !== 'pattern') return undefined;
    const name = collectPattern(node, environment);
    return { kind: 'label', name, offset: node.offset, end: node.end };
  });
}

function isConnective(node: Expression): node is Extract<Expression, { kind: 'unary' | 'binary' }> {
  return (node.kind === 'unary' || node.kind === 'binary') && CONNECTIVES.has(node.operator);
}

const CONNECTIVES = new Set(['NOT', 'AND', 'OR', 'XOR']);

/** As {@link planPatterns}, for conditions: a pattern that is an operand of a connective holds when it matches anything. */
export function planPatternConditions(expression: Expression, environment: Environment): Expression {
  const { offset, end } = expression;
  if (expression.kind === 'pattern') {
    const list = planPatterns(expression, environment);
    const size: Expression = { kind: 'call', name: 'size', arguments: [list], offset, end };
    const none: Expression = { kind: 'constant', value: 0n, offset, end };
    return { kind: 'binary', operator: '!=', left: size, right: none, offset, end };
  }
  if (!isConnective(expression)) return planPatterns(expression, environment);
  if (expression.kind === 'unary') {
    return { ...expression, operand: planPatternConditions(expression.operand, environment) };
  }
  return {
    ...expression,
    left: planPatternConditions(expression.left, environment),
    right: planPatternConditions(expression.right, environment),
  };
}

function checkAliases({ pattern }: PatternExpression, environment: Environment): void {
  const check = (alias: string | undefined, kind: AliasKind): void => {
    if (alias === undefined) return;
    const known = environment.kinds.get(alias);
    if (known === undefined || !environment.isBound(alias)) {
      throw semanticError(`PatternExpression are not allowed to introduce new variables: \`${alias}'.`);
    }
    if (known !== kind && known !== 'Value') {
      throw semanticError(`\`${alias}' is defined with type ${known}, but referenced with type ${kind}`);
    }
  };
  pattern.nodes.forEach((node, i) => {
    check(node.alias, 'Node');
    const edge = pattern.edges[i];
    check(edge?.alias, edge?.range ? 'EdgeList' : 'Edge');
  });
}

/** Whether a pattern in what is asked of every item speaks of the item. */
function hasPatternOfItem(node: ListComprehension | Predicate): boolean {
  if (hasAggregate(node.collection)) return false;
  const asked = node.kind === 'predicate' ? [node.filter] : [node.filter, node.mapping];
  return asked.some(
    (part) => part && some(part, (inner) => inner.kind === 'pattern' && freeLabels(inner).has(node.variable)),
  );
}

/**
 * A comprehension or predicate with patterns that differ from item to item: the items become rows, in which the variable
 * is an alias as others are, and what comes of a row's items is collected.
 */
function collectPerItem(node: ListComprehension | Predicate, environment: Environment): Expression {
  const { offset, end, variable } = node;
  const label = (name: string): Expression => ({ kind: 'label', name, offset, end });
  const list = environment.anonymous('list');
  environment.extend(list, planPatterns(node.collection, environment));
  // An alias of the variable's name can't be seen from inside.
  const outer = environment.columnsWith('#row').map((own) => (own.name === variable ? column('#hidden') : own));
  const argument: ArgumentNode = { kind: 'argument', columns: outer };
  const inner = environment.over(argument);
  inner.kinds.set(variable, 'Value');
  const items = prepare(label(list), inner.scope, inner.context);
  inner.plan = { kind: 'unwind', input: argument, list: items, columns: inner.columnsWith(variable) };
  if (node.kind === 'predicate') {
    inner.extend(inner.anonymous('verdict'), planPatternConditions(node.filter, inner));
  } else {
    if (node.filter) inner.filter(planPatternConditions(node.filter, inner));
    inner.extend(inner.anonymous('item'), node.mapping ? planPatterns(node.mapping, inner) : label(variable));
  }
  const found = label(collectLast(inner, argument, environment, 'items'));
  const item = environment.anonymous('item');
  const answer: Expression =
    node.kind === 'predicate' ? { ...node, variable: item, collection: found, filter: label(item) } : found;
  const isNull: Expression = { kind: 'unary', operator: 'IS NULL', operand: label(list), offset, end };
  const nothing: Expression = { kind: 'constant', value: null, offset, end };
  // oxlint-disable-next-line unicorn/no-thenable -- a branch of CASE is data, and its `then` no function
  const branches = [{ when: isNull, then: nothing }];
  return { kind: 'case', subject: undefined, branches, otherwise: answer, conditional: false, offset, end };
}

function collectPattern(expression: PatternExpression, environment: Environment): string {
  checkAliases(expression, environment);
  const argument: ArgumentNode = { kind: 'argument', columns: environment.columnsWith('#row') };
  const inner = environment.over(argument);
  const path = preparePath({ ...expression.pattern, alias: environment.anonymous('walk') }, inner);
  const pending = [...path.conditions];
  planPath(path, pending, inner);
  return collectLast(inner, argument, environment, 'pattern');
}

/** Adds a column with the list of what the inner plan's last column has for a row. */
function collectLast(inner: Environment, argument: ArgumentNode, environment: Environment, what: string): string {
  const name = environment.anonymous(what);
  environment.plan = {
    kind: 'collect',
    input: environment.plan,
    inner: inner.plan,
    argument,
    columns: [...environment.plan.columns, column(name, 'LIST')],
  };
  return name;
}
