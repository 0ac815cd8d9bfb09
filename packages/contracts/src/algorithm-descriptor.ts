import type { ColumnType } from './result-schema.ts';

export type AlgorithmCategory =
  'Node importance' | 'Path' | 'Community discovery' | 'Graph feature' | 'Clustering' | 'Similarity';

/** A parameter of an algorithm. The API's validation, the forms, the CLI's help and the docs read this. */
export interface ParameterDescriptor {
  readonly name: string;
  readonly type: 'int' | 'double' | 'bool' | 'string' | 'enum' | 'datetime' | 'vid' | 'vids';
  /** null: must be given. Vertex ids default as strings and are read in the graph's own type. */
  readonly default: number | boolean | string | readonly string[] | null;
  /** Closed ranges. */
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly values?: readonly string[];
  readonly help: string;
  /** True for parameters that NebulaGraph Analytics does not have. */
  readonly ours?: boolean;
}

export interface OutputColumn {
  readonly name: string;
  /** `vid`: the type of the graph's vertex ids. */
  readonly type: ColumnType | 'vid';
  readonly help: string;
}

/** Sizes an estimate starts from; unknown ones are estimated by the caller. */
export interface GraphSize {
  readonly vertexCount: number;
  readonly edgeCount: number;
}

/** From a lucky case to an unlucky one. */
export interface Range {
  readonly least: number;
  readonly most: number;
}

/** How long a kernel runs, roughly: visits of edges by a measured speed. */
export interface CostModel {
  /** Visits of edges in a whole run, for instance edges times rounds; `least` where a run may end early. */
  readonly visits: (size: GraphSize, parameters: ParameterValues) => Range;
  /** As `npm run bench -- kernels` measured it: R-MAT of 2^20 vertices, two threads. */
  readonly visitsPerSecond: number;
}

export interface Citation {
  readonly text: string;
  readonly url?: string;
}

/**
 * Parameter values after defaults and coercion: ints as bigint or number by range; datetimes as bigint, milliseconds since
 * 1970, UTC; vids as given.
 */
export type ParameterValue = number | bigint | boolean | string | readonly (string | bigint)[];
export type ParameterValues = Readonly<Record<string, ParameterValue>>;

export interface AlgorithmDescriptor {
  /** The component type and public name: `PageRank`. */
  readonly id: string;
  readonly category: AlgorithmCategory;
  readonly summary: string;
  readonly parameters: readonly ParameterDescriptor[];
  readonly graph: {
    /** used: the weight column is read when the input has one. */
    readonly weight: 'ignored' | 'used';
    /** required: an input without a time for every edge is refused. Never together with a weight that is used. */
    readonly time: 'ignored' | 'required';
  };
  /** Output columns; they may depend on parameters (TYPE, OUTPUT, OPT, STEP). */
  readonly columns: (parameters: ParameterValues) => readonly OutputColumn[];
  /** Bytes of the kernel's state over the projection (the CSR itself is counted by the runtime). */
  readonly memoryBytes: (size: GraphSize, parameters: ParameterValues) => number;
  /** Unset: nothing is said about the time of a run. */
  readonly cost?: CostModel;
  readonly citations: readonly Citation[];
}

/** What a definition is checked against: the component types this build can run. */
export interface Catalogue {
  readonly algorithms: ReadonlyMap<string, AlgorithmDescriptor>;
  readonly engines: readonly string[];
  readonly stores: readonly string[];
}
