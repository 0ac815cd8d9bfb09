import type { AlgorithmResult } from '../../face.ts';
import type { Team } from '../../runtime/team.ts';
import type { Algorithm, KernelContext } from '../algorithm.ts';
import { allVids } from '../columns.ts';
import { booleanOf, textOf } from '../parameters.ts';
import { countByVertex, countTriangles } from '../triangles.ts';
import { clusteringCoefficientDescriptor } from './descriptor.ts';

export const clusteringCoefficient: Algorithm = {
  descriptor: clusteringCoefficientDescriptor,
  orientations: (parameters) => (booleanOf(parameters, 'IS_DIRECTED') ? ['simple', 'simple-out'] : ['simple']),
  run,
};

async function run(context: KernelContext): Promise<AlgorithmResult> {
  const { team, projection, parameters } = context;
  const { memory } = team;
  const n = projection.vertexCount;
  const directed = booleanOf(parameters, 'IS_DIRECTED');
  const offsets = (await projection.adjacency(team, 'simple')).offsets;
  const isLocal = textOf(parameters, 'TYPE') === 'local';
  if (!isLocal && !directed) {
    const total = await countTriangles(context);
    return globalResult(ratio(6 * total, await orderedPairs(team, memory.u32(offsets, n + 1))), { triangles: total });
  }
  const count = memory.u32(await countByVertex(context, directed), n);
  const at = memory.u32(offsets, n + 1);
  // both directions of an edge between neighbours
  const links = directed ? 1 : 2;
  const values = new Float64Array(n);
  let closed = 0;
  let sum = 0;
  await team.inPieces(n, (first, stop) => {
    for (let v = first; v < stop; v++) {
      const degree = at[v + 1]! - at[v]!;
      closed += links * count[v]!;
      values[v] = ratio(links * count[v]!, degree * (degree - 1));
      sum += values[v]!;
    }
  });
  const transitivity = ratio(closed, await orderedPairs(team, at));
  const statistics = {
    transitivity,
    averageLocal: n === 0 ? 0 : sum / n,
    ...(directed ? {} : { triangles: closed / 6 }),
  };
  if (!isLocal) return globalResult(transitivity, statistics);
  return {
    columns: [
      { name: 'VID', data: allVids(projection.vids) },
      { name: 'VALUE', data: { type: 'double', values } },
    ],
    rowCount: n,
    statistics,
  };
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}

/** Ordered pairs of neighbours of one vertex, over all vertices. */
async function orderedPairs(team: Team, offsets: Uint32Array): Promise<number> {
  let pairs = 0;
  await team.inPieces(offsets.length - 1, (first, stop) => {
    for (let v = first; v < stop; v++) {
      const degree = offsets[v + 1]! - offsets[v]!;
      pairs += degree * (degree - 1);
    }
  });
  return pairs;
}

function globalResult(value: number, statistics: AlgorithmResult['statistics']): AlgorithmResult {
  return {
    columns: [{ name: 'VALUE', data: { type: 'double', values: Float64Array.of(value) } }],
    rowCount: 1,
    statistics: { transitivity: value, ...statistics },
  };
}
