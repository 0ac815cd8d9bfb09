import type { EdgeBatch, EdgeScan } from '@orrery/contracts';
import type { BenchGraph } from './graphs.ts';

const BATCH_EDGES = 1 << 20;

/** The edges as they are, or (`bothWays`) also turned around; times are the weights in milliseconds. */
export function edgeScan({ sources, targets, weights }: BenchGraph, bothWays: boolean): EdgeScan {
  const directions = bothWays
    ? ([[sources, targets], [targets, sources]] as const) // prettier-ignore
    : ([[sources, targets]] as const);
  async function* batches(): AsyncGenerator<EdgeBatch> {
    for (const [from, to] of directions) {
      for (let first = 0; first < sources.length; first += BATCH_EDGES) {
        const stop = Math.min(sources.length, first + BATCH_EDGES);
        yield {
          count: stop - first,
          src: { type: 'int64', values: wide(from.subarray(first, stop)) },
          dst: { type: 'int64', values: wide(to.subarray(first, stop)) },
          weight: weights.slice(first, stop),
          timeMs: wide(Uint32Array.from(weights.subarray(first, stop))),
        };
      }
    }
  }
  return { vidType: 'int64', edgeCount: directions.length * sources.length, batches, close: () => Promise.resolve() };
}

function wide(ids: Uint32Array): BigInt64Array<ArrayBuffer> {
  const result = new BigInt64Array(ids.length);
  // little-endian halves: far cheaper than a bigint per id
  const words = new Uint32Array(result.buffer);
  for (let i = 0; i < ids.length; i++) words[2 * i] = ids[i]!;
  return result;
}
