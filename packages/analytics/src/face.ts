import type {
  AlgorithmDescriptor,
  ColumnData,
  EdgeScan,
  GraphSize,
  ParameterValues,
  Range,
  VidColumn,
  VidType,
} from '@orrery/contracts';

/** What a graph carries for each edge besides its ends: a double, an int64 of milliseconds since 1970 (UTC), or nothing. */
export type EdgeValueKind = 'none' | 'weight' | 'time';

/**
 * Where edges come from. A numeric or simply quoted CSV is read by analytics' own parallel reader; everything else
 * arrives as batches of an EdgeScan (a space, an upstream table, Parquet).
 */
export type EdgeSource =
  | {
      readonly kind: 'csv';
      readonly path: string;
      readonly header: boolean;
      readonly delimiter: string;
      /** Column names, or positions as text where there is no header. */
      readonly src: string;
      readonly dst: string;
      readonly weight?: string;
      readonly time?: string;
      /** Unset: int64 if every id is a canonical decimal, else string. */
      readonly vidType?: VidType;
    }
  | {
      readonly kind: 'scan';
      readonly scan: EdgeScan;
      /** Vertices that are part of the graph even without an edge; of the scan's type. */
      readonly vertices?: VidColumn;
    };

export interface RunOptions {
  readonly threads: number;
  readonly signal?: AbortSignal;
  /** fraction: 0…1 */
  readonly progress?: (fraction: number, phrase: string) => void;
}

export interface ProjectionOptions extends RunOptions {
  /**
   * What to read for each edge. A weight that the source does not have is 1 for all of them; a source that does not have
   * the time of every edge is refused.
   */
  readonly edgeValue: EdgeValueKind;
  /** Refuse (ErrParam-like MemoryError with figures) instead of passing this. */
  readonly memoryLimitBytes: number;
}

/** Milliseconds that the stages of building took. */
export interface StagesMs {
  readonly read: number;
  readonly encode: number;
  readonly build: number;
}

/** A graph in memory: CSR over dense vertex indexes, with the ids they stand for. */
export interface Projection {
  readonly vidType: VidType;
  readonly vertexCount: number;
  /** Stored edges, each counted once. */
  readonly edgeCount: number;
  /** What it carries: `weight` only where the source had one. */
  readonly edgeValue: EdgeValueKind;
  /** Bytes of shared memory it holds now. */
  readonly memoryBytes: number;
  /** Vertex ids by vertex index. */
  readonly vids: VidColumn;
  readonly stagesMs: StagesMs;
  close(): void;
}

export interface AlgorithmResult {
  readonly columns: readonly { readonly name: string; readonly data: ColumnData }[];
  readonly rowCount: number;
  readonly statistics: Readonly<Record<string, number | string | boolean>>;
}

/** What an estimate starts from. */
export interface InputSize extends GraphSize {
  /** How the edges come, on which the time of reading hangs; csv when unset. */
  readonly source?: EdgeSource['kind'];
  /** False: the input has no weight, though the algorithm would read it. */
  readonly weighted?: boolean;
}

export interface Estimate {
  /** Projection and kernel state together. */
  readonly memoryBytes: number;
  readonly fits: boolean;
  /** Reading, building and the kernel; undefined where the algorithm has no cost model. */
  readonly seconds: Range | undefined;
  /** When it does not fit: what would make it fit. */
  readonly advice: string | undefined;
}

/** The face of the package; index.ts exports an implementation of each member under the same name. */
export interface Analytics {
  readonly algorithms: ReadonlyMap<string, AlgorithmDescriptor>;
  buildProjection(source: EdgeSource, options: ProjectionOptions): Promise<Projection>;
  /** Parameters are complete and coerced (see coerceParameters). @throws on cancel, unknown ROOT, bad weights */
  runAlgorithm(
    id: string,
    projection: Projection,
    parameters: ParameterValues,
    options: RunOptions & { readonly memoryLimitBytes: number; readonly directed: boolean },
  ): Promise<AlgorithmResult>;
  estimate(id: string, size: InputSize, parameters: ParameterValues, memoryLimitBytes: number): Estimate;
}
