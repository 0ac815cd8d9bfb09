import { printExpression, type Expression, type YieldClause } from '@orrery/ngql';
import { deduceType } from '../bind/deduce-type.ts';
import { foldConstants, isConstant, substituteParameters } from '../bind/fold-constants.ts';
import { ColumnScope, type Column, type Scope } from '../bind/scope.ts';
import { semanticError } from '../bind/statement-error.ts';
import { freeLabels, hasAggregate, rewrite, walk } from '../bind/walk-expression.ts';
import { checkParameters, column, prepare, type PlanContext } from './plan-context.ts';
import type { AggregateItem, Bound, PlanNode } from './plan-node.ts';

export interface NamedExpression {
  readonly name: string;
  readonly expression: Expression;
}

/** The columns of a YIELD, RETURN or WITH, named by their alias or their text. */
export function namedColumns(clause: Pick<YieldClause, 'columns'>): NamedExpression[] {
  return clause.columns.map(({ alias, expression }) => ({ name: alias ?? printExpression(expression), expression }));
}

/** Columns computed from rows, with aggregation where they ask for it, and DISTINCT. */
export function projectColumns(
  input: PlanNode,
  scope: Scope,
  columns: readonly NamedExpression[],
  distinct: boolean,
  context: PlanContext,
): PlanNode {
  const projected = columns.some(({ expression }) => hasAggregate(expression))
    ? aggregateColumns(input, scope, columns, undefined, context)
    : plainColumns(input, scope, columns, context);
  return distinct ? { kind: 'dedup', input: projected, columns: projected.columns } : projected;
}

function plainColumns(
  input: PlanNode,
  scope: Scope,
  columns: readonly NamedExpression[],
  context: PlanContext,
): PlanNode {
  const expressions = columns.map(({ expression }) => prepare(expression, scope, context));
  return {
    kind: 'project',
    input,
    expressions,
    columns: expressions.map(({ type }, i) => column(columns[i]!.name, type)),
  };
}

/**
 * Groups by `keys`, or, where there are none written, by whatever part of the columns is outside of aggregates. The
 * columns are then computed from keys and aggregates.
 * @throws StatementError SemanticError when a column needs more than the written keys
 */
export function aggregateColumns(
  input: PlanNode,
  scope: Scope,
  columns: readonly NamedExpression[],
  keys: readonly Expression[] | undefined,
  context: PlanContext,
): PlanNode {
  const builder = new AggregationBuilder(scope, keys, context);
  const rewritten = columns.map(({ expression }) => builder.rewrite(expression));
  const aggregation = builder.build(input);
  const inner = new ColumnScope(aggregation.columns);
  const expressions: Bound[] = rewritten.map((expression) => ({ expression, scope: inner }));
  return {
    kind: 'project',
    input: aggregation,
    expressions,
    columns: expressions.map(({ expression }, i) =>
      column(columns[i]!.name, deduceType(expression, inner, context.evaluation)),
    ),
  };
}

class AggregationBuilder {
  readonly #scope: Scope;
  readonly #written: boolean;
  readonly #context: PlanContext;
  readonly #keys = new Map<string, { readonly bound: Bound; readonly column: Column }>();
  readonly #items = new Map<string, { readonly item: AggregateItem; readonly column: Column }>();

  constructor(scope: Scope, keys: readonly Expression[] | undefined, context: PlanContext) {
    this.#scope = scope;
    this.#written = keys !== undefined;
    this.#context = context;
    for (const key of keys ?? []) this.#addKey(key);
  }

  #addKey(expression: Expression): string {
    const name = `#key ${printExpression(expression)}`;
    if (!this.#keys.has(name)) {
      const prepared = prepare(expression, this.#scope, this.#context);
      this.#keys.set(name, { bound: prepared, column: column(name, prepared.type) });
    }
    return name;
  }

  #addItem(expression: Extract<Expression, { kind: 'aggregate' }>): string {
    const name = `#aggregate ${printExpression(expression).toLowerCase()} ${expression.distinct}`;
    if (!this.#items.has(name)) {
      if (expression.argument && hasAggregate(expression.argument)) {
        throw semanticError(`Aggregate function nesting is not allowed: \`${printExpression(expression)}'`);
      }
      const argument = expression.argument && prepare(expression.argument, this.#scope, this.#context);
      const type = deduceType(expression, this.#scope, this.#context.evaluation);
      const item = { name: expression.name, distinct: expression.distinct, argument };
      this.#items.set(name, { item, column: column(name, type) });
    }
    return name;
  }

  /** The expression over the columns of the aggregation. */
  rewrite(original: Expression): Expression {
    checkParameters(original, this.#context);
    const expression = substituteParameters(original, this.#context.evaluation.parameters);
    if (hasAggregate(expression)) deduceType(expression, this.#scope, this.#context.evaluation);
    const locals = localNames(expression);
    return rewrite(expression, (node) => {
      const { offset, end } = node;
      const label = (name: string): Expression => ({ kind: 'label', name, offset, end });
      if (node.kind === 'aggregate') return label(this.#addItem(node));
      const name = `#key ${printExpression(node)}`;
      if (this.#keys.has(name)) return label(name);
      if (hasAggregate(node)) return undefined;
      if (node.kind === 'label' && locals.has(node.name)) return node;
      if (locals.size > 0 && [...freeLabels(node)].some((local) => locals.has(local))) return undefined;
      if (isConstant(node)) return foldConstants(node, this.#context.evaluation);
      if (!this.#written) return label(this.#addKey(node));
      if (node.kind === 'label') {
        throw semanticError(`Not supported expression \`${node.name}' for props deduction.`);
      }
      if (isReference(node)) {
        throw semanticError(
          `Yield non-agg expression \`${printExpression(node)}' must be functionally dependent on items in ` +
            'GROUP BY clause',
        );
      }
      return undefined;
    });
  }

  build(input: PlanNode): PlanNode {
    const [keys, items] = [[...this.#keys.values()], [...this.#items.values()]];
    return {
      kind: 'aggregate',
      input,
      keys: keys.map(({ bound }) => bound),
      items: items.map(({ item }) => item),
      columns: [...keys, ...items].map((part) => part.column),
    };
  }
}

/** Variables that comprehensions, predicates and reduce bind somewhere in the expression. */
function localNames(expression: Expression): Set<string> {
  const names = new Set<string>();
  for (const node of walk(expression)) {
    if (node.kind === 'listComprehension' || node.kind === 'predicate') names.add(node.variable);
    if (node.kind === 'reduce') names.add(node.variable).add(node.accumulator);
  }
  return names;
}

function isReference(node: Expression): boolean {
  return ['label', 'inputProperty', 'variableProperty', 'sourceProperty', 'destinationProperty', 'attribute'].includes(
    node.kind,
  );
}
