import { utf8Column, vidsOf } from '@orrery/contracts';
import type { DenseEdgeBatch, EdgeBatch, EdgeScan, VidColumn, VidType } from '@orrery/contracts';
import { afterAll, describe, expect, it } from 'vitest';
import { algorithms, buildProjection, closeAnalytics, coerceParameters, runAlgorithm } from '../src/index.ts';
import type { EdgeValueKind } from '../src/index.ts';

/** A scan that has numbers for its vertices makes the same projection as one of ids. */
afterAll(closeAnalytics);

const LIMIT = { memoryLimitBytes: 256 * 1024 ** 2 };
const SEED = 20_261_122;
/** More than a chunk has, in several batches. */
const EDGES = 150_000;
const BATCHES = 7;

/** A linear congruential generator; its high bits. */
function randomSource(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Numbers in no order of their ids, of which `unused` never occur. */
function idsOf(vidType: VidType, count: number, wide: boolean): VidColumn {
  const scattered = (i: number): number => (i * 7919 + 13) % count;
  if (vidType === 'string') {
    return utf8Column(Array.from({ length: count }, (_, i) => `${i % 3 === 0 ? 'é' : 'v'}${scattered(i)}`));
  }
  const factor = wide ? 2n ** 40n : 1n;
  return {
    type: 'int64',
    values: BigInt64Array.from({ length: count }, (_, i) => BigInt(scattered(i) - 500) * factor),
  };
}

function gathered(ids: VidColumn, rows: Uint32Array): VidColumn {
  if (ids.type === 'int64') return { type: 'int64', values: BigInt64Array.from(rows, (row) => ids.values[row]!) };
  const all = vidsOf(ids) as string[];
  return utf8Column(Array.from(rows, (row) => all[row]!));
}

interface Graph {
  readonly ids: VidColumn;
  readonly batches: readonly DenseEdgeBatch[];
}

function randomGraph(ids: VidColumn, vertices: number, edges: number, edgeValue: EdgeValueKind): Graph {
  const pick = randomSource(SEED + vertices + edges);
  // The highest numbers and every eleventh have no edge.
  const end = (): number => {
    const vertex = pick(vertices - 3);
    return vertex % 11 === 5 ? vertex + 1 : vertex;
  };
  const batches = Array.from({ length: BATCHES }, (): DenseEdgeBatch => {
    const count = Math.ceil(edges / BATCHES);
    const filled = <T>(make: () => T): T[] => Array.from({ length: count }, make);
    return {
      count,
      src: Uint32Array.from(filled(end)),
      dst: Uint32Array.from(filled(end)),
      ...(edgeValue === 'weight' && { weight: Float64Array.from(filled(() => pick(100) / 4)) }),
    };
  });
  return { ids, batches };
}

function scanOf({ ids, batches }: Graph, isDense: boolean): EdgeScan {
  async function* plain(): AsyncGenerator<EdgeBatch> {
    if (isDense) throw new Error('the dense scan was there to be used');
    for (const { src, dst, ...rest } of batches) yield { ...rest, src: gathered(ids, src), dst: gathered(ids, dst) };
  }
  async function* dense(): AsyncGenerator<DenseEdgeBatch> {
    for (const batch of batches) yield batch;
  }
  const indexCount = ids.type === 'int64' ? ids.values.length : ids.offsets.length - 1;
  return {
    vidType: ids.type,
    edgeCount: undefined,
    batches: plain,
    ...(isDense && { dense: { indexCount, vertexIds: () => Promise.resolve(ids), batches: dense } }),
    close: async () => {},
  };
}

async function projected(graph: Graph, isDense: boolean, edgeValue: EdgeValueKind, threads: number, loose?: VidColumn) {
  const projection = await buildProjection(
    { kind: 'scan', scan: scanOf(graph, isDense), ...(loose && { vertices: loose }) },
    { threads, edgeValue, ...LIMIT },
  );
  try {
    const results = [];
    for (const [id, parameters] of [
      ['PageRank', { ITERATIONS: 5 }],
      ['DegreeCentrality', {}],
    ] as const) {
      const coerced = coerceParameters(algorithms.get(id)!, parameters);
      results.push(await runAlgorithm(id, projection, coerced, { threads, directed: true, ...LIMIT }));
    }
    const { vertexCount, edgeCount } = projection;
    return { vertexCount, edgeCount, vids: vidsOf(projection.vids), columns: results.map(({ columns }) => columns) };
  } finally {
    projection.close();
  }
}

describe(`a projection over the numbers of a scan (seed ${SEED})`, () => {
  for (const [name, vidType, wide, vertices, edges, edgeValue, threads] of [
    ['strings', 'string', false, 5001, EDGES, 'none', 2],
    ['strings with weights, one thread', 'string', false, 900, 4000, 'weight', 1],
    ['ints of a small range', 'int64', false, 6000, EDGES, 'weight', 2],
    ['ints of a large range, three threads', 'int64', true, 6001, 9000, 'none', 3],
    ['a single edge or two of each batch', 'string', false, 5, 7, 'none', 2],
  ] as const) {
    it(`is the same as over ids: ${name}`, async () => {
      const graph = randomGraph(idsOf(vidType, vertices, wide), vertices, edges, edgeValue);
      const dense = await projected(graph, true, edgeValue, threads);
      expect(dense).toEqual(await projected(graph, false, edgeValue, threads));
      expect(dense.vertexCount).toBeLessThan(vertices);
      expect(dense.edgeCount).toBeGreaterThanOrEqual(edges);
    });
  }

  it('takes vertices without an edge, known to the scan or not, and no edges at all', async () => {
    const ids = idsOf('string', 50, false);
    const loose = utf8Column(['zz', ...(vidsOf(ids) as string[]).slice(45), 'v1']);
    for (const graph of [randomGraph(ids, 50, 30, 'none'), { ids, batches: [] }]) {
      const dense = await projected(graph, true, 'none', 2, loose);
      expect(dense).toEqual(await projected(graph, false, 'none', 2, loose));
      expect(dense.vids).toContain('zz');
    }
  });
});
