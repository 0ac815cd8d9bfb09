import type { GraphSize, ParameterValues, Range } from '@orrery/contracts';
import type { Adjacency } from '../../csr/adjacency.ts';
import type { KernelContext } from '../algorithm.ts';
import { PARTITION_BYTES_PER_VERTEX } from '../partition.ts';

/** How labels lose support on their way; addresses. */
export interface Attenuation {
  /** Of a label's support, lost at each hop: 0…1. */
  readonly perHop: number;
  /** f64[n]: the factor of what a vertex supports. */
  readonly preference: number;
}

export interface Propagation {
  /** Where each vertex hears labels from. */
  readonly into: Adjacency;
  readonly rounds: number;
  /** How equal support is decided: `smallest` label, or at random by the seed. */
  readonly ties: 'random' | 'smallest';
  readonly seed: bigint;
  readonly attenuation?: Attenuation;
}

/** Labels that have spread. */
export interface Propagated {
  /** Address of u32[n]: vertex indexes. */
  readonly label: number;
  readonly iterations: number;
  /** Whether the last round changed nothing. */
  readonly converged: boolean;
}

/** Bytes of {@link propagate} and of the result's statistics; `attenuated` ones without `preference`. */
export function propagationBytes({ vertexCount, edgeCount }: GraphSize, attenuated = false): number {
  const perVertex = 8 + (attenuated ? 16 : 0) + PARTITION_BYTES_PER_VERTEX;
  return vertexCount * perVertex + Math.min(edgeCount, vertexCount) * 112 + 65_536;
}

/** Edges looked at: it ends when no label changes, which two rounds can show at the earliest. */
export function propagationVisits({ edgeCount }: GraphSize, parameters: ParameterValues, rounds: number): Range {
  const edges = parameters['IS_DIRECTED'] === false ? 2 * edgeCount : edgeCount;
  return { least: Math.min(2, rounds) * edges, most: rounds * edges };
}

/** Spreads labels in synchronous rounds, each vertex beginning with its own. */
export async function propagate(context: KernelContext, propagation: Propagation): Promise<Propagated> {
  const { team, projection, allocate, progress } = context;
  const { into, rounds, attenuation } = propagation;
  const n = projection.vertexCount;
  const [degree] = await team.run('label-propagation', 'largestDegree', [into.offsets, n, allocate(4 * team.threads)]);
  // a row of parallel edges has no more labels than there are vertices
  const labelsInRow = Math.min(n, degree! >>> 0);
  const slots = 2 ** Math.ceil(Math.log2(Math.max(7, labelsInRow) + 1) + 1);
  const labels = allocate(n * 4);
  const nextLabels = allocate(n * 4);
  const changes = allocate(12);
  team.memory.u32(changes, 3).fill(0);
  const attenuated =
    attenuation === undefined
      ? [0, 0, 0, 0, 0]
      : [attenuation.perHop, allocate(n * 4), allocate(n * 4), attenuation.preference, allocate(n * 8)];
  const [iterations] = await team.run(
    'label-propagation',
    'propagate',
    [
      into.offsets, into.neighbours, into.weights, n, rounds, propagation.ties === 'random' ? 1 : 0, propagation.seed,
      labels, nextLabels, slots, allocate(slots * 4 * team.threads), allocate(slots * 10 * team.threads), changes,
      ...attenuated,
    ], // prettier-ignore
    { onDone: (round) => progress(round / rounds, `round ${round} of at most ${rounds}`) },
  );
  return {
    label: iterations! % 2 === 0 ? labels : nextLabels,
    iterations: iterations!,
    converged: team.memory.u32(changes, 3)[(iterations! - 1) % 3] === 0,
  };
}
