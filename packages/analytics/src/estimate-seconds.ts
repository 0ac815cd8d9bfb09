import type { GraphSize, ParameterValues, Range } from '@orrery/contracts';
import type { Algorithm } from './algorithms/algorithm.ts';
import type { EdgeSource } from './face.ts';

/**
 * Seconds per edge to read and number it, with two threads, as measured (docs/performance.md and
 * docs/design/0001-graph-storage-layout.md): from integer ids to strings.
 */
const READING: Readonly<Record<EdgeSource['kind'], Range>> = {
  csv: { least: 28e-9, most: 105e-9 },
  scan: { least: 85e-9, most: 450e-9 },
};
/** Seconds per edge to build one orientation. */
const BUILDING = 8e-9;
/** Starting the executor's process and storing the result. */
const AROUND: Range = { least: 0.3, most: 2 };
/** A slower or busy machine, or a graph that suits the caches less than the measured one. */
const UNLUCKY = 3;

/** How long a task takes that reads the edges, builds the graph and runs the algorithm; undefined without a cost model. */
export function estimateSeconds(
  algorithm: Algorithm,
  size: GraphSize,
  parameters: ParameterValues,
  source: EdgeSource['kind'],
): Range | undefined {
  const { cost } = algorithm.descriptor;
  if (cost === undefined) return undefined;
  const directed = parameters['IS_DIRECTED'] !== false;
  const orientations = new Set(['out', ...algorithm.orientations(parameters, directed)]).size;
  const building = size.edgeCount * BUILDING * orientations;
  const visits = cost.visits(size, parameters);
  const reading = READING[source];
  const least = AROUND.least + size.edgeCount * reading.least + building + visits.least / cost.visitsPerSecond;
  const most = size.edgeCount * reading.most + building + visits.most / cost.visitsPerSecond;
  return { least, most: AROUND.most + UNLUCKY * most };
}
