import type { EdgeKey, EdgeKeyList, EdgeKeyReference, Vertices, YieldClause } from './clause.ts';
import type { Expression } from './expression.ts';
import type { Span } from './span.ts';

/** `tag(prop, …)` of INSERT VERTEX. `properties` undefined: no list was written (`INSERT VERTEX tag VALUES …`). */
export interface InsertTag extends Span {
  readonly kind: 'insertTag';
  readonly tag: string;
  readonly properties: readonly string[] | undefined;
}

/** `vid:(value, …)`: the values of all tags in order. */
export interface VertexRow extends Span {
  readonly kind: 'vertexRow';
  readonly vid: Expression;
  readonly values: readonly Expression[];
}

export interface InsertVerticesStatement extends Span {
  readonly kind: 'insertVertices';
  readonly ifNotExists: boolean;
  readonly ignoreExistedIndex: boolean;
  readonly tags: readonly InsertTag[];
  readonly rows: readonly VertexRow[];
}

/** `src->dst[@rank]:(value, …)` */
export interface EdgeRow extends Span {
  readonly kind: 'edgeRow';
  readonly src: Expression;
  readonly dst: Expression;
  readonly rank: bigint;
  readonly values: readonly Expression[];
}

export interface InsertEdgesStatement extends Span {
  readonly kind: 'insertEdges';
  readonly ifNotExists: boolean;
  readonly ignoreExistedIndex: boolean;
  readonly edge: string;
  /** undefined: no list was written. */
  readonly properties: readonly string[] | undefined;
  readonly rows: readonly EdgeRow[];
}

export interface DeleteVerticesStatement extends Span {
  readonly kind: 'deleteVertices';
  readonly vertices: Vertices;
  readonly withEdge: boolean;
}

/** `DELETE TAG tags FROM vids`; `all` and no tags for `*`. */
export interface DeleteTagsStatement extends Span {
  readonly kind: 'deleteTags';
  readonly all: boolean;
  readonly tags: readonly string[];
  readonly vertices: Vertices;
}

export interface DeleteEdgesStatement extends Span {
  readonly kind: 'deleteEdges';
  readonly edge: string;
  readonly keys: EdgeKeyList | EdgeKeyReference;
}

/** `property = value` of SET; `owner` is the tag or edge type of the old form `SET tag.property = …`. */
export interface UpdateItem extends Span {
  readonly kind: 'updateItem';
  readonly owner: string | undefined;
  readonly property: string;
  readonly value: Expression;
}

/** `UPDATE | UPSERT VERTEX [ON tag] vids SET … [WHEN …] [YIELD …]` */
export interface UpdateVertexStatement extends Span {
  readonly kind: 'updateVertex';
  readonly insertable: boolean;
  readonly tag: string | undefined;
  readonly vids: readonly Expression[];
  readonly items: readonly UpdateItem[];
  readonly when: Expression | undefined;
  readonly yield: YieldClause | undefined;
}

/** `UPDATE | UPSERT EDGE ON edge keys SET …`; the old form `… src->dst OF edge` gives the same node. */
export interface UpdateEdgeStatement extends Span {
  readonly kind: 'updateEdge';
  readonly insertable: boolean;
  readonly edge: string;
  readonly keys: readonly EdgeKey[];
  readonly items: readonly UpdateItem[];
  readonly when: Expression | undefined;
  readonly yield: YieldClause | undefined;
}

export type MutationStatement =
  | InsertVerticesStatement
  | InsertEdgesStatement
  | DeleteVerticesStatement
  | DeleteTagsStatement
  | DeleteEdgesStatement
  | UpdateVertexStatement
  | UpdateEdgeStatement;
