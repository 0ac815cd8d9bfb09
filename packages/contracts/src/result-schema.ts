/**
 * Types of result columns. `json` holds nGQL's composite values (list, set, map, vertex, edge, path, geography,
 * duration) as their printed text.
 */
export type ColumnType = 'bool' | 'int64' | 'double' | 'string' | 'date' | 'time' | 'datetime' | 'json';

export interface ResultColumn {
  readonly name: string;
  readonly type: ColumnType;
}

/** Name of the file, in a task's result folder, with the rows that a write-back could not write (`rejectedRows`). */
export const REJECTED_FILE = 'rejected.csv';

/** What is known of a committed result without opening its file. */
export interface ResultSummary {
  readonly columns: readonly ResultColumn[];
  readonly rowCount: number;
  readonly sizeBytes: number;
  /** Extra outputs that cost nothing: iterations, converged, number of components, … */
  readonly statistics: Readonly<Record<string, number | string | boolean>>;
}

/**
 * A column of values on its way into or out of a result table. `valid[i] === 0` marks a null; without `valid` there
 * is none.
 */
export type ColumnData =
  | { readonly type: 'int64'; readonly values: BigInt64Array; readonly valid?: Uint8Array }
  | { readonly type: 'double'; readonly values: Float64Array; readonly valid?: Uint8Array }
  | { readonly type: 'bool'; readonly values: Uint8Array; readonly valid?: Uint8Array }
  | {
      readonly type: 'string' | 'json';
      readonly offsets: Uint32Array;
      readonly bytes: Uint8Array;
      readonly valid?: Uint8Array;
    }
  /** days since 1970-01-01 */
  | { readonly type: 'date'; readonly values: Int32Array; readonly valid?: Uint8Array }
  /** microseconds since midnight; microseconds since 1970 UTC */
  | { readonly type: 'time' | 'datetime'; readonly values: BigInt64Array; readonly valid?: Uint8Array };
