import type { AlgorithmResult } from '../../face.ts';
import type { Algorithm, KernelContext } from '../algorithm.ts';
import { allVids, int64Column } from '../columns.ts';
import { textOf } from '../parameters.ts';
import { requireRows, vidBytesPerRow, VidWriter } from '../row-writer.ts';
import { countBySource, countByVertex, countTriangles, forwardGraph, type ForwardGraph } from '../triangles.ts';
import { triangleCountDescriptor } from './descriptor.ts';

export const triangleCount: Algorithm = {
  descriptor: triangleCountDescriptor,
  orientations: () => ['simple'],
  run,
};

async function run(context: KernelContext): Promise<AlgorithmResult> {
  const { team, projection, parameters } = context;
  const n = projection.vertexCount;
  const opt = textOf(parameters, 'OPT');
  if (opt === '2') {
    const count = team.memory.u32(await countByVertex(context, false), n);
    let corners = 0;
    await team.inPieces(n, (first, stop) => {
      for (let v = first; v < stop; v++) corners += count[v]!;
    });
    return {
      columns: [
        { name: 'VID', data: allVids(projection.vids) },
        { name: 'COUNT', data: await int64Column(team, count) },
      ],
      rowCount: n,
      statistics: { triangles: corners / 3 },
    };
  }
  if (opt === '3') {
    const graph = await forwardGraph(context, false);
    const { total, found } = await countBySource(context, graph);
    return list(context, graph, total, found);
  }
  const total = await countTriangles(context);
  return {
    columns: [{ name: 'COUNT', data: { type: 'int64', values: BigInt64Array.of(BigInt(total)) } }],
    rowCount: 1,
    statistics: { triangles: total },
  };
}

/** Every triangle, in batches that are no larger than the edges are many. found: triangles by rank. */
async function list(
  context: KernelContext,
  { offsets, forward, order, marks, edgeCount }: ForwardGraph,
  total: number,
  found: number,
): Promise<AlgorithmResult> {
  const { team, projection, allocate, progress } = context;
  const { memory } = team;
  const n = projection.vertexCount;
  const { vids } = projection;
  // no rank has more triangles than the graph has edges
  const batch = Math.min(total, edgeCount);
  const rows = allocate(batch * 12);
  const what = `TriangleCount's list of ${total} triangles (OPT=2 and OPT=1 only count them)`;
  requireRows(context, what, total, 3 * vidBytesPerRow(vids, n));
  const starts = memory.u32(found, n + 1);
  let before = 0;
  starts[n] = 0;
  await team.inPieces(n + 1, (first, stop) => {
    for (let r = first; r < stop; r++) {
      const count = starts[r]!;
      starts[r] = before;
      before += count;
    }
  });
  const writers = [0, 1, 2].map(() => new VidWriter(team, vids, total));
  for (let from = 0; from < n;) {
    let to = from + 1;
    while (to < n && starts[to + 1]! - starts[from]! <= batch) {
      to++;
      if (to % 65_536 === 0) await team.turn(65_536);
    }
    const count = starts[to]! - starts[from]!;
    await team.run('triangles', 'list', [offsets, forward, n, order, marks, found, from, to, rows]);
    for (const [column, writer] of writers.entries()) await writer.append(memory.u32(rows + column * count * 4, count));
    progress(0.9 + (0.1 * to) / n, `${starts[to]!} of ${total} triangles`);
    from = to;
  }
  const columns = [];
  for (const [column, writer] of writers.entries()) {
    columns.push({ name: `VID${column + 1}`, data: await writer.column() });
  }
  return { columns, rowCount: total, statistics: { triangles: total } };
}
