import type { Value } from '@orrery/contracts';
import type { PathPattern } from './pattern.ts';
import type { Span } from './span.ts';

export type UnaryOperator = '+' | '-' | 'NOT' | 'IS NULL' | 'IS NOT NULL' | 'IS EMPTY' | 'IS NOT EMPTY';
export type ArithmeticOperator = '+' | '-' | '*' | '/' | '%';
export type RelationalOperator =
  | '=='
  | '!='
  | '<'
  | '<='
  | '>'
  | '>='
  | '=~'
  | 'IN'
  | 'NOT IN'
  | 'CONTAINS'
  | 'NOT CONTAINS'
  | 'STARTS WITH'
  | 'NOT STARTS WITH'
  | 'ENDS WITH'
  | 'NOT ENDS WITH';
export type LogicalOperator = 'AND' | 'OR' | 'XOR';
export type BinaryOperator = ArithmeticOperator | RelationalOperator | LogicalOperator;

/** The types that `(TYPE)expr` converts to. */
export type CastType = 'BOOL' | 'INT' | 'FLOAT' | 'STRING' | 'DOUBLE' | 'TIMESTAMP' | 'DATE' | 'TIME' | 'DATETIME';

/** A value written down: null, boolean, bigint (int), number (double) or string. */
export interface Constant extends Span {
  readonly kind: 'constant';
  readonly value: Value;
}

/**
 * A bare name. What it means depends on the statement: a variable of MATCH, an edge type or tag before a property, a
 * reduce or list-comprehension variable, or a column.
 */
export interface Label extends Span {
  readonly kind: 'label';
  readonly name: string;
}

/**
 * `object.name`. `v.name`, `follow.degree`, `like._src` and `v.player.age` are all built from this node over labels,
 * as NebulaGraph's parser does; the binder tells them apart. `name` may be `*` where the grammar allows it.
 */
export interface Attribute extends Span {
  readonly kind: 'attribute';
  readonly object: Expression;
  readonly name: string;
}

/** `object[index]` */
export interface Subscript extends Span {
  readonly kind: 'subscript';
  readonly object: Expression;
  readonly index: Expression;
}

/** `object[from..to]`, either end may be missing. */
export interface SubscriptRange extends Span {
  readonly kind: 'subscriptRange';
  readonly object: Expression;
  readonly from: Expression | undefined;
  readonly to: Expression | undefined;
}

/** `$-.name`; `*` for all columns. */
export interface InputProperty extends Span {
  readonly kind: 'inputProperty';
  readonly name: string;
}

/** `$var.name`; `*` for all columns. The variable's name has no dollar. May also be an attribute of a parameter. */
export interface VariableProperty extends Span {
  readonly kind: 'variableProperty';
  readonly variable: string;
  readonly name: string;
}

/** `$^.tag.name` */
export interface SourceProperty extends Span {
  readonly kind: 'sourceProperty';
  readonly tag: string;
  readonly name: string;
}

/** `$$.tag.name` */
export interface DestinationProperty extends Span {
  readonly kind: 'destinationProperty';
  readonly tag: string;
  readonly name: string;
}

/** `$name`: a parameter of the session or a variable; without the dollar. */
export interface Variable extends Span {
  readonly kind: 'variable';
  readonly name: string;
}

/** `VERTEX`, `$^` or `$$` as a value. */
export interface VertexReference extends Span {
  readonly kind: 'vertex';
  readonly which: 'VERTEX' | '$^' | '$$';
}

/** `EDGE` as a value. */
export interface EdgeReference extends Span {
  readonly kind: 'edge';
}

export interface Unary extends Span {
  readonly kind: 'unary';
  readonly operator: UnaryOperator;
  readonly operand: Expression;
}

export interface Binary extends Span {
  readonly kind: 'binary';
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
}

/** `(TYPE)operand` */
export interface Cast extends Span {
  readonly kind: 'cast';
  readonly type: CastType;
  readonly operand: Expression;
}

/** A call of a scalar function. `name` as written. */
export interface FunctionCall extends Span {
  readonly kind: 'call';
  readonly name: string;
  readonly arguments: readonly Expression[];
}

/** A call of an aggregate function. `name` as written; `argument` undefined for `COUNT(*)`. */
export interface AggregateCall extends Span {
  readonly kind: 'aggregate';
  readonly name: string;
  readonly distinct: boolean;
  readonly argument: Expression | undefined;
}

export interface CaseBranch {
  readonly when: Expression;
  readonly then: Expression;
}

/** `CASE [subject] WHEN … THEN … [ELSE …] END`; `conditional` marks `a ? b : c`, which is a CASE of one branch. */
export interface Case extends Span {
  readonly kind: 'case';
  readonly subject: Expression | undefined;
  readonly branches: readonly CaseBranch[];
  readonly otherwise: Expression | undefined;
  readonly conditional: boolean;
}

export interface ListExpression extends Span {
  readonly kind: 'list';
  readonly items: readonly Expression[];
}

export interface SetExpression extends Span {
  readonly kind: 'set';
  readonly items: readonly Expression[];
}

export interface MapEntry {
  readonly key: string;
  readonly value: Expression;
}

export interface MapExpression extends Span {
  readonly kind: 'map';
  readonly entries: readonly MapEntry[];
}

/** `[variable IN collection WHERE filter | mapping]` */
export interface ListComprehension extends Span {
  readonly kind: 'listComprehension';
  readonly variable: string;
  readonly collection: Expression;
  readonly filter: Expression | undefined;
  readonly mapping: Expression | undefined;
}

export type PredicateName = 'all' | 'any' | 'none' | 'single';

/** `all(variable IN collection WHERE filter)` and its kin. */
export interface Predicate extends Span {
  readonly kind: 'predicate';
  readonly name: PredicateName;
  readonly variable: string;
  readonly collection: Expression;
  readonly filter: Expression;
}

/** `exists(operand)`; the operand is an attribute or a subscript. */
export interface Exists extends Span {
  readonly kind: 'exists';
  readonly operand: Expression;
}

/** `reduce(accumulator = initial, variable IN collection | mapping)` */
export interface Reduce extends Span {
  readonly kind: 'reduce';
  readonly accumulator: string;
  readonly initial: Expression;
  readonly variable: string;
  readonly collection: Expression;
  readonly mapping: Expression;
}

/** A pattern as an expression: `(v)-[:like]->()` in WHERE, or in a list of paths. */
export interface PatternExpression extends Span {
  readonly kind: 'pattern';
  readonly pattern: PathPattern;
}

/** `uuid("…")` */
export interface Uuid extends Span {
  readonly kind: 'uuid';
  readonly name: string;
}

/** `ES_QUERY(index, "…")`, `PREFIX(…)` and the like: full-text search in LOOKUP. */
export interface TextSearch extends Span {
  readonly kind: 'textSearch';
  readonly name: string;
  readonly arguments: readonly Expression[];
}

export type Expression =
  | Constant
  | Label
  | Attribute
  | Subscript
  | SubscriptRange
  | InputProperty
  | VariableProperty
  | SourceProperty
  | DestinationProperty
  | Variable
  | VertexReference
  | EdgeReference
  | Unary
  | Binary
  | Cast
  | FunctionCall
  | AggregateCall
  | Case
  | ListExpression
  | SetExpression
  | MapExpression
  | ListComprehension
  | Predicate
  | Exists
  | Reduce
  | PatternExpression
  | Uuid
  | TextSearch;

export type ExpressionKind = Expression['kind'];
