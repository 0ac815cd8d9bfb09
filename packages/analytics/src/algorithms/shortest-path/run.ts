import { setImmediate as nextTurn } from 'node:timers/promises';
import { OrreryError, valueText, vidsOf, type VidColumn } from '@orrery/contracts';
import type { AlgorithmResult } from '../../face.ts';
import { requireVertex } from '../../csr/vertex-lookup.ts';
import { MemoryError } from '../../runtime/memory-error.ts';
import type { Algorithm, KernelContext } from '../algorithm.ts';
import { breadthFirst, UNREACHED } from '../bfs/search.ts';
import { jsonColumn, vidsAt } from '../columns.ts';
import { vidsParameter } from '../parameters.ts';
import { shortestPathDescriptor } from './descriptor.ts';

/** Vertices of paths between looks for a cancel: some milliseconds. */
const TURN_VERTICES = 1 << 15;
/** A path's text is there as a string of its own and in the column. */
const COPIES = 3;

export const shortestPath: Algorithm = {
  descriptor: shortestPathDescriptor,
  orientations: (_parameters, directed) => [directed ? 'in' : 'both'],
  run,
};

async function run(context: KernelContext): Promise<AlgorithmResult> {
  const { team, projection, parameters, directed, progress } = context;
  const sources = verticesOf(context, 'src', vidsParameter(parameters, 'src'));
  const targets = verticesOf(context, 'dst', vidsParameter(parameters, 'dst'));
  const search = await breadthFirst(context, directed);
  const paths: string[] = [];
  let unconnected = 0;
  let textBytes = 0;
  let longest = 0;
  let sinceTurn = 0;
  for (const [nth, source] of sources.entries()) {
    progress(nth / sources.length, `source ${nth + 1} of ${sources.length}`);
    const levels = await search.levels(source);
    const connected = targets.filter((target) => levels[target] !== UNREACHED);
    unconnected += targets.length - connected.length;
    if (connected.length === 0) continue;
    const parents = await search.parents();
    for (const target of connected) {
      const hops = levels[target]!;
      const text = pathText(projection.vids, target, hops, parents);
      textBytes += text.length * COPIES;
      if (textBytes > projection.memory.limitBytes) {
        const what = `ShortestPath with ${paths.length + 1} paths so far, of ${sources.length * targets.length} pairs,`;
        throw new MemoryError(what, textBytes, projection.memory.limitBytes);
      }
      paths.push(text);
      longest = Math.max(longest, hops);
      sinceTurn += hops + 1;
      if (sinceTurn < TURN_VERTICES) continue;
      sinceTurn = 0;
      await nextTurn();
      team.signal?.throwIfAborted();
    }
  }
  return {
    columns: [{ name: 'VALUE', data: jsonColumn(paths) }],
    rowCount: paths.length,
    statistics: { paths: paths.length, unconnected, longest },
  };
}

/** Their indexes, each once, as they came. @throws OrreryError ErrParam for an empty list or an unknown id */
function verticesOf({ projection }: KernelContext, name: string, ids: readonly (string | bigint)[]): number[] {
  if (ids.length === 0) {
    const message = `${name} must name at least one vertex`;
    throw new OrreryError('ErrParam', message, { faults: [{ path: name, message }] });
  }
  return [...new Set(ids.map((id) => requireVertex(projection.vids, name, id)))];
}

function pathText(vids: VidColumn, target: number, hops: number, parents: Uint32Array): string {
  const path = new Uint32Array(hops + 1);
  for (let i = hops, v = target; i >= 0; i--, v = parents[v]!) path[i] = v;
  return valueText(vidsOf(vidsAt(vids, path) as VidColumn));
}
