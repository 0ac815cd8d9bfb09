import type { AlgorithmResult } from '../../face.ts';
import { requireVertex } from '../../csr/vertex-lookup.ts';
import type { Algorithm, KernelContext } from '../algorithm.ts';
import { booleanOf } from '../parameters.ts';
import { requireRows, rowsThatFit, vidBytesPerRow, VidWriter } from '../row-writer.ts';
import { allVertices } from '../sample-vertices.ts';
import { batchRows, jaccardDescriptor } from './descriptor.ts';

export const jaccard: Algorithm = {
  descriptor: jaccardDescriptor,
  orientations: () => ['simple'],
  run,
};

async function run(context: KernelContext): Promise<AlgorithmResult> {
  const { team, projection, parameters, allocate, progress } = context;
  const { memory } = team;
  const { vids, vertexCount: n } = projection;
  const given1 = verticesOf(context, 'IDS1');
  const given2 = verticesOf(context, 'IDS2');
  const { offsets, neighbours } = await projection.adjacency(team, 'simple');
  let loops = 0;
  if (!booleanOf(parameters, 'REMOVED_SELF_EDGE')) {
    const out = await projection.adjacency(team, 'out');
    loops = allocate(n);
    await team.run('jaccard', 'findLoops', [out.offsets, out.neighbours, n, loops]);
  }

  const sourceCount = given1?.length ?? n;
  const sources = allocate(sourceCount * 4);
  const source = memory.u32(sources, sourceCount);
  if (given1) source.set(given1);
  else source.set(await allVertices(team, n));
  const targets = given2 ? allocate(given2.length * 4) : 0;
  const isTarget = given2 ? allocate(n) : 0;
  let targetEntries = 0;
  if (given2) {
    const at = memory.u32(offsets, n + 1);
    memory.u32(targets, given2.length).set(given2);
    const flags = memory.u8(isTarget, n).fill(0);
    for (const v of given2) {
      flags[v] = 1;
      targetEntries += at[v + 1]! - at[v]!;
    }
  }
  // whoever names both sets wants to see every pair of them
  const zeros = given1 !== undefined && given2 !== undefined;
  const shared = allocate(n * 4 * team.threads);
  const touched = allocate(n * 4 * team.threads);
  const starts = allocate((sourceCount + 1) * 4);
  const total = allocate(8);
  memory.u8(shared, n * 4 * team.threads).fill(0);
  memory.u8(total, 8).fill(0);
  const batch = batchRows(n);
  const others = allocate(batch * 4);
  const values = allocate(batch * 8);

  const rowBytes = 8 + 2 * vidBytesPerRow(vids, n);
  const fitting = rowsThatFit(context, rowBytes);
  const pairs = (from: number, to: number, writing: boolean, onDone: (done: number) => void): Promise<number[]> =>
    team.run(
      'jaccard',
      'pairs',
      [
        offsets, neighbours, n, loops, sources, from, to, targets, given2?.length ?? 0, targetEntries, isTarget,
        zeros ? 1 : 0, shared, touched, starts, writing ? others : 0, writing ? values : 0, BigInt(fitting), total,
      ], // prettier-ignore
      { onDone },
    );
  const start = memory.u32(starts, sourceCount + 1);
  if (zeros) {
    const flags = memory.u8(isTarget, n);
    let rows = 0;
    await team.inPieces(sourceCount, (first, stop) => {
      for (let i = first; i < stop; i++) rows += start[i] = given2!.length - flags[source[i]!]!;
    });
    requireRows(context, `Jaccard's table of ${rows} pairs (name fewer IDS1 or IDS2)`, rows, rowBytes);
  } else {
    await pairs(0, sourceCount, false, (i) => progress((0.5 * i) / sourceCount, 'counting pairs'));
    const counted = Number(memory.i64(total, 1)[0]!);
    const what = `Jaccard's table of more than ${fitting} pairs (name IDS1 or IDS2 to compare fewer)`;
    requireRows(context, what, counted, rowBytes);
  }
  let rowCount = 0;
  start[sourceCount] = 0;
  await team.inPieces(sourceCount + 1, (first, stop) => {
    for (let i = first; i < stop; i++) {
      const count = start[i]!;
      start[i] = rowCount;
      rowCount += count;
    }
  });

  const vid1 = new VidWriter(team, vids, rowCount);
  const vid2 = new VidWriter(team, vids, rowCount);
  const value = new Float64Array(rowCount);
  for (let from = 0; from < sourceCount;) {
    let to = from + 1;
    while (to < sourceCount && start[to + 1]! - start[from]! <= batch) {
      to++;
      if (to % 65_536 === 0) await team.turn(65_536);
    }
    await pairs(from, to, true, (i) => progress(0.5 + (0.5 * i) / sourceCount, 'comparing'));
    const count = start[to]! - start[from]!;
    const begin = from;
    await vid1.appendRuns(
      to - from,
      (i) => source[begin + i]!,
      (i) => start[begin + i + 1]! - start[begin + i]!,
    );
    await vid2.append(memory.u32(others, count));
    value.set(memory.f64(values, count), start[from]!);
    from = to;
  }
  return {
    columns: [
      { name: 'VID1', data: await vid1.column() },
      { name: 'VID2', data: await vid2.column() },
      { name: 'VALUE', data: { type: 'double', values: value } },
    ],
    rowCount,
    statistics: { pairs: rowCount },
  };
}

/** The vertices that a list names, each once, ascending; undefined: it names none, which means all. */
function verticesOf({ projection, parameters }: KernelContext, name: string): number[] | undefined {
  const ids = parameters[name] as readonly (string | bigint)[];
  if (ids.length === 0) return undefined;
  return [...new Set(ids.map((id) => requireVertex(projection.vids, name, id)))].toSorted((a, b) => a - b);
}
