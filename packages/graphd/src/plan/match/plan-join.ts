import type { Expression } from '@orrery/ngql';
import { prepare } from '../plan-context.ts';
import { needsOf, type Condition, type Environment } from './environment.ts';
import type { PlannedPath } from './patterns.ts';
import { planPath, startCost } from './plan-path.ts';

/** Both sides of a condition `left == right` between what is planned and a path. */
interface Equality {
  readonly left: Expression;
  readonly right: Expression;
}

/**
 * Joins a path that shares no alias with what is planned: by the values that conditions want equal on both sides, each side is
 * found once. Without it every row would be paired with everything that the path finds. The conditions stay pending.
 * @returns false where there is no such condition, or where the rows so far help to find the path
 */
export function planJoinedPath(path: PlannedPath, pending: Condition[], environment: Environment): boolean {
  if (path.shortest || environment.plan.columns.length === 0) return false;
  const aliases = [...path.nodes, ...path.edges].map(({ alias }) => alias);
  if (path.edges.some(({ again }) => again) || aliases.some((alias) => environment.isBound(alias))) return false;
  const known = new Set(path.alias === undefined ? aliases : [...aliases, path.alias]);
  const equalities = pending.flatMap(({ expression }) => equalityIn(expression, known, environment) ?? []);
  if (equalities.length === 0) return false;
  const apart = environment.over({ kind: 'start', columns: [] });
  if (startCost(path, pending, environment) < startCost(path, pending, apart)) return false;
  planPath(path, pending, apart);
  environment.join(
    apart,
    equalities.map(({ left }) => prepare(left, environment.scope, environment.context)),
    equalities.map(({ right }) => prepare(right, apart.scope, environment.context)),
  );
  return true;
}

function equalityIn(
  condition: Expression,
  ofPath: ReadonlySet<string>,
  environment: Environment,
): Equality | undefined {
  if (condition.kind !== 'binary' || condition.operator !== '==') return undefined;
  const speaksOf = (side: Expression, isKnown: (alias: string) => boolean): boolean => {
    const needs = [...needsOf(side)];
    return needs.length > 0 && needs.every(isKnown);
  };
  const isPlanned = (alias: string): boolean => environment.isBound(alias);
  const isOfPath = (alias: string): boolean => ofPath.has(alias);
  const { left, right } = condition;
  if (speaksOf(left, isPlanned) && speaksOf(right, isOfPath)) return { left, right };
  if (speaksOf(right, isPlanned) && speaksOf(left, isOfPath)) return { left: right, right: left };
  return undefined;
}
