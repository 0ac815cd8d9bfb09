import { printExpression, type Expression, type LookupStatement } from '@orrery/ngql';
import { foldConstants, isConstant, substituteParameters } from '../../bind/fold-constants.ts';
import { GraphScope, propertyValueType } from '../../bind/graph-scope.ts';
import { EMPTY_SCOPE, type Scope } from '../../bind/scope.ts';
import { executionError, semanticError } from '../../bind/statement-error.ts';
import { children, conjuncts, some } from '../../bind/walk-expression.ts';
import type { SchemaDefinition } from '../../catalog/definitions.ts';
import { chooseIndex, indexesOn, mirrored, type PropertyConstraint } from '../access-path.ts';
import { checkParameters, column, prepare, propertyPosition, spaceInUse, type PlanContext } from '../plan-context.ts';
import type { Access, PlanNode } from '../plan-node.ts';
import { namedColumns, projectColumns } from '../projection.ts';
import { columnSlot, pipeTable, referencesOf, variableTable } from './references.ts';

const FULL_TEXT = new Set(['CONTAINS', 'NOT CONTAINS', 'ENDS WITH', 'NOT ENDS WITH', 'NOT STARTS WITH']);
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
  checkYield(
    clause.columns.map(({ expression }) => expression),
    tag !== undefined,
    context,
  );
  let plan = scan(schema, filter ? constraintsOf(filter, schema) : [], filter, context);
  if (filter) {
    const condition = { expression: filter, scope };
    plan = { kind: 'filter', input: plan, columns: plan.columns, condition, text: () => printExpression(filter) };
  }
  return projectColumns(plan, scope, namedColumns(clause), clause.distinct, context);
}

function checkYield(expressions: readonly Expression[], ofTag: boolean, context: PlanContext): void {
  const { input, variables } = referencesOf(expressions, context);
  if (input) columnSlot(pipeTable(input, context), input as Extract<Expression, { kind: 'inputProperty' }>);
  for (const [name, reference] of variables) variableTable(name, reference, context);
  for (const expression of expressions) {
    if (some(expression, (node) => node.kind === 'inputProperty' || node.kind === 'variableProperty')) {
      const isParameter = variables.size === 0 && !input;
      if (!isParameter) throw semanticError(`unsupported input/variable property expression in yield.`);
    }
    if (some(expression, (node) => node.kind === (ofTag ? 'edge' : 'vertex'))) {
      throw semanticError(`illegal yield clauses \`${printExpression(expression)}'`);
    }
  }
}

/** The condition with its constants computed. @throws StatementError on forms that no index can answer */
function prepareFilter(where: Expression, schema: SchemaDefinition, scope: Scope, context: PlanContext): Expression {
  const { input, variables } = referencesOf([where], context);
  const outside = input ?? [...variables.values()][0];
  if (outside) throw semanticError(`'${printExpression(outside)}' is not an evaluable expression.`);
  checkForm(where, schema);
  const { evaluation } = context;
  checkParameters(where, context);
  const folded = foldConstants(substituteParameters(where, evaluation.parameters), evaluation);
  return prepare(folded, scope, context).expression;
}

function checkForm(expression: Expression, schema: SchemaDefinition): void {
  if (expression.kind === 'binary') {
    const { operator } = expression;
    if (operator === 'AND' || operator === 'OR') {
      checkForm(expression.left, schema);
      checkForm(expression.right, schema);
      return;
    }
    if (FULL_TEXT.has(operator)) {
      throw semanticError(
        `Expression ${printExpression(expression)} is not supported, please use full-text index as an optimal solution`,
      );
    }
    if (RELATIONAL.has(operator)) {
      checkComparison(expression, schema);
      return;
    }
  }
  if (expression.kind === 'textSearch') {
    throw semanticError('full-text search needs Elasticsearch and is not available in the embedded graph');
  }
  if (expression.kind === 'call' || expression.kind === 'constant') return;
  throw semanticError(`Expression ${printExpression(expression)} not supported yet`);
}

function checkComparison(expression: Extract<Expression, { kind: 'binary' }>, schema: SchemaDefinition): void {
  const sides = [expression.left, expression.right];
  const owners = sides.map((side) => propertyOf(side));
  for (const owner of owners) {
    if (owner && owner.schema !== schema.name) {
      throw semanticError(`Schema name error : ${owner.schema}`);
    }
    if (owner && !owner.property.startsWith('_') && propertyPosition(schema, owner.property) < 0) {
      throw semanticError(`Invalid column: ${owner.property}`);
    }
  }
  const hasProperty = some(expression, (node) => propertyOf(node) !== undefined);
  if ((owners[0] && owners[1]) || !hasProperty) {
    throw semanticError(`Expression ${printExpression(expression)} not supported yet`);
  }
  const [at, value] = owners[0] ? [owners[0], expression.right] : [owners[1], expression.left];
  const property = at && schema.properties[propertyPosition(schema, at.property)];
  if (property && value.kind === 'constant') checkType(property.name, propertyValueType(property.type), value.value);
}

/** Ints and floats compare with each other; apart from them a value has to be of the property's type. */
function checkType(name: string, expected: string, value: unknown): void {
  const actual =
    typeof value === 'bigint'
      ? 'INT'
      : typeof value === 'number'
        ? 'FLOAT'
        : typeof value === 'string'
          ? 'STRING'
          : typeof value === 'boolean'
            ? 'BOOL'
            : '';
  const isNumeric = (type: string): boolean => type === 'INT' || type === 'FLOAT';
  const isScalar = expected === 'STRING' || expected === 'BOOL' || isNumeric(expected);
  if (actual === '' || !isScalar || actual === expected || (isNumeric(actual) && isNumeric(expected))) return;
  throw semanticError(`Column type error : ${name}`);
}

function propertyOf(expression: Expression): { readonly schema: string; readonly property: string } | undefined {
  if (expression.kind !== 'attribute' || expression.object.kind !== 'label') return undefined;
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
