import { printExpression, type Expression, type LookupStatement } from '@orrery/ngql';
import { evaluateConstant, foldConstants, isConstant, substituteParameters } from '../../bind/fold-constants.ts';
import { GraphScope, propertyValueType } from '../../bind/graph-scope.ts';
import { EMPTY_SCOPE, type Scope } from '../../bind/scope.ts';
import { executionError, semanticError } from '../../bind/statement-error.ts';
import { children, conjuncts } from '../../bind/walk-expression.ts';
import type { SchemaDefinition } from '../../catalog/definitions.ts';
import { typeOf } from '../../values/value-type.ts';
import { chooseIndex, indexesOn, mirrored, type PropertyConstraint } from '../access-path.ts';
import { checkParameters, column, prepare, propertyPosition, spaceInUse, type PlanContext } from '../plan-context.ts';
import type { Access, PlanNode } from '../plan-node.ts';
import { namedColumns, projectColumns } from '../projection.ts';
import { checkPropertyYield } from './property-yield.ts';
import { isEvaluable } from './references.ts';

const FULL_TEXT = new Set(['CONTAINS', 'NOT CONTAINS', 'ENDS WITH', 'NOT ENDS WITH', 'NOT STARTS WITH', '=~']);
const RELATIONAL = new Set(['==', '!=', '<', '<=', '>', '>=', 'IN', 'NOT IN', 'STARTS WITH']);

export function planLookup(statement: LookupStatement, context: PlanContext): PlanNode {
  const space = spaceInUse(context);
  const tag = space.tags.get(statement.on);
  const schema = tag ?? space.edges.get(statement.on);
  if (!schema) throw semanticError(`No schema found for \`${statement.on}'`);
  const named = new Map([[schema.name, schema]]);
  const scope: Scope = tag
    ? new GraphScope({ space, vertex: 0, tags: named })
    : new GraphScope({ space, source: 0, edge: 1, destination: 2, edges: named });
  const filter = statement.where && prepareFilter(statement.where, schema, scope, context);
  const clause = statement.yield;
  if (!clause) throw semanticError('Missing yield clause.');
  for (const { expression } of clause.columns) {
    const owner = propertyOf(expression)?.schema;
    if (owner !== undefined && owner !== schema.name) throw semanticError(`Schema name error: ${owner}`);
  }
  checkPropertyYield(clause.columns, tag ? 'vertex' : 'edge', context);
  let plan = scan(schema, filter ? constraintsOf(filter, schema) : [], filter, context);
  if (filter) {
    const condition = { expression: filter, scope };
    plan = { kind: 'filter', input: plan, columns: plan.columns, condition, text: () => printExpression(filter) };
  }
  return projectColumns(plan, scope, namedColumns(clause), clause.distinct, context);
}

/** The condition with its constants computed. @throws StatementError on forms that no index can answer */
function prepareFilter(where: Expression, schema: SchemaDefinition, scope: Scope, context: PlanContext): Expression {
  checkForm(where, schema, context);
  const { evaluation } = context;
  checkParameters(where, context);
  const folded = foldConstants(substituteParameters(where, evaluation.parameters), evaluation);
  checkTypes(folded, schema, context);
  return prepare(folded, scope, context).expression;
}

function checkForm(expression: Expression, schema: SchemaDefinition, context: PlanContext): void {
  if (expression.kind === 'binary') {
    const { operator } = expression;
    if (operator === 'AND' || operator === 'OR') {
      checkForm(expression.left, schema, context);
      checkForm(expression.right, schema, context);
      return;
    }
    if (FULL_TEXT.has(operator)) {
      throw semanticError(
        `Expression ${printExpression(expression)} is not supported, please use full-text index as an optimal solution`,
      );
    }
    if (RELATIONAL.has(operator)) {
      checkComparison(expression, schema, context);
      return;
    }
  }
  if (expression.kind === 'textSearch') {
    throw semanticError('full-text search needs Elasticsearch and is not available in the embedded graph');
  }
  if (isCallOf(expression, GEO_PREDICATES)) {
    checkShapes(expression);
    return;
  }
  throw notSupported(expression);
}

function notSupported(expression: Expression): Error {
  return semanticError(`Expression ${printExpression(expression)} not supported yet`);
}

/** A geography of a row is set against one that is known, not against another of the row. */
function checkShapes(call: CallExpression): void {
  const [first, second] = call.arguments;
  if (!first || !second) throw semanticError(`Expression ${printExpression(call)} has not enough arguments`);
  if (propertyOf(first) && propertyOf(second)) throw notSupported(call);
}

/** Whether a comparison is of a distance, which an index can only bound from above. */
function isDistanceBound(expression: Extract<Expression, { kind: 'binary' }>): boolean {
  const { left, right, operator } = expression;
  const distance = [left, right].find((side) => isCallOf(side, GEO_DISTANCE));
  if (!distance) return false;
  checkShapes(distance);
  if (!(distance === left ? ['<', '<='] : ['>', '>=']).includes(operator)) throw notSupported(expression);
  return true;
}

type CallExpression = Extract<Expression, { kind: 'call' }>;

/** What an index of a geography may answer. */
const GEO_PREDICATES = new Set(['st_intersects', 'st_covers', 'st_coveredby', 'st_dwithin']);
const GEO_DISTANCE = new Set(['st_distance']);

function isCallOf(expression: Expression, names: ReadonlySet<string>): expression is CallExpression {
  return expression.kind === 'call' && names.has(expression.name.toLowerCase());
}

/** A comparison sets one property against what is known before the rows are, or a distance against a bound. */
function checkComparison(
  expression: Extract<Expression, { kind: 'binary' }>,
  schema: SchemaDefinition,
  context: PlanContext,
): void {
  const sides = [expression.left, expression.right];
  const owners = sides.map((side) => propertyOf(side));
  if (owners.every((owner) => owner === undefined) && isDistanceBound(expression)) return;
  if ((owners[0] === undefined) === (owners[1] === undefined)) throw notSupported(expression);
  const [owner, value] = owners[0] ? [owners[0], expression.right] : [owners[1]!, expression.left];
  if (owner.schema !== schema.name) throw semanticError(`Schema name error : ${owner.schema}`);
  if (!isEvaluable(value, context)) {
    throw semanticError(`'${printExpression(value)}' is not an evaluable expression.`);
  }
  if (propertyPosition(schema, owner.property) < 0) throw semanticError(`Invalid column: ${owner.property}`);
}

/**
 * Ints and floats compare with each other; apart from them a value has to be of the property's type. Lists stand for
 * their items, which may be of any type.
 */
function checkTypes(filter: Expression, schema: SchemaDefinition, context: PlanContext): void {
  if (filter.kind !== 'binary') return;
  if (!RELATIONAL.has(filter.operator)) {
    checkTypes(filter.left, schema, context);
    checkTypes(filter.right, schema, context);
    return;
  }
  const owner = propertyOf(filter.left) ?? propertyOf(filter.right);
  const property = owner && schema.properties[propertyPosition(schema, owner.property)];
  if (!property) return;
  const value = propertyOf(filter.left) ? filter.right : filter.left;
  if (value.kind === 'list' || value.kind === 'set' || value.kind === 'map') return;
  const expected = propertyValueType(property.type);
  const known = evaluateConstant(value, context.evaluation);
  const actual = typeOf(known);
  const isNumeric = (type: string): boolean => type === 'INT' || type === 'FLOAT';
  if (actual === expected || (isNumeric(actual) && isNumeric(expected)) || Array.isArray(known)) return;
  throw semanticError(`Column type error : ${property.name}`);
}

/** Parts of an edge's key are no properties, and in no index. */
const EDGE_KEY = new Set(['_src', '_dst', '_rank', '_type']);

function propertyOf(expression: Expression): { readonly schema: string; readonly property: string } | undefined {
  if (expression.kind !== 'attribute' || expression.object.kind !== 'label') return undefined;
  if (EDGE_KEY.has(expression.name)) return undefined;
  return { schema: expression.object.name, property: expression.name };
}

function constraintsOf(filter: Expression, schema: SchemaDefinition): PropertyConstraint[] {
  return conjuncts(filter).flatMap((condition): PropertyConstraint[] => {
    if (condition.kind !== 'binary') return [];
    const [left, right] = children(condition) as [Expression, Expression];
    const own = propertyOf(left);
    if (own?.schema === schema.name && isConstant(right)) {
      return [
        { property: own.property, operator: condition.operator, value: { expression: right, scope: EMPTY_SCOPE } },
      ];
    }
    const other = propertyOf(right);
    const operator = mirrored(condition.operator);
    if (other?.schema !== schema.name || !operator || !isConstant(left)) return [];
    return [{ property: other.property, operator, value: { expression: left, scope: EMPTY_SCOPE } }];
  });
}

function scan(
  schema: SchemaDefinition,
  constraints: readonly PropertyConstraint[],
  filter: Expression | undefined,
  context: PlanContext,
): PlanNode {
  const space = spaceInUse(context);
  const indexes = indexesOn(schema, space);
  if (indexes.length === 0) throw executionError('IndexNotFound: No valid index found');
  const choice = filter && chooseIndex(schema, constraints, space);
  const input: PlanNode = { kind: 'start', columns: [] };
  if (schema.kind === 'tag') {
    const access: Access = choice
      ? { kind: 'index', index: choice.index, ranges: choice.ranges }
      : { kind: 'tag', schema };
    return { kind: 'scanVertices', input, access, columns: [column('VERTEX', 'VERTEX')] };
  }
  const access: Extract<Access, { kind: 'index' | 'edge' }> = choice
    ? { kind: 'index', index: choice.index, ranges: choice.ranges }
    : { kind: 'edge', schemas: [schema] };
  const columns = [column('$^', 'VERTEX'), column('EDGE', 'EDGE'), column('$$', 'VERTEX')];
  return { kind: 'scanEdges', input, access, columns };
}
