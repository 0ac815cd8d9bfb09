import type { AlgorithmResult } from '../../face.ts';
import { requireVertex } from '../../csr/vertex-lookup.ts';
import type { Algorithm, KernelContext } from '../algorithm.ts';
import { int64Column, vidsAt } from '../columns.ts';
import { booleanOf, textOf, vidOf } from '../parameters.ts';
import { bfsDescriptor } from './descriptor.ts';

const UNREACHED = 0xffff_ffff;
const BUFFER_BYTES = 4096;
const SHARED_BYTES = 96;

export const bfs: Algorithm = {
  descriptor: bfsDescriptor,
  orientations: (parameters) => (booleanOf(parameters, 'IS_DIRECTED') ? ['in'] : ['both']),
  run,
};

async function run({ team, projection, parameters, allocate, progress }: KernelContext): Promise<AlgorithmResult> {
  const { memory } = team;
  const n = projection.vertexCount;
  const root = requireVertex(projection.vids, 'ROOT', vidOf(parameters, 'ROOT'));
  const directed = booleanOf(parameters, 'IS_DIRECTED');
  const into = await projection.adjacency(team, directed ? 'in' : 'both');
  const out = directed ? await projection.adjacency(team, 'out') : into;
  const level = allocate(n * 4);
  const bitBytes = Math.ceil(n / 64) * 8;
  const shared = allocate(SHARED_BYTES);
  memory.u8(shared, SHARED_BYTES).fill(0);
  await team.run(
    'bfs',
    'bfs',
    [
      out.offsets, out.neighbours, into.offsets, into.neighbours, n, out.edgeCount, root, level, allocate(n * 4),
      allocate(n * 4), allocate(bitBytes), allocate(bitBytes), allocate(BUFFER_BYTES * team.threads), shared,
    ], // prettier-ignore
    { onDone: (done) => progress(0.5, `level ${done}`) },
  );
  const levels = memory.u32(level, n);
  let visited = 0;
  let depth = 0;
  for (let v = 0; v < n; v++) {
    if (levels[v] === UNREACHED) continue;
    visited++;
    if (levels[v]! > depth) depth = levels[v]!;
  }
  const statistics = { visited, levels: depth + 1 };
  if (textOf(parameters, 'OUTPUT') === 'visited') {
    return {
      columns: [
        { name: 'ROOT', data: vidsAt(projection.vids, Uint32Array.of(root)) },
        { name: 'VISITED', data: { type: 'int64', values: BigInt64Array.of(BigInt(visited)) } },
      ],
      rowCount: 1,
      statistics,
    };
  }
  const parent = allocate(n * 4);
  await team.run('bfs', 'parents', [into.offsets, into.neighbours, n, level, parent]);
  const parents = memory.u32(parent, n);
  const reached = new Uint32Array(visited);
  const levelByRow = new Uint32Array(visited);
  const parentByRow = new Uint32Array(visited);
  for (let v = 0, row = 0; v < n; v++) {
    if (levels[v] === UNREACHED) continue;
    reached[row] = v;
    levelByRow[row] = levels[v]!;
    parentByRow[row++] = parents[v]!;
  }
  return {
    columns: [
      { name: 'VID', data: vidsAt(projection.vids, reached) },
      { name: 'LEVEL', data: int64Column(levelByRow) },
      { name: 'PARENT', data: vidsAt(projection.vids, parentByRow) },
    ],
    rowCount: visited,
    statistics,
  };
}
