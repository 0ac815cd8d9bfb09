import type { Expression, MatchClause } from '@orrery/ngql';
import { semanticError } from '../../bind/statement-error.ts';
import { conjunction, conjuncts, freeLabels, rewrite, some } from '../../bind/walk-expression.ts';
import { substituteParameters } from '../../bind/fold-constants.ts';
import { checkParameters } from '../plan-context.ts';
import type { ArgumentNode } from '../plan-node.ts';
import { conditionText, needsOf, type Condition, type Environment } from './environment.ts';
import { planPatternConditions } from './pattern-expression.ts';
import { preparePath } from './patterns.ts';
import { planJoinedPath } from './plan-join.ts';
import { planPath, startCost } from './plan-path.ts';

/** MATCH: every row so far is joined with what the patterns find for it. */
export function planMatchClause(clause: MatchClause, environment: Environment): void {
  if (!clause.optional) {
    planPathsOf(clause, environment);
    return;
  }
  const argument: ArgumentNode = { kind: 'argument', columns: environment.columnsWith('#row') };
  const inner = environment.over(argument);
  planPathsOf(clause, inner);
  for (const [alias, kind] of inner.kinds) if (!environment.kinds.has(alias)) environment.declare(alias, kind);
  const columns = inner.plan.columns.filter(({ name }) => name !== '#row');
  environment.plan = { kind: 'optional', input: environment.plan, inner: inner.plan, argument, columns };
}

function planPathsOf(clause: MatchClause, environment: Environment): void {
  const paths = clause.paths.map((pattern) => preparePath(pattern, environment));
  const pending: Condition[] = paths.flatMap(({ conditions }) => conditions);
  const late: Condition[] = [];
  if (clause.where) {
    checkParameters(clause.where, environment.context);
    const where = substituteParameters(clause.where, environment.context.evaluation.parameters);
    for (const name of labelsOutsidePatterns(where)) {
      if (!environment.kinds.has(name)) throw semanticError(`Alias used but not defined: \`${name}'`);
    }
    const parts = conjuncts(where);
    const carried = parts.filter((part) =>
      [...freeLabels(part)].some((name) => environment.kinds.get(name) === 'Value'),
    );
    const inCarried = (part: Expression): boolean =>
      carried.includes(part) && part.kind === 'binary' && part.operator === 'IN';
    for (const expression of parts) {
      const shown = carried.includes(expression) ? conjunction(carried)! : expression;
      const condition = { expression, needs: needsOf(expression), text: () => conditionText(shown) };
      const waits = inCarried(expression) || some(expression, (node) => node.kind === 'pattern');
      (waits ? late : pending).push(condition);
    }
  }
  const waiting = new Set(paths);
  while (waiting.size > 0) {
    let [best, least] = [paths[0]!, Infinity];
    for (const path of waiting) {
      const cost = startCost(path, pending, environment);
      if (cost < least) [best, least] = [path, cost];
    }
    waiting.delete(best);
    if (!planJoinedPath(best, pending, environment)) planPath(best, pending, environment);
  }
  environment.applyReady(pending);
  for (const { expression, text } of late) environment.filter(planPatternConditions(expression, environment), text);
}

/** Aliases inside of patterns are checked with the pattern. */
function labelsOutsidePatterns(expression: Expression): Set<string> {
  return freeLabels(
    rewrite(expression, (node) => {
      if (node.kind !== 'pattern') return undefined;
      return { kind: 'constant', value: null, offset: node.offset, end: node.end };
    }),
  );
}
