import type { AlgorithmResult } from '../../face.ts';
import type { Algorithm, KernelContext } from '../algorithm.ts';
import { allVids } from '../columns.ts';
import { booleanOf, seedOf } from '../parameters.ts';
import { allVertices, sampleVertices } from '../sample-vertices.ts';
import { closenessCentralityDescriptor, targetCount } from './descriptor.ts';
import { distanceSums } from './distance-sums.ts';

export const closenessCentrality: Algorithm = {
  descriptor: closenessCentralityDescriptor,
  orientations: (parameters) => (booleanOf(parameters, 'IS_DIRECTED') ? ['simple-out', 'simple-in'] : ['simple']),
  run,
};

async function run({ team, projection, parameters, allocate, progress }: KernelContext): Promise<AlgorithmResult> {
  const { memory } = team;
  const n = projection.vertexCount;
  const directed = booleanOf(parameters, 'IS_DIRECTED');
  const out = await projection.adjacency(team, directed ? 'simple-out' : 'simple');
  const into = directed ? await projection.adjacency(team, 'simple-in') : out;
  const count = targetCount(n, parameters);
  const targets = count === n ? await allVertices(team, n) : await sampleVertices(team, n, count, seedOf(parameters));
  const { sums, reached } = await distanceSums(team, out, into, n, targets, allocate, progress);
  const sum = memory.i64(sums, n);
  const reach = memory.u32(reached, n);
  const values = new Float64Array(n);
  await team.inPieces(n, (first, stop) => {
    for (let v = first; v < stop; v++) if (reach[v] !== 0) values[v] = reach[v]! / Number(sum[v]);
  });
  return {
    columns: [
      { name: 'VID', data: allVids(projection.vids) },
      { name: 'VALUE', data: { type: 'double', values } },
    ],
    rowCount: n,
    statistics: { samples: count, exact: count === n },
  };
}
