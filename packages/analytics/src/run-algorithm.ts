import { OrreryError, type AlgorithmDescriptor, type GraphSize, type ParameterValues } from '@orrery/contracts';
import type { Algorithm } from './algorithms/algorithm.ts';
import { registry } from './algorithms/registry.ts';
import { adjacencyBytes, buildBytes, VALUE_BYTES } from './csr/adjacency.ts';
import { GraphProjection, type Orientation } from './csr/graph-projection.ts';
import { estimateSeconds } from './estimate-seconds.ts';
import type { AlgorithmResult, EdgeValueKind, Estimate, InputSize, Projection, RunOptions } from './face.ts';
import { formatBytes, memoryAdvice, MemoryError, WASM_LIMIT_BYTES } from './runtime/memory-error.ts';
import { withTeam } from './runtime/team.ts';

function algorithmOf(id: string): Algorithm {
  const algorithm = registry.get(id);
  if (algorithm === undefined) {
    throw new OrreryError(
      'ErrParam',
      `there is no algorithm ${JSON.stringify(id)}; available are ${[...registry.keys()].join(', ')}`,
    );
  }
  return algorithm;
}

/**
 * Runs an algorithm over a projection. Parameters are complete and coerced (coerceParameters). Runs over one
 * projection come one after another. The result does not depend on the number of threads.
 * @throws OrreryError ErrParam for an unknown ROOT, weights that the algorithm cannot use, or a projection without the times
 *   that it needs; MemoryError before it starts; the signal's reason within 200 ms of a cancel
 */
export async function runAlgorithm(
  id: string,
  projection: Projection,
  parameters: ParameterValues,
  options: RunOptions & { readonly memoryLimitBytes: number; readonly directed: boolean },
): Promise<AlgorithmResult> {
  const algorithm = algorithmOf(id);
  if (!(projection instanceof GraphProjection)) throw new TypeError('the projection was not made by buildProjection');
  return projection.exclusively(async () => {
    if (projection.closed) throw new Error('the projection is closed');
    options.signal?.throwIfAborted();
    if (algorithm.descriptor.graph.time === 'required' && projection.edgeValue !== 'time') {
      throw new OrreryError('ErrParam', `${id} needs the time of every edge, but the graph was built without times`);
    }
    makeRoom(algorithm, projection, parameters, options);
    const { memory } = projection;
    const blocks: number[] = [];
    try {
      return await withTeam(memory, options.threads, options.signal, (team) =>
        algorithm.run({
          team,
          projection,
          parameters,
          directed: options.directed,
          allocate: (bytes) => {
            const address = memory.allocate(bytes, id);
            blocks.push(address);
            return address;
          },
          progress: options.progress ?? (() => {}),
        }),
      );
    } finally {
      for (const address of blocks) memory.free(address);
    }
  });
}

/** Gives up orientations that are not needed if the run would not fit beside them. @throws MemoryError */
function makeRoom(
  algorithm: Algorithm,
  projection: GraphProjection,
  parameters: ParameterValues,
  options: { readonly memoryLimitBytes: number; readonly directed: boolean },
): void {
  const limit = Math.min(options.memoryLimitBytes, projection.memory.limitBytes);
  const needed = algorithm.orientations(parameters, options.directed);
  const required = (): number =>
    projection.memory.usedBytes +
    orientationBytes(
      needed.filter((orientation) => !projection.held(orientation)),
      projection,
      projection.edgeValue,
    ) +
    algorithm.descriptor.memoryBytes(projection, parameters);
  if (required() > limit) projection.drop(needed);
  if (required() > limit) throw new MemoryError(algorithm.descriptor.id, required(), limit);
}

function orientationBytes(orientations: readonly Orientation[], size: GraphSize, edgeValue: EdgeValueKind): number {
  const { vertexCount, edgeCount } = size;
  const turned = adjacencyBytes(vertexCount, edgeCount, edgeValue);
  let bytes = 0;
  for (const orientation of orientations) {
    if (orientation === 'in') bytes += turned;
    if (orientation === 'both') bytes += adjacencyBytes(vertexCount, 2 * edgeCount, edgeValue) + turned;
    if (orientation.startsWith('simple')) {
      // two adjacencies are there while it is made
      const merged = orientation === 'simple' ? 2 * edgeCount : edgeCount;
      bytes += adjacencyBytes(vertexCount, merged, 'none') + 2 * adjacencyBytes(vertexCount, edgeCount, 'none');
    }
  }
  return bytes;
}

/** What a projection for the algorithm carries; `weighted`: the input has a weight. */
export function edgeValueOf(graph: AlgorithmDescriptor['graph'], weighted: boolean): EdgeValueKind {
  if (graph.time === 'required') return 'time';
  return graph.weight === 'used' && weighted ? 'weight' : 'none';
}

/** Freed blocks that nothing fits into any more. */
const GAPS = 1.1;
/** Threads' buffers for reading, and what small blocks lose to alignment. */
export const READING_BYTES = 24 * 2 ** 20;

/**
 * Memory that a projection of this size and a run on it take together at their peak, in bytes of shared memory, with two
 * threads. It holds for integer ids of a range of up to 32 per edge; other ids take about 140 bytes each, and their text,
 * per thread while they are numbered, which the memory limit watches then.
 */
export function estimate(id: string, size: InputSize, parameters: ParameterValues, memoryLimitBytes: number): Estimate {
  const algorithm = algorithmOf(id);
  const edgeValue = edgeValueOf(algorithm.descriptor.graph, size.weighted !== false);
  const { vertexCount, edgeCount } = size;
  const out = adjacencyBytes(vertexCount, edgeCount, edgeValue);
  const read = edgeCount * (edgeValue === 'none' ? 16 : 16 + VALUE_BYTES) + vertexCount * 16;
  const building = read + out + buildBytes(edgeCount, edgeValue);
  const directed = parameters['IS_DIRECTED'] !== false;
  const running =
    out +
    orientationBytes(algorithm.orientations(parameters, directed), size, edgeValue) +
    Math.max(buildBytes(edgeCount, edgeValue), algorithm.descriptor.memoryBytes(size, parameters));
  const memoryBytes = Math.ceil(Math.max(building, running) * GAPS) + READING_BYTES;
  const limit = Math.min(memoryLimitBytes, WASM_LIMIT_BYTES);
  const fits = memoryBytes <= limit;
  const advice = fits
    ? undefined
    : `${id} on ${vertexCount} vertices and ${edgeCount} edges needs ${formatBytes(memoryBytes)}, but ${memoryAdvice(memoryBytes, memoryLimitBytes)}`;
  const seconds = estimateSeconds(algorithm, size, parameters, size.source ?? 'csv');
  return { memoryBytes, fits, seconds, advice };
}
