import type { EdgeValueKind } from '../face.ts';
import type { SharedMemory } from '../runtime/shared-memory.ts';

/** Edges as they were read, in order: parallel arrays in shared memory. See encode.as.ts for the record's layout. */
export interface EdgeChunk {
  readonly sources: number;
  readonly targets: number;
  /** Weights (f64) or times (i64), as RawEdges.edgeValue says; 0: none */
  readonly values: number;
  readonly count: number;
  /** int64 ids; else u32, or references of dictionary entries */
  readonly wide: boolean;
}

export const CHUNK_RECORD_BYTES = 32;

/** Writes the chunks as the records that kernels read. */
export function writeChunks(memory: SharedMemory, address: number, chunks: readonly EdgeChunk[]): void {
  const recordWords = CHUNK_RECORD_BYTES / 4;
  const words = memory.u32(address, chunks.length * recordWords);
  words.fill(0);
  chunks.forEach((chunk, i) => {
    words.set([chunk.sources, chunk.targets, chunk.values, chunk.count, chunk.wide ? 1 : 0], i * recordWords);
  });
}

/** Numbers that a source has for its vertices, beside the ids that they stand for. */
export interface SourceNumbers {
  /** All numbers are below. */
  readonly indexCount: number;
  /** Those that occur. */
  readonly used: Uint32Array;
  /** The ids of these, in the same order: its sources, then its targets; the middle one of an odd number is both. */
  readonly ids: EdgeChunk;
}

/** Edges before ids became vertex indexes. */
export interface RawEdges {
  /** In the order of the input. */
  readonly chunks: readonly EdgeChunk[];
  /** Vertices that need no edge to exist, as chunks of the same form. */
  readonly loose: readonly EdgeChunk[];
  /** Set: `chunks` have these numbers instead of ids. */
  readonly numbers?: SourceNumbers;
  /** references: ids are in the threads' dictionaries. */
  readonly form: 'integers' | 'references';
  readonly vidType: 'int64' | 'string';
  /** What the edges' values are. */
  readonly edgeValue: EdgeValueKind;
  /** The dictionaries hold ids that no edge has. */
  readonly dictionariesAreDirty: boolean;
  /** For the messages of algorithms that cannot use negative weights. */
  readonly negativeWeight: string | undefined;
}
