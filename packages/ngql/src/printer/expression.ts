import { doubleText, type Value } from '@orrery/contracts';
import type { Expression, MapExpression } from '../ast/expression.ts';
import type { EdgePattern, HopRange, NodePattern, PathPattern } from '../ast/pattern.ts';
import { printString } from './escape.ts';
import { printKey, printName } from './name.ts';

/** How the two printers differ. Operators and punctuation are the same. */
interface Style {
  readonly constant: (value: Value) => string;
  readonly name: (name: string) => string;
  readonly functionName: (name: string) => string;
  readonly key: (key: string) => string;
  readonly operator: (operator: string) => string;
  /** An operand in a place where only the tightest-binding expressions may stand bare. */
  readonly tight: (expression: Expression, text: string) => string;
  /** An operand with `.name` behind it. */
  readonly owner: (expression: Expression, text: string) => string;
}

const asIs = (name: string): string => name;

const TEXT: Style = {
  constant: constantText,
  name: asIs,
  functionName: asIs,
  key: asIs,
  operator: (operator) => (/[A-Z]/.test(operator) ? ` ${operator} ` : operator),
  tight: (_expression, text) => text,
  owner: (_expression, text) => text,
};

const SOURCE: Style = {
  constant: constantSource,
  name: printName,
  functionName: (name) => (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : printName(name)),
  key: printKey,
  operator: (operator) => ` ${operator} `,
  tight: (expression, text) => (LOOSE.has(expression.kind) || isSignedOrDouble(expression) ? `(${text})` : text),
  // `$a.b` is a column of the variable, `($a).b` an entry of the map; `1.b` begins with a double.
  owner: (expression, text) => (expression.kind === 'variable' || isInt(expression) ? `(${text})` : text),
};

/** Kinds whose source begins or ends with something an operator or a dot behind it would take a part of. */
const LOOSE: ReadonlySet<Expression['kind']> = new Set(['unary', 'cast', 'pattern']);

function isInt(expression: Expression): boolean {
  return expression.kind === 'constant' && typeof expression.value === 'bigint' && expression.value >= 0n;
}

/** A number that is negative, or a double, whose dot could run into the one behind it. */
function isSignedOrDouble(expression: Expression): boolean {
  if (expression.kind !== 'constant') return false;
  const { value } = expression;
  return typeof value === 'bigint' ? value < 0n : typeof value === 'number';
}

/**
 * An expression as NebulaGraph prints it (`Expression::toString`): the name of a column without alias. Strings are not
 * escaped and `1.0` prints as `1`, as there; for text that reads back to the same expression use
 * {@link printExpressionSource}.
 */
export function printExpression(expression: Expression): string {
  return write(expression, TEXT);
}

/** An expression as nGQL that parses back to the same tree. @throws RangeError on values and names without notation */
export function printExpressionSource(expression: Expression): string {
  return write(expression, SOURCE);
}

/** A path of MATCH as nGQL. */
export function printPath(path: PathPattern): string {
  return writePath(path, SOURCE);
}

function constantText(value: Value): string {
  if (value === null) return 'NULL';
  if (typeof value === 'string') return `"${value}"`;
  if (typeof value === 'number') return String(value).replace('e+', 'E').replace('e', 'E');
  return String(value);
}

function constantSource(value: Value): string {
  if (value === null) return 'NULL';
  if (typeof value === 'string') return printString(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new RangeError(`nGQL has no literal for ${value}`);
    return doubleText(value);
  }
  return String(value);
}

function write(expression: Expression, style: Style): string {
  const inner = (part: Expression): string => write(part, style);
  const tight = (part: Expression): string => style.tight(part, write(part, style));
  const list = (parts: readonly Expression[]): string => parts.map(inner).join(',');
  switch (expression.kind) {
    case 'constant':
      return style.constant(expression.value);
    case 'label':
      return style.name(expression.name);
    case 'attribute':
      return `${style.owner(expression.object, tight(expression.object))}.${style.name(expression.name)}`;
    case 'subscript':
      return `${tight(expression.object)}[${inner(expression.index)}]`;
    case 'subscriptRange': {
      const { from, to } = expression;
      return `${tight(expression.object)}[${from ? inner(from) : ''}..${to ? inner(to) : ''}]`;
    }
    case 'inputProperty':
      return `$-.${columnName(expression.name, style)}`;
    case 'variableProperty':
      return `$${expression.variable}.${columnName(expression.name, style)}`;
    case 'sourceProperty':
      return `$^.${style.name(expression.tag)}.${style.name(expression.name)}`;
    case 'destinationProperty':
      return `$$.${style.name(expression.tag)}.${style.name(expression.name)}`;
    case 'variable':
      return `$${expression.name}`;
    case 'vertex':
      return expression.which;
    case 'edge':
      return 'EDGE';
    case 'unary':
      return writeUnary(expression.operator, expression.operand, style);
    case 'binary':
      return `(${tight(expression.left)}${style.operator(expression.operator)}${tight(expression.right)})`;
    case 'cast':
      return `(${expression.type})${tight(expression.operand)}`;
    case 'call':
    case 'textSearch':
      return `${style.functionName(expression.name)}(${list(expression.arguments)})`;
    case 'aggregate': {
      const argument = expression.argument === undefined ? '*' : inner(expression.argument);
      return `${style.functionName(expression.name)}(${expression.distinct ? 'distinct ' : ''}${argument})`;
    }
    case 'case':
      return writeCase(expression, style);
    case 'list':
      return `[${list(expression.items)}]`;
    case 'set':
      return style === SOURCE ? `set{${list(expression.items)}}` : `{${list(expression.items)}}`;
    case 'map':
      return writeMap(expression, style);
    case 'listComprehension': {
      const { variable, collection, filter, mapping } = expression;
      const where = filter ? ` WHERE ${inner(filter)}` : '';
      return `[${style.name(variable)} IN ${tight(collection)}${where}${mapping ? ` | ${inner(mapping)}` : ''}]`;
    }
    case 'predicate': {
      const { name, variable, collection, filter } = expression;
      return `${name}(${style.name(variable)} IN ${inner(collection)} WHERE ${inner(filter)})`;
    }
    case 'exists':
      return `exists(${inner(expression.operand)})`;
    case 'reduce': {
      const { accumulator, initial, variable, collection, mapping } = expression;
      const start = `${style.name(accumulator)} = ${inner(initial)}`;
      return `reduce(${start}, ${style.name(variable)} IN ${inner(collection)} | ${inner(mapping)})`;
    }
    case 'pattern':
      return writePath(expression.pattern, style);
    case 'uuid':
      return `uuid(${style.constant(expression.name)})`;
  }
}

function columnName(name: string, style: Style): string {
  return name === '*' ? name : style.name(name);
}

function writeUnary(operator: string, operand: Expression, style: Style): string {
  if (operator.startsWith('IS')) return `${style.tight(operand, write(operand, style))} ${operator}`;
  return `${operator === 'NOT' ? '!' : operator}(${write(operand, style)})`;
}

function writeCase(expression: Expression & { kind: 'case' }, style: Style): string {
  const { subject, branches, otherwise, conditional } = expression;
  const [first] = branches;
  if (conditional && first !== undefined && otherwise !== undefined) {
    const [when, then, last] = [first.when, first.then, otherwise].map((part) => write(part, style));
    return `(${when} ? ${then} : ${last})`;
  }
  const parts = ['CASE'];
  if (subject) parts.push(write(subject, style));
  for (const { when, then } of branches) parts.push('WHEN', write(when, style), 'THEN', write(then, style));
  if (otherwise) parts.push('ELSE', write(otherwise, style));
  return [...parts, 'END'].join(' ');
}

function writeMap(map: MapExpression, style: Style): string {
  return `{${map.entries.map(({ key, value }) => `${style.key(key)}:${write(value, style)}`).join(',')}}`;
}

function writePath(path: PathPattern, style: Style): string {
  let text = writeNode(path.nodes[0]!, style);
  path.edges.forEach((edge, index) => {
    text += writeEdge(edge, style) + writeNode(path.nodes[index + 1]!, style);
  });
  if (path.shortest) text = `${path.shortest}(${text})`;
  return path.alias === undefined ? text : `${style.name(path.alias)} = ${text}`;
}

function writeNode(node: NodePattern, style: Style): string {
  const labels = node.labels.map(
    ({ name, properties }) => `:${style.name(name)}${properties ? writeMap(properties, style) : ''}`,
  );
  const alias = node.alias === undefined ? '' : style.name(node.alias);
  return `(${alias}${labels.join('')}${node.properties ? writeMap(node.properties, style) : ''})`;
}

function writeEdge(edge: EdgePattern, style: Style): string {
  const alias = edge.alias === undefined ? '' : style.name(edge.alias);
  const types = edge.types.length > 0 ? `:${edge.types.map(style.name).join('|')}` : '';
  const range = edge.range ? hopsText(edge.range) : '';
  const body = `${alias}${types}${range}${edge.properties ? writeMap(edge.properties, style) : ''}`;
  const middle = body === '' ? '' : `[${body}]`;
  return `${edge.direction === 'in' ? '<-' : '-'}${middle}${edge.direction === 'out' ? '->' : '-'}`;
}

function hopsText({ min, max }: HopRange): string {
  return min === max ? `*${min}` : `*${min}..${max ?? ''}`;
}
