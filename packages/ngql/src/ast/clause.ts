import type { Expression, InputProperty, VariableProperty } from './expression.ts';
import type { Span } from './span.ts';

/** `expression [AS alias]` of YIELD, RETURN and WITH. */
export interface YieldColumn extends Span {
  readonly kind: 'yieldColumn';
  readonly expression: Expression;
  readonly alias: string | undefined;
}

/** `YIELD [DISTINCT] columns` */
export interface YieldClause extends Span {
  readonly kind: 'yield';
  readonly distinct: boolean;
  readonly columns: readonly YieldColumn[];
}

/** `1 STEPS`, `1 TO 3 STEPS`: min equals max for a single number. */
export interface StepClause extends Span {
  readonly kind: 'steps';
  readonly min: bigint;
  readonly max: bigint;
  /** True for `m TO n STEPS`, even where m equals n. */
  readonly range: boolean;
}

/** Vertex ids written down: strings, ints, or calls such as `hash("x")`. */
export interface VidList extends Span {
  readonly kind: 'vids';
  readonly vids: readonly Expression[];
}

/** Vertex ids from a column: `$-.id`, `$var.id`. */
export interface VidReference extends Span {
  readonly kind: 'vidReference';
  readonly reference: InputProperty | VariableProperty;
}

export type Vertices = VidList | VidReference;

export interface OverEdge extends Span {
  readonly kind: 'overEdge';
  readonly name: string;
  readonly alias: string | undefined;
}

/** `OVER edges [REVERSELY | BIDIRECT]`; `all` and no edges for `OVER *`. */
export interface OverClause extends Span {
  readonly kind: 'over';
  readonly all: boolean;
  readonly edges: readonly OverEdge[];
  readonly direction: 'out' | 'in' | 'both';
}

export interface OrderFactor extends Span {
  readonly kind: 'orderFactor';
  readonly expression: Expression;
  readonly descending: boolean;
}

/** One `src->dst[@rank]`. `rank` is an int constant for written keys, an expression in `$-.src->$-.dst@$-.rank`. */
export interface EdgeKey extends Span {
  readonly kind: 'edgeKey';
  readonly src: Expression;
  readonly dst: Expression;
  readonly rank: Expression | undefined;
}

/** Edge keys written down. */
export interface EdgeKeyList extends Span {
  readonly kind: 'edgeKeys';
  readonly keys: readonly EdgeKey[];
}

/** Edge keys from columns: `$-.src->$-.dst@$-.rank`. */
export interface EdgeKeyReference extends Span {
  readonly kind: 'edgeKeyReference';
  readonly key: EdgeKey;
}
