import type { AlgorithmResult } from '../../face.ts';
import { MemoryError } from '../../runtime/memory-error.ts';
import type { Algorithm, KernelContext } from '../algorithm.ts';
import { booleanOf, numberOf, seedOf } from '../parameters.ts';
import { NO_VERTEX, vidsByRow } from '../row-writer.ts';
import { requireWeightsOfAtLeastZero } from '../require-weights.ts';
import { node2VecDescriptor } from './descriptor.ts';

const BLOCK = 64;
/** A cell as the kernel wrote it and in its column. */
const CELL_BYTES = 12;

export const node2Vec: Algorithm = {
  descriptor: node2VecDescriptor,
  orientations: (_parameters, directed) => (directed ? ['out', 'simple-out'] : ['both', 'simple']),
  run,
};

async function run(context: KernelContext): Promise<AlgorithmResult> {
  const { team, projection, parameters, directed, allocate, progress } = context;
  const { memory } = team;
  const n = projection.vertexCount;
  const isWeighted = booleanOf(parameters, 'is_weighted');
  const steps = numberOf(parameters, 'step');
  if (isWeighted) requireWeightsOfAtLeastZero(node2VecDescriptor.id, projection);
  const edges = await projection.adjacency(team, directed ? 'out' : 'both');
  const simple = await projection.adjacency(team, directed ? 'simple-out' : 'simple');
  const offsets = memory.u32(edges.offsets, n + 1);
  const starts = allocate(n * 4);
  const startView = memory.u32(starts, n);
  let startCount = 0;
  await team.inPieces(n, (first, stop) => {
    for (let v = first; v < stop; v++) if (offsets[v] !== offsets[v + 1]) startView[startCount++] = v;
  });
  const walkCount = startCount * numberOf(parameters, 'epoch');
  const required = walkCount * steps * CELL_BYTES;
  if (required > memory.limitBytes || walkCount > NO_VERTEX - BLOCK) {
    throw new MemoryError(`Node2Vec with ${walkCount} walks of ${steps} vertices`, required, memory.limitBytes);
  }
  // a self-loop is there twice when edges are followed both ways, and is one edge
  const loopShare = directed ? 1 : 0.5;
  const sums = isWeighted ? allocate(edges.edgeCount * 8) : 0;
  if (isWeighted) {
    await team.run('node2vec', 'sumWeights', [
      edges.offsets, edges.neighbours, edges.weights, n, loopShare, sums,
    ]); // prettier-ignore
  }
  const walks = allocate(walkCount * steps * 4);
  const blocks = Math.ceil(walkCount / BLOCK);
  await team.run(
    'node2vec',
    'node2vec',
    [
      edges.offsets, edges.neighbours, simple.offsets, simple.neighbours, sums, loopShare, numberOf(parameters, 'p'),
      numberOf(parameters, 'q'), seedOf(parameters), starts, startCount, walkCount, steps, walks,
    ], // prettier-ignore
    { onDone: (done) => progress(done / blocks, `walk ${Math.min(done * BLOCK, walkCount)} of ${walkCount}`) },
  );
  const columns = [];
  for (let step = 0; step < steps; step++) {
    const vertices = memory.u32(walks + step * walkCount * 4, walkCount);
    columns.push({ name: `VID${step + 1}`, data: await vidsByRow(team, projection.vids, vertices) });
  }
  return { columns, rowCount: walkCount, statistics: { walks: walkCount } };
}
