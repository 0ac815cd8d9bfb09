import type { Expression } from '@orrery/ngql';
import { chooseIndex, mirrored, type PropertyConstraint } from '../access-path.ts';
import { prepare, spaceInUse } from '../plan-context.ts';
import type { Access } from '../plan-node.ts';
import { needsOf, type Condition, type Environment } from './environment.ts';
import type { PlannedNode } from './patterns.ts';

/** How a node of a pattern is found when nothing has bound it, and how much that costs: less is better. */
export interface NodeAccess {
  readonly access: Access;
  readonly cost: number;
}

const COST = { ids: 1, index: 100, tag: 10_000, all: 100_000 } as const;

/** The cheapest of: ids that a condition names, an index that conditions narrow, all vertices of a tag, all vertices. */
export function nodeAccess(node: PlannedNode, conditions: readonly Condition[], environment: Environment): NodeAccess {
  const ids = idsOf(node, conditions, environment);
  if (ids) return ids;
  const space = spaceInUse(environment.context);
  let best: NodeAccess = { access: { kind: 'all' }, cost: COST.all };
  for (const schema of node.labels) {
    const choice = chooseIndex(schema, constraintsOf(node, schema.name, conditions, environment), space);
    const found: NodeAccess = choice
      ? { access: { kind: 'index', index: choice.index, ranges: choice.ranges }, cost: COST.index - choice.score }
      : { access: { kind: 'tag', schema }, cost: COST.tag };
    if (found.cost < best.cost) best = found;
  }
  return best;
}

function isKnown(expression: Expression, environment: Environment): boolean {
  return [...needsOf(expression)].every((alias) => environment.isBound(alias));
}

/** `id(alias) == x` or `id(alias) IN x`. */
function idsOf(node: PlannedNode, conditions: readonly Condition[], environment: Environment): NodeAccess | undefined {
  for (const { expression } of conditions) {
    if (expression.kind !== 'binary') continue;
    const { operator, left, right } = expression;
    const isId = (side: Expression): boolean =>
      side.kind === 'call' &&
      side.name.toLowerCase() === 'id' &&
      side.arguments[0]?.kind === 'label' &&
      side.arguments[0].name === node.alias;
    const value =
      operator === '==' && isId(left)
        ? right
        : operator === '==' && isId(right)
          ? left
          : operator === 'IN' && isId(left)
            ? right
            : undefined;
    if (!value || !isKnown(value, environment)) continue;
    const ids = prepare(value, environment.scope, environment.context);
    // What is no list makes `IN` fail, which the filter has to find out.
    if (operator === 'IN' && ids.type !== 'LIST') continue;
    return { access: { kind: 'ids', ids }, cost: COST.ids };
  }
  return undefined;
}

function constraintsOf(
  node: PlannedNode,
  tag: string,
  conditions: readonly Condition[],
  environment: Environment,
): PropertyConstraint[] {
  const propertyOf = (side: Expression): string | undefined => {
    if (side.kind !== 'attribute' || side.object.kind !== 'attribute' || side.object.name !== tag) return undefined;
    const owner = side.object.object;
    return owner.kind === 'label' && owner.name === node.alias ? side.name : undefined;
  };
  return conditions.flatMap(({ expression }): PropertyConstraint[] => {
    if (expression.kind !== 'binary') return [];
    const { operator, left, right } = expression;
    const constraint = (property: string, value: Expression, own = operator): PropertyConstraint[] =>
      isKnown(value, environment)
        ? [{ property, operator: own, value: prepare(value, environment.scope, environment.context) }]
        : [];
    const leftProperty = propertyOf(left);
    if (leftProperty !== undefined) return constraint(leftProperty, right);
    const rightProperty = propertyOf(right);
    const mirror = mirrored(operator);
    return rightProperty !== undefined && mirror ? constraint(rightProperty, left, mirror) : [];
  });
}
