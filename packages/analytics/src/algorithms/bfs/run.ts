import type { AlgorithmResult } from '../../face.ts';
import { requireVertex } from '../../csr/vertex-lookup.ts';
import type { Algorithm, KernelContext } from '../algorithm.ts';
import { countWith, int64ColumnOf, picked, verticesWith, vidsAt } from '../columns.ts';
import { booleanOf, textOf, vidOf } from '../parameters.ts';
import { vidsByRow, vidsOfSome } from '../row-writer.ts';
import { bfsDescriptor } from './descriptor.ts';
import { breadthFirst, UNREACHED } from './search.ts';

export const bfs: Algorithm = {
  descriptor: bfsDescriptor,
  orientations: (parameters) => (booleanOf(parameters, 'IS_DIRECTED') ? ['in'] : ['both']),
  run,
};

async function run(context: KernelContext): Promise<AlgorithmResult> {
  const { team, projection, parameters, progress } = context;
  const root = requireVertex(projection.vids, 'ROOT', vidOf(parameters, 'ROOT'));
  const withLevels = textOf(parameters, 'OUTPUT') === 'levels';
  const search = await breadthFirst(context, booleanOf(parameters, 'IS_DIRECTED'), withLevels);
  const levels = await search.levels(root, (done) => progress(0.5, `level ${done}`));
  if (!withLevels) {
    const visited = await countWith(team, levels, UNREACHED);
    return {
      columns: [
        { name: 'ROOT', data: vidsAt(projection.vids, Uint32Array.of(root)) },
        { name: 'VISITED', data: { type: 'int64', values: BigInt64Array.of(BigInt(visited)) } },
      ],
      rowCount: 1,
      statistics: { visited, levels: search.levelCount },
    };
  }
  const reached = await verticesWith(team, levels, UNREACHED);
  const parentByRow = await picked(team, await search.parents(), reached);
  return {
    columns: [
      { name: 'VID', data: await vidsOfSome(team, projection.vids, reached) },
      { name: 'LEVEL', data: await int64ColumnOf(team, levels, reached) },
      { name: 'PARENT', data: await vidsByRow(team, projection.vids, parentByRow) },
    ],
    rowCount: reached.length,
    statistics: { visited: reached.length, levels: search.levelCount },
  };
}
