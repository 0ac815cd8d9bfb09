import type { Expression } from '../ast/expression.ts';

/** The expressions directly inside one, in source order; those inside patterns included. */
export function childrenOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'constant':
    case 'label':
    case 'inputProperty':
    case 'variableProperty':
    case 'sourceProperty':
    case 'destinationProperty':
    case 'variable':
    case 'vertex':
    case 'edge':
    case 'uuid':
      return [];
    case 'attribute':
      return [expression.object];
    case 'subscript':
      return [expression.object, expression.index];
    case 'subscriptRange':
      return [expression.object, expression.from, expression.to].filter((part) => part !== undefined);
    case 'unary':
    case 'cast':
    case 'exists':
      return [expression.operand];
    case 'binary':
      return [expression.left, expression.right];
    case 'call':
    case 'textSearch':
      return expression.arguments;
    case 'aggregate':
      return expression.argument === undefined ? [] : [expression.argument];
    case 'case':
      return [
        expression.subject,
        ...expression.branches.flatMap((branch) => [branch.when, branch.then]),
        expression.otherwise,
      ].filter((part) => part !== undefined);
    case 'list':
    case 'set':
      return expression.items;
    case 'map':
      return expression.entries.map((entry) => entry.value);
    case 'listComprehension':
      return [expression.collection, expression.filter, expression.mapping].filter((part) => part !== undefined);
    case 'predicate':
      return [expression.collection, expression.filter];
    case 'reduce':
      return [expression.initial, expression.collection, expression.mapping];
    case 'pattern': {
      const { nodes, edges } = expression.pattern;
      const maps = [
        ...nodes.flatMap((node) => [node.properties, ...node.labels.map((label) => label.properties)]),
        ...edges.map((edge) => edge.properties),
      ];
      return maps.filter((map) => map !== undefined);
    }
  }
}

/** Calls `visit` on an expression and everything inside it, parents first; `false` keeps it out of the inside. */
export function walkExpression(expression: Expression, visit: (expression: Expression) => boolean | void): void {
  if (visit(expression) === false) return;
  for (const child of childrenOf(expression)) walkExpression(child, visit);
}

/** The first expression, parents first, that a test accepts. */
export function findExpression(
  expression: Expression,
  test: (expression: Expression) => boolean,
): Expression | undefined {
  if (test(expression)) return expression;
  for (const child of childrenOf(expression)) {
    const found = findExpression(child, test);
    if (found !== undefined) return found;
  }
  return undefined;
}

export function containsAggregate(expression: Expression): boolean {
  return findExpression(expression, (inner) => inner.kind === 'aggregate') !== undefined;
}
