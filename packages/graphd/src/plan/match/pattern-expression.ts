import type { Expression, PatternExpression } from '@orrery/ngql';
import { semanticError } from '../../bind/statement-error.ts';
import { rewrite } from '../../bind/walk-expression.ts';
import { column } from '../plan-context.ts';
import type { ArgumentNode } from '../plan-node.ts';
import type { AliasKind, Environment } from './environment.ts';
import { preparePath } from './patterns.ts';
import { planPath } from './plan-path.ts';

/**
 * Puts a column with the list of matching paths in the place of every pattern of an expression; a condition holds when the
 * list has items.
 */
export function planPatterns(expression: Expression, environment: Environment): Expression {
  return rewrite(expression, (node) => {
    if (node.kind !== 'pattern') return undefined;
    const name = collectPattern(node, environment);
    return { kind: 'label', name, offset: node.offset, end: node.end };
  });
}

/** As {@link planPatterns}, for conditions: a pattern that is an operand of a connective holds when it matches anything. */
export function planPatternConditions(expression: Expression, environment: Environment): Expression {
  const { offset, end } = expression;
  if (expression.kind === 'pattern') {
    const list = planPatterns(expression, environment);
    const size: Expression = { kind: 'call', name: 'size', arguments: [list], offset, end };
    const none: Expression = { kind: 'constant', value: 0n, offset, end };
    return { kind: 'binary', operator: '!=', left: size, right: none, offset, end };
  }
  if (expression.kind === 'unary' && expression.operator === 'NOT') {
    return { ...expression, operand: planPatternConditions(expression.operand, environment) };
  }
  if (expression.kind === 'binary' && ['AND', 'OR', 'XOR'].includes(expression.operator)) {
    return {
      ...expression,
      left: planPatternConditions(expression.left, environment),
      right: planPatternConditions(expression.right, environment),
    };
  }
  return planPatterns(expression, environment);
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

function collectPattern(expression: PatternExpression, environment: Environment): string {
  checkAliases(expression, environment);
  const argument: ArgumentNode = { kind: 'argument', columns: environment.columnsWith('#row') };
  const inner = environment.over(argument);
  const path = preparePath({ ...expression.pattern, alias: environment.anonymous('walk') }, inner);
  const pending = [...path.conditions];
  planPath(path, pending, inner);
  const name = environment.anonymous('pattern');
  environment.plan = {
    kind: 'collect',
    input: environment.plan,
    inner: inner.plan,
    argument,
    columns: [...environment.plan.columns, column(name, 'LIST')],
  };
  return name;
}
