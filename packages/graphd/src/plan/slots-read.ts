import type { Expression } from '@orrery/ngql';
import type { Column } from '../bind/scope.ts';
import { children } from '../bind/walk-expression.ts';
import { testedTag } from './match/match-scope.ts';
import type { Bound } from './plan-node.ts';

/** Functions that answer a part of a vertex or an edge, which stays when the vertex or edge itself has gone. */
const PARTS = new Set(['id', 'src', 'dst', 'rank', 'type', 'typeid', 'properties', 'tags', 'labels']);

/** Kinds that have no value but from their parts. */
const COMPOSED = new Set<Expression['kind']>([
  'constant',
  'variable',
  'unary',
  'binary',
  'cast',
  'case',
  'list',
  'set',
  'map',
  'subscript',
  'exists',
]);

/**
 * The slots of a MATCH's row that expressions read; undefined when one of them may let a vertex or an edge itself out of
 * the row, or when that can't be told.
 */
export function slotsRead(bounds: readonly Bound[], columns: readonly Column[]): Set<number> | undefined {
  const slots = new Set<number>();
  const reads = (name: string): boolean => {
    const slot = columns.findIndex((column) => column.name === name);
    slots.add(slot);
    return slot >= 0;
  };
  const staysWithin = (expression: Expression): boolean => {
    switch (expression.kind) {
      case 'label': {
        const tested = testedTag(expression.name);
        return tested !== undefined && reads(tested.alias);
      }
      case 'attribute': {
        const { object } = expression;
        const owner = object.kind === 'attribute' ? object.object : object;
        return owner.kind === 'label' ? reads(owner.name) : staysWithin(object);
      }
      case 'call': {
        const [argument] = expression.arguments;
        if (argument?.kind === 'label' && PARTS.has(expression.name.toLowerCase())) return reads(argument.name);
        return expression.arguments.every(staysWithin);
      }
      default:
        return COMPOSED.has(expression.kind) && children(expression).every(staysWithin);
    }
  };
  return bounds.every(({ expression }) => staysWithin(expression)) ? slots : undefined;
}
