import type { BinaryOperator, Expression } from '@orrery/ngql';
import type { SpaceCatalog } from '../catalog/catalog.ts';
import type { IndexDefinition, SchemaDefinition } from '../catalog/definitions.ts';
import type { Bound, BoundRange } from './plan-node.ts';

/** `property operator value`, with a value that is known before the rows are. */
export interface PropertyConstraint {
  readonly property: string;
  readonly operator: BinaryOperator;
  readonly value: Bound;
}

export interface IndexChoice {
  readonly index: IndexDefinition;
  readonly ranges: readonly BoundRange[];
  /** Fields bound by equality, and whether a range binds the next one: more is better. */
  readonly score: number;
}

const MIRRORED: Partial<Record<BinaryOperator, BinaryOperator>> = {
  '==': '==',
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
};

/** The comparison with its sides exchanged, where it can be. */
export function mirrored(operator: BinaryOperator): BinaryOperator | undefined {
  return MIRRORED[operator];
}

/** Indexes of a tag or edge type. */
export function indexesOn(schema: SchemaDefinition, space: SpaceCatalog): IndexDefinition[] {
  const indexes = schema.kind === 'tag' ? space.tagIndexes : space.edgeIndexes;
  return [...indexes.values()].filter((index) => index.schemaId === schema.id);
}

/**
 * The index that narrows a scan most under conditions that hold together: equalities on its first fields, then a range
 * on the next. undefined when no index has a condition on its first field. Whoever scans it filters again.
 */
export function chooseIndex(
  schema: SchemaDefinition,
  constraints: readonly PropertyConstraint[],
  space: SpaceCatalog,
): IndexChoice | undefined {
  let best: IndexChoice | undefined;
  for (const index of indexesOn(schema, space)) {
    const choice = bindIndex(index, constraints);
    if (choice && (!best || choice.score > best.score)) best = choice;
  }
  return best;
}

function bindIndex(index: IndexDefinition, constraints: readonly PropertyConstraint[]): IndexChoice | undefined {
  let ranges: BoundRange[] = [{ equal: [] }];
  let score = 0;
  for (const { property } of index.fields) {
    const own = constraints.filter((constraint) => constraint.property === property);
    const equality = own.find(({ operator }) => operator === '==');
    if (equality) {
      ranges = ranges.map(({ equal }) => ({ equal: [...equal, equality.value] }));
      score += 10;
      continue;
    }
    const members = own.find(({ operator, value }) => operator === 'IN' && listItems(value) !== undefined);
    if (members) {
      const items = listItems(members.value)!;
      if (ranges.length * items.length > MAX_RANGES) break;
      ranges = ranges.flatMap(({ equal }) => items.map((item) => ({ equal: [...equal, item] })));
      score += 9;
      continue;
    }
    const lower = own.find(({ operator }) => operator === '>' || operator === '>=');
    const upper = own.find(({ operator }) => operator === '<' || operator === '<=');
    const prefix = own.find(({ operator }) => operator === 'STARTS WITH');
    if (lower || upper || prefix) {
      ranges = ranges.map(({ equal }) => ({
        equal,
        ...(lower && { lower: { value: lower.value, inclusive: lower.operator === '>=' } }),
        ...(upper && { upper: { value: upper.value, inclusive: upper.operator === '<=' } }),
        ...(prefix && !lower && { lower: { value: prefix.value, inclusive: true } }),
      }));
      score += lower && upper ? 6 : 5;
    }
    break;
  }
  return score > 0 ? { index, ranges, score } : undefined;
}

const MAX_RANGES = 1000;

/** The items of a list that is written down. */
function listItems({ expression, scope }: Bound): Bound[] | undefined {
  if (expression.kind === 'list') return expression.items.map((item) => ({ expression: item, scope }));
  if (expression.kind !== 'constant' || !Array.isArray(expression.value)) return undefined;
  const { offset, end } = expression;
  return expression.value.map((value) => ({
    expression: { kind: 'constant', value, offset, end } satisfies Expression,
    scope,
  }));
}
