import type { AlgorithmDescriptor, GraphSize, ParameterValues } from '@orrery/contracts';
import type { AlgorithmResult } from '../face.ts';
import type { GraphProjection, Orientation } from '../csr/graph-projection.ts';
import type { Team } from '../runtime/team.ts';

/** What an algorithm's host side works with. */
export interface KernelContext {
  readonly team: Team;
  readonly projection: GraphProjection;
  readonly parameters: ParameterValues;
  /** The input's `directed`; algorithms that have IS_DIRECTED read that instead. */
  readonly directed: boolean;
  /** A block of shared memory until the run ends. Its bytes are arbitrary. @throws MemoryError */
  allocate(bytes: number): number;
  /** fraction: 0…1 of the algorithm */
  progress(fraction: number, phrase: string): void;
}

/** One algorithm: its description, and how it runs. */
export interface Algorithm {
  readonly descriptor: AlgorithmDescriptor;
  /** What it reads of the graph. */
  orientations(parameters: ParameterValues, directed: boolean): readonly Orientation[];
  run(context: KernelContext): Promise<AlgorithmResult>;
  /** Bytes that its columns take outside shared memory, where they are not one value per vertex. */
  resultBytes?(size: GraphSize, parameters: ParameterValues): number;
}
