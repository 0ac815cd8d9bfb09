import type { Expression } from '@orrery/ngql';

/** Lists of so many items are looked at once only. */
const MANY_ITEMS = 16;
const known = new WeakMap<Expression, boolean>();

/** Whether an expression is a constant, or a list, set or map of nothing else. */
export function isLiteral(expression: Expression): boolean {
  switch (expression.kind) {
    case 'constant':
      return true;
    case 'map':
      return expression.entries.every(({ value }) => isLiteral(value));
    case 'list':
    case 'set': {
      if (expression.items.length < MANY_ITEMS) return expression.items.every(isLiteral);
      let answer = known.get(expression);
      if (answer === undefined) {
        answer = expression.items.every(isLiteral);
        known.set(expression, answer);
      }
      return answer;
    }
    default:
      return false;
  }
}

/** The direct parts of an expression, in source order. Of literals, which may have a hundred thousand, none. */
export function children(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'attribute':
      return [expression.object];
    case 'subscript':
      return [expression.object, expression.index];
    case 'subscriptRange':
      return present(expression.object, expression.from, expression.to);
    case 'unary':
    case 'cast':
      return [expression.operand];
    case 'exists':
      return [expression.operand];
    case 'binary':
      return [expression.left, expression.right];
    case 'call':
    case 'textSearch':
      return expression.arguments;
    case 'aggregate':
      return present(expression.argument);
    case 'case': {
      const branches = expression.branches.flatMap((branch) => [branch.when, branch.then]);
      return present(expression.subject, ...branches, expression.otherwise);
    }
    case 'list':
    case 'set':
      return isLiteral(expression) ? [] : expression.items;
    case 'map':
      return isLiteral(expression) ? [] : expression.entries.map((entry) => entry.value);
    case 'listComprehension':
      return present(expression.collection, expression.filter, expression.mapping);
    case 'predicate':
      return [expression.collection, expression.filter];
    case 'reduce':
      return [expression.initial, expression.collection, expression.mapping];
    default:
      return [];
  }
}

function present(...expressions: (Expression | undefined)[]): Expression[] {
  return expressions.filter((expression) => expression !== undefined);
}

/** Every node, parents before their parts. Patterns and literals are not entered. */
export function* walk(expression: Expression): Generator<Expression> {
  yield expression;
  for (const child of children(expression)) yield* walk(child);
}

export function some(expression: Expression, test: (node: Expression) => boolean): boolean {
  for (const node of walk(expression)) if (test(node)) return true;
  return false;
}

export function hasAggregate(expression: Expression): boolean {
  return some(expression, (node) => node.kind === 'aggregate');
}

/**
 * A copy in which `replace` has put other nodes in the place of some; it is asked about a node before its parts, and
 * what it returns is not entered, nor are literals.
 */
export function rewrite(expression: Expression, replace: (node: Expression) => Expression | undefined): Expression {
  const replaced = replace(expression);
  if (replaced) return replaced;
  const of = (part: Expression): Expression => rewrite(part, replace);
  const ofOptional = (part: Expression | undefined): Expression | undefined => part && of(part);
  switch (expression.kind) {
    case 'attribute':
      return { ...expression, object: of(expression.object) };
    case 'subscript':
      return { ...expression, object: of(expression.object), index: of(expression.index) };
    case 'subscriptRange':
      return {
        ...expression,
        object: of(expression.object),
        from: ofOptional(expression.from),
        to: ofOptional(expression.to),
      };
    case 'unary':
    case 'cast':
      return { ...expression, operand: of(expression.operand) };
    case 'exists':
      return { ...expression, operand: of(expression.operand) };
    case 'binary':
      return { ...expression, left: of(expression.left), right: of(expression.right) };
    case 'call':
    case 'textSearch':
      return { ...expression, arguments: expression.arguments.map(of) };
    case 'aggregate':
      return { ...expression, argument: ofOptional(expression.argument) };
    case 'case':
      return {
        ...expression,
        subject: ofOptional(expression.subject),
        branches: expression.branches.map((branch) => {
          // oxlint-disable-next-line unicorn/no-thenable -- the syntax tree's own names
          return { when: of(branch.when), then: of(branch.then) };
        }),
        otherwise: ofOptional(expression.otherwise),
      };
    case 'list':
    case 'set':
      return isLiteral(expression) ? expression : { ...expression, items: expression.items.map(of) };
    case 'map':
      if (isLiteral(expression)) return expression;
      return { ...expression, entries: expression.entries.map(({ key, value }) => ({ key, value: of(value) })) };
    case 'listComprehension':
      return {
        ...expression,
        collection: of(expression.collection),
        filter: ofOptional(expression.filter),
        mapping: ofOptional(expression.mapping),
      };
    case 'predicate':
      return { ...expression, collection: of(expression.collection), filter: of(expression.filter) };
    case 'reduce':
      return {
        ...expression,
        initial: of(expression.initial),
        collection: of(expression.collection),
        mapping: of(expression.mapping),
      };
    default:
      return expression;
  }
}

/** The operands of a tree of ANDs, left to right. */
export function conjuncts(expression: Expression): Expression[] {
  if (expression.kind === 'binary' && expression.operator === 'AND') {
    return [...conjuncts(expression.left), ...conjuncts(expression.right)];
  }
  return [expression];
}

/** The AND of conditions, left to right; undefined for none. */
export function conjunction(conditions: readonly Expression[]): Expression | undefined {
  return conditions.reduce<Expression | undefined>((left, right) => {
    if (!left) return right;
    return { kind: 'binary', operator: 'AND', left, right, offset: left.offset, end: right.end };
  }, undefined);
}

/** Names that an expression takes from outside: labels that no comprehension, predicate or reduce binds. */
export function freeLabels(expression: Expression, bound: ReadonlySet<string> = new Set()): Set<string> {
  const found = new Set<string>();
  const collect = (part: Expression | undefined, names: ReadonlySet<string>): void => {
    if (part) for (const name of freeLabels(part, names)) found.add(name);
  };
  switch (expression.kind) {
    case 'label':
      if (!bound.has(expression.name)) found.add(expression.name);
      break;
    case 'listComprehension': {
      collect(expression.collection, bound);
      const inner = new Set([...bound, expression.variable]);
      collect(expression.filter, inner);
      collect(expression.mapping, inner);
      break;
    }
    case 'predicate':
      collect(expression.collection, bound);
      collect(expression.filter, new Set([...bound, expression.variable]));
      break;
    case 'reduce':
      collect(expression.initial, bound);
      collect(expression.collection, bound);
      collect(expression.mapping, new Set([...bound, expression.variable, expression.accumulator]));
      break;
    case 'pattern':
      for (const node of [...expression.pattern.nodes, ...expression.pattern.edges]) {
        if (node.alias !== undefined && !bound.has(node.alias)) found.add(node.alias);
        collect(node.properties, bound);
      }
      break;
    default:
      for (const child of children(expression)) collect(child, bound);
  }
  return found;
}
