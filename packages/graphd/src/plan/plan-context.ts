import type { Value } from '@orrery/contracts';
import { printExpression, type Expression } from '@orrery/ngql';
import { deduceType } from '../bind/deduce-type.ts';
import { foldConstants, substituteParameters } from '../bind/fold-constants.ts';
import { semanticError } from '../bind/statement-error.ts';
import type { Column, EvaluationContext, Scope } from '../bind/scope.ts';
import { some } from '../bind/walk-expression.ts';
import type { CatalogView, SpaceCatalog } from '../catalog/catalog.ts';
import type { SchemaDefinition } from '../catalog/definitions.ts';
import type { EngineContext, EngineSession } from '../server/engine.ts';
import { typeOf, type ValueType } from '../values/value-type.ts';
import type { Bound, PlanNode } from './plan-node.ts';

/** What planners know about the world around a statement. */
export interface PlanContext {
  readonly engine: EngineContext;
  readonly session: EngineSession;
  readonly catalog: CatalogView;
  readonly evaluation: EvaluationContext;
  /** Columns of the variables that the text has assigned so far. */
  readonly variables: ReadonlyMap<string, readonly Column[]>;
  /** What comes through the pipe; undefined at the start of one. */
  readonly input: PlanNode | undefined;
}

/** The space in use. @throws StatementError SemanticError when there is none */
export function spaceInUse(context: PlanContext): SpaceCatalog {
  const { space } = context.session;
  const catalog = space && context.catalog.spacesById.get(space.id);
  if (!catalog) throw semanticError('Space was not chosen.');
  return catalog;
}

/** An expression made ready to be put into a plan: parameters put in, types checked, constants computed. */
export interface Prepared extends Bound {
  readonly type: ValueType;
}

/** @throws StatementError SemanticError on unknown parameters, types that do not fit, constants that can't be computed */
export function prepare(expression: Expression, scope: Scope, context: PlanContext): Prepared {
  // Ids come by the hundred thousand.
  if (expression.kind === 'constant') return { expression, scope, type: typeOf(expression.value) };
  checkParameters(expression, context);
  const substituted = substituteParameters(expression, context.evaluation.parameters);
  const type = deduceType(substituted, scope, context.evaluation);
  return { expression: foldConstants(substituted, context.evaluation), scope, type };
}

/** A condition, checked to be one. `text` is what errors call it. */
export function prepareCondition(
  expression: Expression,
  scope: Scope,
  context: PlanContext,
  expected = 'boolean',
): { readonly condition: Bound; readonly text: () => string } {
  const prepared = prepare(expression, scope, context);
  if (!['BOOL', 'NULL', '__EMPTY__', 'LIST'].includes(prepared.type)) {
    const text = printExpression(expression);
    throw semanticError(`\`${text}', expected ${expected}, but was \`${prepared.type}'`);
  }
  return { condition: prepared, text: () => printExpression(prepared.expression) };
}

/** @throws StatementError SemanticError naming every `$p` that is neither a parameter nor a variable */
export function checkParameters(expression: Expression, context: PlanContext): void {
  const unknown = new Set<string>();
  some(expression, (node) => {
    if (node.kind === 'variable' && !isKnown(node.name, context)) unknown.add(node.name);
    return false;
  });
  if (unknown.size > 0) throw semanticError(`Undefined parameters: ${[...unknown].join(', ')}`);
}

function isKnown(name: string, context: PlanContext): boolean {
  return context.evaluation.parameters.has(name) || context.variables.has(name);
}

/** The value of a parameter; undefined when there is no such parameter. */
export function parameterValue(name: string, context: PlanContext): { readonly value: Value } | undefined {
  const { parameters } = context.evaluation;
  return parameters.has(name) ? { value: parameters.get(name) } : undefined;
}

export function column(name: string, type: ValueType = '__EMPTY__'): Column {
  return { name, type };
}

/** Position of a property; -1 when the schema has none of that name. */
export function propertyPosition(schema: SchemaDefinition, name: string): number {
  return schema.properties.findIndex((property) => property.name === name);
}
