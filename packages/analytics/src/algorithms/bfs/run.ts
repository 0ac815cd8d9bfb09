import type { AlgorithmResult } from '../../face.ts';
import { requireVertex } from '../../csr/vertex-lookup.ts';
import type { Algorithm, KernelContext } from '../algorithm.ts';
import { int64Column, vidsAt } from '../columns.ts';
import { booleanOf, textOf, vidOf } from '../parameters.ts';
import { vidsByRow } from '../row-writer.ts';
import { bfsDescriptor } from './descriptor.ts';
import { breadthFirst, UNREACHED } from './search.ts';

export const bfs: Algorithm = {
  descriptor: bfsDescriptor,
  orientations: (parameters) => (booleanOf(parameters, 'IS_DIRECTED') ? ['in'] : ['both']),
  run,
};

async function run(context: KernelContext): Promise<AlgorithmResult> {
  const { team, projection, parameters, progress } = context;
  const n = projection.vertexCount;
  const root = requireVertex(projection.vids, 'ROOT', vidOf(parameters, 'ROOT'));
  const search = await breadthFirst(context, booleanOf(parameters, 'IS_DIRECTED'));
  const levels = await search.levels(root, (done) => progress(0.5, `level ${done}`));
  let visited = 0;
  let depth = 0;
  await team.inPieces(n, (first, stop) => {
    for (let v = first; v < stop; v++) {
      if (levels[v] === UNREACHED) continue;
      visited++;
      if (levels[v]! > depth) depth = levels[v]!;
    }
  });
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
  const parents = await search.parents();
  const reached = new Uint32Array(visited);
  const levelByRow = new Uint32Array(visited);
  const parentByRow = new Uint32Array(visited);
  let row = 0;
  await team.inPieces(n, (first, stop) => {
    for (let v = first; v < stop; v++) {
      if (levels[v] === UNREACHED) continue;
      reached[row] = v;
      levelByRow[row] = levels[v]!;
      parentByRow[row++] = parents[v]!;
    }
  });
  return {
    columns: [
      { name: 'VID', data: await vidsByRow(team, projection.vids, reached) },
      { name: 'LEVEL', data: await int64Column(team, levelByRow) },
      { name: 'PARENT', data: await vidsByRow(team, projection.vids, parentByRow) },
    ],
    rowCount: visited,
    statistics,
  };
}
