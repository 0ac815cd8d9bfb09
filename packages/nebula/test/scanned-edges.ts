import { DateTimeValue, vidsOf, type EdgeBatch, type EdgeScan, type Value } from '@orrery/contracts';
import type { RunningGraph } from './running-graph.ts';

/** Edges whose properties tell which they are; every tenth has no degree. */
export function numberedEdges(count: number): RunningGraph['graph']['edges'] {
  return Array.from({ length: count }, (_, i) => ({
    src: `v${i % 37}`,
    dst: `v${i % 101}`,
    rank: BigInt(i),
    props: new Map<string, Value>([
      ['degree', i % 10 === 0 ? null : BigInt(i)],
      ['since', new DateTimeValue(2020, 1, 1, 0, 0, i % 60, 500_000)],
      ['at', BigInt(1_600_000_000 + i)],
    ]),
  }));
}

/** All edges of a scan, in order: ends, weight and time. */
export async function all(scan: EdgeScan): Promise<string[]> {
  const edges: string[] = [];
  try {
    for await (const batch of scan.batches()) edges.push(...edgesOf(batch));
  } finally {
    await scan.close();
  }
  return edges.toSorted();
}

export function edgesOf(batch: EdgeBatch): string[] {
  const src = vidsOf(batch.src);
  const dst = vidsOf(batch.dst);
  return src.map((id, i) => [id, dst[i], batch.weight?.[i], batch.timeMs?.[i]].join(' '));
}
