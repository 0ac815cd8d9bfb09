import type { AlgorithmResult } from '../face.ts';
import { CONTROL_ADDRESS } from '../runtime/control.ts';
import type { KernelContext } from './algorithm.ts';
import { allVids } from './columns.ts';
import { vidsByRow } from './row-writer.ts';

/** Bytes that {@link partitionResult} takes for its statistics. */
export const PARTITION_BYTES_PER_VERTEX = 12;

/**
 * Columns VID and LABEL (the id of the vertex that `label` names) of a partition, with the number of groups and the size
 * of the largest in the statistics, and the modularity if asked for. label: address of u32[n].
 */
export async function partitionResult(
  { team, projection, allocate }: KernelContext,
  label: number,
  names: { readonly groups: string; readonly largest: string },
  calculateModularity: boolean,
): Promise<AlgorithmResult> {
  const { memory } = team;
  const n = projection.vertexCount;
  const largest = allocate(4);
  const groups =
    (await team.runOne('partition', 'countGroups', [CONTROL_ADDRESS, label, n, allocate(n * 4), largest])) >>> 0;
  const statistics: Record<string, number> = { [names.groups]: groups, [names.largest]: memory.u32(largest, 1)[0]! };
  if (calculateModularity) {
    const out = await projection.adjacency(team, 'out');
    statistics['modularity'] = await team.runOne('partition', 'modularity', [
      CONTROL_ADDRESS, out.offsets, out.neighbours, out.weights, n, label, allocate(n * 8),
    ]); // prettier-ignore
  }
  return {
    columns: [
      { name: 'VID', data: allVids(projection.vids) },
      { name: 'LABEL', data: await vidsByRow(team, projection.vids, memory.u32(label, n)) },
    ],
    rowCount: n,
    statistics,
  };
}
