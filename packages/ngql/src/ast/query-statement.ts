import type {
  EdgeKeyList,
  EdgeKeyReference,
  OrderFactor,
  OverClause,
  OverEdge,
  StepClause,
  Vertices,
  YieldClause,
  YieldColumn,
} from './clause.ts';
import type { Expression } from './expression.ts';
import type { PathPattern } from './pattern.ts';
import type { Span } from './span.ts';
import type { Statement } from './statement.ts';

/** `USE space` */
export interface UseStatement extends Span {
  readonly kind: 'use';
  readonly space: string;
}

/** `LIMIT [1, 2]` or `SAMPLE [1, 2]` of GO: one entry per step. */
export interface TruncateClause extends Span {
  readonly kind: 'truncate';
  readonly sample: boolean;
  readonly counts: Expression;
}

/** `GO … FROM … OVER … [WHERE] [YIELD] [LIMIT | SAMPLE]` */
export interface GoStatement extends Span {
  readonly kind: 'go';
  readonly steps: StepClause | undefined;
  readonly from: Vertices;
  readonly over: OverClause;
  readonly where: Expression | undefined;
  readonly yield: YieldClause | undefined;
  readonly truncate: TruncateClause | undefined;
}

/** `[OPTIONAL] MATCH paths [WHERE filter]` */
export interface MatchClause extends Span {
  readonly kind: 'matchClause';
  readonly optional: boolean;
  readonly paths: readonly PathPattern[];
  readonly where: Expression | undefined;
}

/** `UNWIND list AS alias` inside a MATCH statement. */
export interface UnwindClause extends Span {
  readonly kind: 'unwindClause';
  readonly list: Expression;
  readonly alias: string;
}

/** What RETURN and WITH have in common. `all` for `*`, which columns may follow. */
export interface Projection {
  readonly distinct: boolean;
  readonly all: boolean;
  readonly columns: readonly YieldColumn[];
  readonly orderBy: readonly OrderFactor[] | undefined;
  readonly skip: Expression | undefined;
  readonly limit: Expression | undefined;
}

/** `WITH … [ORDER BY] [SKIP] [LIMIT] [WHERE]` */
export interface WithClause extends Span, Projection {
  readonly kind: 'with';
  readonly where: Expression | undefined;
}

/** `RETURN … [ORDER BY] [SKIP] [LIMIT]` */
export interface ReturnClause extends Span, Projection {
  readonly kind: 'return';
}

export type ReadingClause = MatchClause | UnwindClause | WithClause;

/** An openCypher statement; `RETURN 1` has no clauses. */
export interface MatchStatement extends Span {
  readonly kind: 'match';
  readonly clauses: readonly ReadingClause[];
  readonly return: ReturnClause;
}

/** `LOOKUP ON name [WHERE] [YIELD]`: name is a tag or an edge type. */
export interface LookupStatement extends Span {
  readonly kind: 'lookup';
  readonly on: string;
  readonly where: Expression | undefined;
  readonly yield: YieldClause | undefined;
}

/** `FETCH PROP ON tags vids [YIELD]`; `all` and no tags for `*`. */
export interface FetchVerticesStatement extends Span {
  readonly kind: 'fetchVertices';
  readonly all: boolean;
  readonly tags: readonly string[];
  readonly vertices: Vertices;
  readonly yield: YieldClause | undefined;
}

/** `FETCH PROP ON edge keys [YIELD]` */
export interface FetchEdgesStatement extends Span {
  readonly kind: 'fetchEdges';
  readonly edge: string;
  readonly keys: EdgeKeyList | EdgeKeyReference;
  readonly yield: YieldClause | undefined;
}

/** `FIND SHORTEST | SINGLE SHORTEST | ALL | NOLOOP PATH …` */
export interface FindPathStatement extends Span {
  readonly kind: 'findPath';
  readonly path: 'shortest' | 'singleShortest' | 'all' | 'noloop';
  readonly withProperties: boolean;
  readonly from: Vertices;
  readonly to: Vertices;
  readonly over: OverClause;
  readonly where: Expression | undefined;
  /** `UPTO n STEPS`; undefined means 5. */
  readonly upto: bigint | undefined;
  readonly yield: YieldClause | undefined;
}

/** `IN`, `OUT` or `BOTH` edges of GET SUBGRAPH; no edges means all (`IN *` or nothing). */
export interface SubgraphDirection extends Span {
  readonly kind: 'subgraphDirection';
  readonly all: boolean;
  readonly edges: readonly OverEdge[];
}

export interface SubgraphStatement extends Span {
  readonly kind: 'subgraph';
  readonly withProperties: boolean;
  readonly steps: StepClause | undefined;
  readonly from: Vertices;
  readonly in: SubgraphDirection | undefined;
  readonly out: SubgraphDirection | undefined;
  readonly both: SubgraphDirection | undefined;
  readonly where: Expression | undefined;
  readonly yield: YieldClause | undefined;
}

/** `FROM $a INNER JOIN $b ON left == right` of YIELD. NebulaGraph runs inner joins only. */
export interface JoinClause extends Span {
  readonly kind: 'join';
  readonly join: 'inner' | 'left' | 'right' | 'outer' | 'semi';
  /** Variable without dollar. */
  readonly left: string;
  readonly right: string;
  readonly leftKey: Expression;
  readonly rightKey: Expression;
}

/** `YIELD … [WHERE …]` as a statement of its own, usually behind a pipe. */
export interface YieldStatement extends Span {
  readonly kind: 'yieldStatement';
  readonly yield: YieldClause;
  readonly where: Expression | undefined;
  readonly join: JoinClause | undefined;
}

/** `GROUP BY keys YIELD … [HAVING …]` */
export interface GroupByStatement extends Span {
  readonly kind: 'groupBy';
  readonly keys: readonly YieldColumn[];
  readonly yield: YieldClause;
  readonly having: Expression | undefined;
}

/** `ORDER BY factors` */
export interface OrderByStatement extends Span {
  readonly kind: 'orderBy';
  readonly factors: readonly OrderFactor[];
}

/** `LIMIT [offset,] count`, `LIMIT count OFFSET offset`, `OFFSET …` */
export interface LimitStatement extends Span {
  readonly kind: 'limit';
  /** Rows left out first (the statement's OFFSET). */
  readonly skip: bigint;
  /** undefined: no bound. */
  readonly count: bigint | undefined;
}

/** `SAMPLE count` behind a pipe. */
export interface SampleStatement extends Span {
  readonly kind: 'sample';
  readonly count: bigint;
}

/** `UNWIND list AS alias` behind a pipe. */
export interface UnwindStatement extends Span {
  readonly kind: 'unwind';
  readonly list: Expression;
  readonly alias: string;
}

/** `left | right` */
export interface PipeStatement extends Span {
  readonly kind: 'pipe';
  readonly left: Statement;
  readonly right: Statement;
}

/** `left UNION [ALL] right` and its kin; left-associative. Plain UNION is `UNION DISTINCT`. */
export interface SetStatement extends Span {
  readonly kind: 'setOperation';
  readonly operator: 'UNION' | 'UNION ALL' | 'INTERSECT' | 'MINUS';
  readonly left: Statement;
  readonly right: Statement;
}

/** `$variable = statement`; the name has no dollar. */
export interface AssignmentStatement extends Span {
  readonly kind: 'assignment';
  readonly variable: string;
  readonly statement: Statement;
}

/** `EXPLAIN | PROFILE [FORMAT = "…"] statement` or `{ statements }`. */
export interface ExplainStatement extends Span {
  readonly kind: 'explain';
  readonly profile: boolean;
  /** Lower case; `row` by default. */
  readonly format: string;
  readonly statements: readonly Statement[];
}

export type QueryStatement =
  | UseStatement
  | GoStatement
  | MatchStatement
  | LookupStatement
  | FetchVerticesStatement
  | FetchEdgesStatement
  | FindPathStatement
  | SubgraphStatement
  | YieldStatement
  | GroupByStatement
  | OrderByStatement
  | LimitStatement
  | SampleStatement
  | UnwindStatement
  | PipeStatement
  | SetStatement
  | AssignmentStatement
  | ExplainStatement;
