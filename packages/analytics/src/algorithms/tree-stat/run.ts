import { OrreryError, valueText } from '@orrery/contracts';
import type { AlgorithmResult } from '../../face.ts';
import { requireVertex } from '../../csr/vertex-lookup.ts';
import type { Algorithm, KernelContext } from '../algorithm.ts';
import { breadthFirst, UNREACHED } from '../bfs/search.ts';
import { jsonColumn } from '../columns.ts';
import { textOf, vidOf } from '../parameters.ts';
import { treeStatDescriptor } from './descriptor.ts';

export const treeStat: Algorithm = {
  descriptor: treeStatDescriptor,
  orientations: (_parameters, directed) => [directed ? 'in' : 'both'],
  run,
};

async function run(context: KernelContext): Promise<AlgorithmResult> {
  const { team, projection, parameters, directed, progress } = context;
  const names = statsOf(textOf(parameters, 'stat'));
  const root = requireVertex(projection.vids, 'root', vidOf(parameters, 'root'));
  const search = await breadthFirst(context, directed);
  const levels = await search.levels(root, (done) => progress(0.5, `level ${done}`));
  const sizes = new Uint32Array(levels.length);
  let visited = 0;
  let depth = 0;
  await team.inPieces(levels.length, (first, stop) => {
    for (let v = first; v < stop; v++) {
      const level = levels[v]!;
      if (level === UNREACHED) continue;
      sizes[level] = sizes[level]! + 1;
      visited++;
      if (level >= depth) depth = level + 1;
    }
  });
  let width = 0;
  await team.inPieces(depth, (first, stop) => {
    for (let level = first; level < stop; level++) width = Math.max(width, sizes[level]!);
  });
  const values = { width, depth };
  return {
    columns: [{ name: 'VALUE', data: jsonColumn([valueText(names.map((name) => BigInt(values[name])))]) }],
    rowCount: 1,
    statistics: { width, depth, visited },
  };
}

/** @throws OrreryError ErrParam naming what is no statistic */
function statsOf(text: string): ('width' | 'depth')[] {
  return text.split(',').map((part) => {
    const name = part.trim();
    if (name === 'width' || name === 'depth') return name;
    const message = `stat must be width, depth, or both with a comma between them, not ${JSON.stringify(text)}`;
    throw new OrreryError('ErrParam', message, { faults: [{ path: 'stat', message }] });
  });
}
