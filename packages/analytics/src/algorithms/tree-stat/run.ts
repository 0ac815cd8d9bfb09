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
  const { projection, parameters, directed, progress } = context;
  const names = statsOf(textOf(parameters, 'stat'));
  const root = requireVertex(projection.vids, 'root', vidOf(parameters, 'root'));
  const search = await breadthFirst(context, directed);
  const levels = await search.levels(root, (done) => progress(0.5, `level ${done}`));
  const sizes = new Uint32Array(levels.length);
  let visited = 0;
  for (const level of levels) {
    if (level === UNREACHED) continue;
    sizes[level] = sizes[level]! + 1;
    visited++;
  }
  let depth = 0;
  let width = 0;
  for (; depth < sizes.length && sizes[depth]! > 0; depth++) width = Math.max(width, sizes[depth]!);
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
