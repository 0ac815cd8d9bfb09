import type { EdgePattern, Expression } from '@orrery/ngql';
import type { Row, Column, Scope } from '../bind/scope.ts';
import type { IndexDefinition, SchemaDefinition } from '../catalog/definitions.ts';
import type { Execution } from '../execute/execution.ts';
import type { Direction } from '../storage/store.ts';

/**
 * The logical plan: a tree of nodes, each with the columns of its rows. Planners make it, optimizer rules rewrite it, and
 * execute/operators has one operator per kind. Nodes are plain data; expressions stay syntax trees, with the scope that
 * tells what their names mean in the rows of the node's input, until an operator compiles them.
 */
export interface Bound {
  readonly expression: Expression;
  readonly scope: Scope;
}

interface Base {
  readonly columns: readonly Column[];
}

/** One row without columns. */
export interface StartNode extends Base {
  readonly kind: 'start';
}

export interface ValuesNode extends Base {
  readonly kind: 'values';
  readonly rows: readonly Row[];
}

/** The rows that an earlier statement of the text put into a variable. */
export interface VariableNode extends Base {
  readonly kind: 'variable';
  readonly name: string;
}

export interface FilterNode extends Base {
  readonly kind: 'filter';
  readonly input: PlanNode;
  readonly condition: Bound;
  /** What an error calls the condition; printed when there is one, for a condition may name a hundred thousand ids. */
  readonly text: () => string;
  /** A value that is no truth drops the row, as in GO, instead of failing the statement. */
  readonly lenient?: boolean;
}

export interface ProjectNode extends Base {
  readonly kind: 'project';
  readonly input: PlanNode;
  readonly expressions: readonly Bound[];
}

/** Appends computed columns. */
export interface ExtendNode extends Base {
  readonly kind: 'extend';
  readonly input: PlanNode;
  readonly expressions: readonly Bound[];
}

export interface DedupNode extends Base {
  readonly kind: 'dedup';
  readonly input: PlanNode;
}

export interface AggregateItem {
  readonly name: string;
  readonly distinct: boolean;
  /** undefined for COUNT(*). */
  readonly argument: Bound | undefined;
}

/** Columns: the keys, then the aggregates. Without keys there is one group, even of no rows. */
export interface AggregateNode extends Base {
  readonly kind: 'aggregate';
  readonly input: PlanNode;
  readonly keys: readonly Bound[];
  readonly items: readonly AggregateItem[];
  /** Only the first rows in an order are wanted, rows that are level in the order of their groups; others may be left out. */
  readonly top?: { readonly keys: readonly SortKey[]; readonly count: number };
}

export interface SortKey {
  readonly slot: number;
  readonly descending: boolean;
}

export interface SortNode extends Base {
  readonly kind: 'sort';
  readonly input: PlanNode;
  readonly keys: readonly SortKey[];
  /** Only the first so many rows are wanted. */
  readonly top?: number;
}

export interface LimitNode extends Base {
  readonly kind: 'limit';
  readonly input: PlanNode;
  readonly skip: number;
  readonly count: number;
}

/** Rows chosen at random, each with the same chance. */
export interface SampleNode extends Base {
  readonly kind: 'sample';
  readonly input: PlanNode;
  readonly count: number;
}

/** One row per item of a list, appended as a column; NULL and EMPTY give no row, other values one. */
export interface UnwindNode extends Base {
  readonly kind: 'unwind';
  readonly input: PlanNode;
  readonly list: Bound;
}

/** All rows of both. */
export interface UnionNode extends Base {
  readonly kind: 'union';
  readonly left: PlanNode;
  readonly right: PlanNode;
}

/** The rows of the left that are (INTERSECT), or are not (MINUS), among those of the right. */
export interface MembershipNode extends Base {
  readonly kind: 'membership';
  readonly left: PlanNode;
  readonly right: PlanNode;
  readonly wanted: boolean;
}

/** Columns of left, then of right. */
export interface JoinNode extends Base {
  readonly kind: 'join';
  readonly left: PlanNode;
  readonly right: PlanNode;
  readonly leftKey: Bound;
  readonly rightKey: Bound;
}

/** Pairs of rows whose keys may be equal, each to each: columns of left, then of right. No pair with equal keys is missing. */
export interface EqualityJoinNode extends Base {
  readonly kind: 'equalityJoin';
  readonly left: PlanNode;
  readonly right: PlanNode;
  readonly leftKeys: readonly Bound[];
  readonly rightKeys: readonly Bound[];
}

/** What is no stream of rows: schema, writes, users, the server. Runs once; its rows are its result. */
export interface CommandNode extends Base {
  readonly kind: 'command';
  readonly name: string;
  readonly input: PlanNode | undefined;
  readonly run: (execution: Execution) => Promise<Row[]>;
}

/** Where a statement takes vertices from: ids written down, or a column. */
export type VertexSource =
  | { readonly kind: 'ids'; readonly ids: readonly Bound[] }
  | { readonly kind: 'column'; readonly input: PlanNode; readonly slot: number };

/** An edge type with the way it is walked. */
export interface EdgeWalk {
  readonly schema: SchemaDefinition;
  readonly direction: Direction;
}

/** Columns: source, edge, destination, and with `withInput` those of the input. */
export interface GoNode extends Base {
  readonly kind: 'go';
  readonly from: VertexSource;
  readonly walks: readonly EdgeWalk[];
  readonly minSteps: number;
  readonly maxSteps: number;
  readonly withInput: boolean;
  /** Whether the edge's properties are asked for. */
  readonly withProperties: boolean;
  readonly truncate?: { readonly sample: boolean; readonly counts: readonly number[] };
  /** Whether the edges of a vertex come in the order of rank and far id, at the cost of sorting them. */
  readonly inIdOrder: boolean;
}

/** Columns: the vertex, and with `withInput` those of the input. */
export interface FetchVerticesNode extends Base {
  readonly kind: 'fetchVertices';
  readonly from: VertexSource;
  /** undefined: any tag. */
  readonly tags: readonly SchemaDefinition[] | undefined;
}

export interface EdgeKeyExpressions {
  readonly src: Bound;
  readonly dst: Bound;
  readonly rank: Bound | undefined;
}

/** Columns: the edge. */
export interface FetchEdgesNode extends Base {
  readonly kind: 'fetchEdges';
  readonly schema: SchemaDefinition;
  /** Evaluated on each row of the input, or once. */
  readonly input: PlanNode | undefined;
  readonly keys: readonly EdgeKeyExpressions[];
}

/** A range of an index with values that are known when the statement runs. */
export interface BoundRange {
  readonly equal: readonly Bound[];
  readonly lower?: { readonly value: Bound; readonly inclusive: boolean };
  readonly upper?: { readonly value: Bound; readonly inclusive: boolean };
}

/** How vertices or edges are found that nothing before has bound. */
export type Access =
  | { readonly kind: 'ids'; readonly ids: Bound }
  | { readonly kind: 'index'; readonly index: IndexDefinition; readonly ranges: readonly BoundRange[] }
  | { readonly kind: 'tag'; readonly schema: SchemaDefinition }
  | { readonly kind: 'edge'; readonly schemas: readonly SchemaDefinition[] }
  | { readonly kind: 'all' };

/** Appends a vertex to every row of the input. */
export interface ScanVerticesNode extends Base {
  readonly kind: 'scanVertices';
  readonly input: PlanNode;
  readonly access: Access;
  /** Ids of ends of edges that are no vertices of themselves are found too: an edge of theirs has to follow. */
  readonly danglingIds?: boolean;
}

/** Appends source, edge and destination to every row of the input. */
export interface ScanEdgesNode extends Base {
  readonly kind: 'scanEdges';
  readonly input: PlanNode;
  readonly access: Extract<Access, { kind: 'index' | 'edge' }>;
}

/** One hop from the vertex in `from`: appends the edge and the vertex it leads to, or only the edge if that is bound. */
export interface ExpandNode extends Base {
  readonly kind: 'expand';
  readonly input: PlanNode;
  readonly from: number;
  readonly walks: readonly EdgeWalk[];
  /** Slot of the vertex that the hop has to lead to, when it is bound already. */
  readonly to: number | undefined;
  /** Slots of edges (or lists of edges) of the same pattern, which may not come twice. */
  readonly distinctFrom: readonly number[];
  readonly withProperties: boolean;
}

/** As expand, over a number of hops: appends the list of edges and the vertex at the end. */
export interface ExpandVariableNode extends Base {
  readonly kind: 'expandVariable';
  readonly input: PlanNode;
  readonly from: number;
  readonly walks: readonly EdgeWalk[];
  readonly to: number | undefined;
  readonly distinctFrom: readonly number[];
  readonly minHops: number;
  readonly maxHops: number;
  /** Holds for every edge; its scope is a row of the edge alone. */
  readonly edgeCondition: Bound | undefined;
  /** The walk goes from the right end of the written pattern to the left: the list is reversed. */
  readonly reversed: boolean;
}

/** For every row of the input, the rows that `inner` makes of it, or one with NULLs. */
export interface OptionalNode extends Base {
  readonly kind: 'optional';
  readonly input: PlanNode;
  /** Starts at an {@link ArgumentNode} with the columns of the input and a number of the row. */
  readonly inner: PlanNode;
  readonly argument: ArgumentNode;
}

/** Rows that an enclosing operator puts in. The last column numbers them. */
export interface ArgumentNode extends Base {
  readonly kind: 'argument';
}

/** For every row of the input, the list of what `inner` makes of it (the last column), appended as a column. */
export interface CollectNode extends Base {
  readonly kind: 'collect';
  readonly input: PlanNode;
  readonly inner: PlanNode;
  readonly argument: ArgumentNode;
}

/** Shortest paths between the vertices in two slots of each row: appends the path. */
export interface ShortestPathNode extends Base {
  readonly kind: 'shortestPath';
  readonly input: PlanNode;
  readonly from: number;
  readonly to: number;
  readonly walks: readonly EdgeWalk[];
  readonly minHops: number;
  readonly maxHops: number;
  readonly all: boolean;
  readonly pattern: EdgePattern;
  readonly edgeCondition: Bound | undefined;
}

/** Paths between two sets of vertices. Columns: the path. */
export interface FindPathNode extends Base {
  readonly kind: 'findPath';
  readonly from: VertexSource;
  readonly to: VertexSource;
  readonly walks: readonly EdgeWalk[];
  readonly path: 'shortest' | 'singleShortest' | 'all' | 'noloop';
  readonly maxSteps: number;
  /** Properties of edges that are shown, by the name of the type; undefined for all, and those of vertices. */
  readonly shown: ReadonlyMap<string, ReadonlySet<string>> | undefined;
  /** Its scope: source, edge, destination. */
  readonly condition: Bound | undefined;
}

/** The neighbourhood of vertices, a row per step. Columns: the lists of vertices and of edges. */
export interface SubgraphNode extends Base {
  readonly kind: 'subgraph';
  readonly from: VertexSource;
  readonly walks: readonly EdgeWalk[];
  readonly steps: number;
  /** Properties that are shown, by the name of the tag or edge type; undefined for all of all. */
  readonly shown: ReadonlyMap<string, ReadonlySet<string>> | undefined;
  readonly withEdges: boolean;
  /** Its scope: source, edge, destination. */
  readonly condition: Bound | undefined;
}

export type PlanNode =
  | StartNode
  | ValuesNode
  | VariableNode
  | FilterNode
  | ProjectNode
  | ExtendNode
  | DedupNode
  | AggregateNode
  | SortNode
  | LimitNode
  | SampleNode
  | UnwindNode
  | UnionNode
  | MembershipNode
  | JoinNode
  | EqualityJoinNode
  | CommandNode
  | GoNode
  | FetchVerticesNode
  | FetchEdgesNode
  | ScanVerticesNode
  | ScanEdgesNode
  | ExpandNode
  | ExpandVariableNode
  | OptionalNode
  | ArgumentNode
  | CollectNode
  | ShortestPathNode
  | FindPathNode
  | SubgraphNode;

export type PlanNodeOf<Kind extends PlanNode['kind']> = Extract<PlanNode, { kind: Kind }>;

/** The nodes whose rows a node takes, left to right. */
export function inputsOf(node: PlanNode): readonly PlanNode[] {
  switch (node.kind) {
    case 'go':
    case 'fetchVertices':
    case 'subgraph':
      return node.from.kind === 'column' ? [node.from.input] : [];
    case 'findPath':
      return [node.from, node.to].flatMap((source) => (source.kind === 'column' ? [source.input] : []));
    case 'union':
    case 'membership':
    case 'join':
    case 'equalityJoin':
      return [node.left, node.right];
    case 'optional':
    case 'collect':
      return [node.input, node.inner];
    case 'start':
    case 'values':
    case 'variable':
    case 'argument':
      return [];
    default:
      return node.input ? [node.input] : [];
  }
}
