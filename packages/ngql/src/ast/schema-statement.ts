import type { Expression } from './expression.ts';
import type { Span } from './span.ts';

export type GeoShape = 'ANY' | 'POINT' | 'LINESTRING' | 'POLYGON';

/** The type of a property or of vertex ids. */
export type DataType =
  | {
      readonly name:
        | 'BOOL'
        | 'INT8'
        | 'INT16'
        | 'INT32'
        | 'INT64'
        | 'FLOAT'
        | 'DOUBLE'
        | 'STRING'
        | 'TIMESTAMP'
        | 'DATE'
        | 'TIME'
        | 'DATETIME'
        | 'DURATION';
    }
  | { readonly name: 'FIXED_STRING'; readonly length: number }
  | { readonly name: 'GEOGRAPHY'; readonly shape: GeoShape }
  | { readonly name: 'LIST' | 'SET'; readonly item: 'INT64' | 'FLOAT' | 'STRING' };

/** An option of CREATE SPACE. `value`: bigint for numbers, string for names, DataType for vid_type. */
export type SpaceOption =
  | (Span & { readonly kind: 'spaceOption'; readonly name: 'partition_num' | 'replica_factor'; readonly value: bigint })
  | (Span & { readonly kind: 'spaceOption'; readonly name: 'charset' | 'collate'; readonly value: string })
  | (Span & { readonly kind: 'spaceOption'; readonly name: 'vid_type'; readonly value: DataType });

export interface CreateSpaceStatement extends Span {
  readonly kind: 'createSpace';
  readonly ifNotExists: boolean;
  readonly name: string;
  readonly options: readonly SpaceOption[];
  readonly zones: readonly string[];
  readonly comment: string | undefined;
}

/** `CREATE SPACE name AS source`: the schema of source without its data. */
export interface CreateSpaceAsStatement extends Span {
  readonly kind: 'createSpaceAs';
  readonly ifNotExists: boolean;
  readonly name: string;
  readonly source: string;
}

export interface AlterSpaceStatement extends Span {
  readonly kind: 'alterSpace';
  readonly name: string;
  readonly addZones: readonly string[];
}

export interface DropSpaceStatement extends Span {
  readonly kind: 'dropSpace';
  readonly ifExists: boolean;
  readonly name: string;
}

export interface ClearSpaceStatement extends Span {
  readonly kind: 'clearSpace';
  readonly ifExists: boolean;
  readonly name: string;
}

export interface DescribeSpaceStatement extends Span {
  readonly kind: 'describeSpace';
  readonly name: string;
}

/** `name TYPE [NULL | NOT NULL] [DEFAULT expression] [COMMENT "…"]` */
export interface ColumnDefinition extends Span {
  readonly kind: 'column';
  readonly name: string;
  readonly type: DataType;
  /** undefined: not said, which means nullable. */
  readonly nullable: boolean | undefined;
  readonly default: Expression | undefined;
  readonly comment: string | undefined;
}

/** `TTL_DURATION = n`, `TTL_COL = "…"`, `COMMENT = "…"` */
export type SchemaOption =
  | (Span & { readonly kind: 'schemaOption'; readonly name: 'ttl_duration'; readonly value: bigint })
  | (Span & { readonly kind: 'schemaOption'; readonly name: 'ttl_col' | 'comment'; readonly value: string });

/** CREATE TAG or CREATE EDGE. */
export interface CreateSchemaStatement extends Span {
  readonly kind: 'createTag' | 'createEdge';
  readonly ifNotExists: boolean;
  readonly name: string;
  readonly columns: readonly ColumnDefinition[];
  readonly options: readonly SchemaOption[];
}

export type AlterItem =
  | (Span & { readonly kind: 'addColumns'; readonly columns: readonly ColumnDefinition[] })
  | (Span & { readonly kind: 'changeColumns'; readonly columns: readonly ColumnDefinition[] })
  | (Span & { readonly kind: 'dropColumns'; readonly names: readonly string[] });

export interface AlterSchemaStatement extends Span {
  readonly kind: 'alterTag' | 'alterEdge';
  readonly name: string;
  readonly items: readonly AlterItem[];
  readonly options: readonly SchemaOption[];
}

export interface DescribeSchemaStatement extends Span {
  readonly kind: 'describeTag' | 'describeEdge';
  readonly name: string;
}

export interface DropSchemaStatement extends Span {
  readonly kind: 'dropTag' | 'dropEdge';
  readonly ifExists: boolean;
  readonly name: string;
}

/** `field` or `field(length)` of an index. */
export interface IndexField extends Span {
  readonly kind: 'indexField';
  readonly name: string;
  readonly length: bigint | undefined;
}

/** `S2_MAX_LEVEL = n`, `S2_MAX_CELLS = n` */
export interface IndexParameter extends Span {
  readonly kind: 'indexParameter';
  readonly name: 's2_max_level' | 's2_max_cells';
  readonly value: bigint;
}

/** CREATE TAG INDEX or CREATE EDGE INDEX. `on` is the tag or edge type. */
export interface CreateIndexStatement extends Span {
  readonly kind: 'createTagIndex' | 'createEdgeIndex';
  readonly ifNotExists: boolean;
  readonly name: string;
  readonly on: string;
  readonly fields: readonly IndexField[];
  readonly parameters: readonly IndexParameter[];
  readonly comment: string | undefined;
}

export interface CreateFulltextIndexStatement extends Span {
  readonly kind: 'createFulltextIndex';
  readonly target: 'tag' | 'edge';
  readonly name: string;
  readonly on: string;
  readonly fields: readonly string[];
  readonly analyzer: string | undefined;
}

export interface DropIndexStatement extends Span {
  readonly kind: 'dropTagIndex' | 'dropEdgeIndex';
  readonly ifExists: boolean;
  readonly name: string;
}

export interface DropFulltextIndexStatement extends Span {
  readonly kind: 'dropFulltextIndex';
  readonly name: string;
}

export interface DescribeIndexStatement extends Span {
  readonly kind: 'describeTagIndex' | 'describeEdgeIndex';
  readonly name: string;
}

/** `REBUILD TAG INDEX names`; no names means all. */
export interface RebuildIndexStatement extends Span {
  readonly kind: 'rebuildTagIndex' | 'rebuildEdgeIndex' | 'rebuildFulltextIndex';
  readonly names: readonly string[];
}

export type SchemaStatement =
  | CreateSpaceStatement
  | CreateSpaceAsStatement
  | AlterSpaceStatement
  | DropSpaceStatement
  | ClearSpaceStatement
  | DescribeSpaceStatement
  | CreateSchemaStatement
  | AlterSchemaStatement
  | DescribeSchemaStatement
  | DropSchemaStatement
  | CreateIndexStatement
  | CreateFulltextIndexStatement
  | DropIndexStatement
  | DropFulltextIndexStatement
  | DescribeIndexStatement
  | RebuildIndexStatement;
