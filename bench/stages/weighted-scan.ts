import type { EdgeBatch, EdgeScan } from '@orrery/contracts';
import type { PlainEdges } from './plain-javascript.ts';

const BATCH_EDGES = 1 << 20;

/** The edges with uniform integer weights of 1 to 255, as GAP gives them to shortest paths. */
export function weightedScan({ sources, targets }: PlainEdges, seed: bigint): EdgeScan {
  async function* batches(): AsyncGenerator<EdgeBatch> {
    let state = Number(seed & 0xffff_ffffn) || 1;
    for (let first = 0; first < sources.length; first += BATCH_EDGES) {
      const count = Math.min(BATCH_EDGES, sources.length - first);
      const batch = {
        count,
        src: { type: 'int64', values: new BigInt64Array(count) },
        dst: { type: 'int64', values: new BigInt64Array(count) },
        weight: new Float64Array(count),
      } as const;
      // little-endian halves: far cheaper than a bigint per id
      const sourceWords = new Uint32Array(batch.src.values.buffer);
      const targetWords = new Uint32Array(batch.dst.values.buffer);
      for (let i = 0; i < count; i++) {
        sourceWords[2 * i] = sources[first + i]!;
        targetWords[2 * i] = targets[first + i]!;
        state ^= state << 13;
        state ^= state >>> 17;
        state ^= state << 5;
        batch.weight[i] = 1 + ((state >>> 0) % 255);
      }
      yield batch;
    }
  }
  return { vidType: 'int64', edgeCount: sources.length, batches, close: () => Promise.resolve() };
}
