import type { AlgorithmResult } from '../../face.ts';
import type { Algorithm, KernelContext } from '../algorithm.ts';
import { allVids, int64Column } from '../columns.ts';
import { numberOf, textOf } from '../parameters.ts';
import { requireRows, vidBytesPerRow, vidsByRow } from '../row-writer.ts';
import { kCoreDescriptor } from './descriptor.ts';

export const kCore: Algorithm = {
  descriptor: kCoreDescriptor,
  orientations: () => ['simple'],
  run,
  resultBytes: ({ vertexCount, edgeCount }, { TYPE }) => (TYPE === 'subgraph' ? edgeCount * 32 : vertexCount * 16),
};

async function run(context: KernelContext): Promise<AlgorithmResult> {
  const { team, projection, parameters, allocate, progress } = context;
  const { memory } = team;
  const n = projection.vertexCount;
  const { offsets, neighbours } = await projection.adjacency(team, 'simple');
  const core = allocate(n * 4);
  const [largest] = await team.run(
    'k-core',
    'coreNumbers',
    [
      offsets, neighbours, n, core, allocate(n * 4), allocate(n * 4 * team.threads), allocate(8 * team.threads),
    ], // prettier-ignore
    // the last level is not known before; what is done approaches the whole
    { onDone: (level) => progress((0.9 * level) / (level + 32), `level ${level}`) },
  );
  const statistics = { largestCore: largest! >>> 0 };
  if (textOf(parameters, 'TYPE') === 'subgraph') return subgraph(context, core, statistics);
  return {
    columns: [
      { name: 'VID', data: allVids(projection.vids) },
      { name: 'VALUE', data: await int64Column(team, memory.u32(core, n)) },
    ],
    rowCount: n,
    statistics,
  };
}

/** Pairs of neighbours whose core numbers are both in the range. core: address of u32[n]. */
async function subgraph(
  context: KernelContext,
  core: number,
  statistics: AlgorithmResult['statistics'],
): Promise<AlgorithmResult> {
  const { team, projection, parameters, allocate, progress } = context;
  const { memory } = team;
  const { vids, vertexCount: n } = projection;
  const { offsets, neighbours } = await projection.adjacency(team, 'simple');
  const starts = allocate((n + 1) * 4);
  const range = [offsets, neighbours, n, core, numberOf(parameters, 'KMIN'), numberOf(parameters, 'KMAX'), starts];
  const count = (await team.run('k-core', 'countPairs', range))[0]! >>> 0;
  const what = `KCore's subgraph of ${count} pairs (a larger KMIN or a smaller KMAX leaves fewer)`;
  requireRows(context, what, count, 8 + 2 * vidBytesPerRow(vids, n));
  const ends = [allocate(count * 4), allocate(count * 4)];
  await team.run('k-core', 'fillPairs', [...range, ...ends]);
  progress(0.95, `${count} pairs`);
  const columns = [];
  for (const [column, name] of ['VID', 'VALUE'].entries()) {
    columns.push({ name, data: await vidsByRow(team, vids, memory.u32(ends[column]!, count)) });
  }
  return { columns, rowCount: count, statistics: { ...statistics, pairs: count } };
}
