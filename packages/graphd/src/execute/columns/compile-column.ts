import type { Expression } from '@orrery/ngql';
import type { Column } from '../../bind/scope.ts';
import { testedTag } from '../../plan/match/match-scope.ts';
import type { EdgeBatch } from './edge-batch.ts';
import { negation, numberOperator } from './number-operators.ts';
import { inversion, nullTest, truthOperator } from './truth-operators.ts';
import { Vector, type ColumnExpression } from './vector.ts';

/** The slots of a scan of edges, by what is in them. */
export const SOURCE_SLOT = 0;
export const EDGE_SLOT = 1;
export const DESTINATION_SLOT = 2;

/**
 * An expression over numbers of the edges that are scanned (properties, ranks, constants, arithmetic, comparisons, AND, OR,
 * NOT, IS NULL) and of tags of their ends as loops over columns; undefined for everything else. Its values are those of compileExpression.
 */
export function compileColumn(
  expression: Expression,
  columns: readonly Column[],
  batch: EdgeBatch,
): ColumnExpression | undefined {
  const compile = (part: Expression): ColumnExpression | undefined => compileColumn(part, columns, batch);
  switch (expression.kind) {
    case 'constant':
      return constant(expression.value);
    case 'label': {
      const tested = testedTag(expression.name);
      const end = tested && endAt(columns.findIndex(({ name }) => name === tested.alias));
      return end && batch.tagTest(end, tested.tag);
    }
    case 'attribute': {
      const { object, name } = expression;
      if (object.kind === 'attribute') {
        const owner = object.object;
        const end = owner.kind === 'label' && endAt(columns.findIndex((column) => column.name === owner.name));
        return end ? batch.tagProperty(end, object.name, name) : undefined;
      }
      const isOfEdge = object.kind === 'label' && columns[EDGE_SLOT]?.name === object.name;
      return isOfEdge && !name.startsWith('_') ? batch.property(name) : undefined;
    }
    case 'call': {
      const isRank = expression.name.toLowerCase() === 'rank' && slotOfPart(expression, columns) === EDGE_SLOT;
      return isRank ? batch.rank() : undefined;
    }
    case 'unary': {
      const operand = compile(expression.operand);
      return operand && unary(expression.operator, operand);
    }
    case 'binary': {
      const [left, right] = [compile(expression.left), compile(expression.right)];
      if (!left || !right) return undefined;
      const { operator } = expression;
      return truthOperator(operator, left, right) ?? numberOperator(operator, left, right);
    }
    default:
      return undefined;
  }
}

/** The slot of x in a call f(x) with an alias as its only argument; -1 for other expressions. */
function slotOfPart(expression: Extract<Expression, { kind: 'call' }>, columns: readonly Column[]): number {
  const [argument, ...rest] = expression.arguments;
  if (argument?.kind !== 'label' || rest.length > 0) return -1;
  return columns.findIndex(({ name }) => name === argument.name);
}

/** Whether an expression is the id of one of an edge's ends, and of which. */
export function endOf(expression: Expression, columns: readonly Column[]): 'src' | 'dst' | undefined {
  if (expression.kind !== 'call') return undefined;
  const slot = slotOfPart(expression, columns);
  const name = expression.name.toLowerCase();
  if (name === 'id') return endAt(slot);
  return (name === 'src' || name === 'dst') && slot === EDGE_SLOT ? name : undefined;
}

/** Whether an expression is the vertex at an end, or its id, and at which. */
export function vertexOf(expression: Expression, columns: readonly Column[]): 'src' | 'dst' | undefined {
  if (expression.kind !== 'label') return endOf(expression, columns);
  return endAt(columns.findIndex(({ name }) => name === expression.name));
}

function endAt(slot: number): 'src' | 'dst' | undefined {
  return slot === SOURCE_SLOT ? 'src' : slot === DESTINATION_SLOT ? 'dst' : undefined;
}

function unary(
  operator: Extract<Expression, { kind: 'unary' }>['operator'],
  operand: ColumnExpression,
): ColumnExpression | undefined {
  switch (operator) {
    case '+':
      return operand;
    case '-':
      return negation(operand);
    case 'NOT':
      return inversion(operand);
    case 'IS NULL':
    case 'IS NOT NULL':
      return nullTest(operand, operator === 'IS NOT NULL');
    default:
      return undefined;
  }
}

function constant(value: unknown): ColumnExpression | undefined {
  const isInt = typeof value === 'bigint' && Number.isSafeInteger(Number(value));
  if (!isInt && typeof value !== 'number') return undefined;
  const number = Number(value);
  const out = new Vector();
  return {
    kind: isInt ? 'int' : 'float',
    evaluate(count) {
      if (out.values.length < count) {
        out.reserve(count);
        out.values.fill(number);
      }
      return out;
    },
  };
}
