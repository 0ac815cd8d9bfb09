import { OrreryError, valueText, vidsOf, type VidColumn } from '@orrery/contracts';
import type { AlgorithmResult } from '../../face.ts';
import { requireVertex } from '../../csr/vertex-lookup.ts';
import { CONTROL_ADDRESS } from '../../runtime/control.ts';
import { MemoryError } from '../../runtime/memory-error.ts';
import type { Algorithm, KernelContext } from '../algorithm.ts';
import { breadthFirst, UNREACHED } from '../bfs/search.ts';
import { jsonColumn, vidsAt } from '../columns.ts';
import { vidsParameter } from '../parameters.ts';
import { FEW_TARGETS, shortestPathDescriptor } from './descriptor.ts';

/** A path's text is there as a string of its own and in the column. */
const COPIES = 3;

export const shortestPath: Algorithm = {
  descriptor: shortestPathDescriptor,
  orientations: (_parameters, directed) => [directed ? 'in' : 'both'],
  run,
};

async function run(context: KernelContext): Promise<AlgorithmResult> {
  const { team, projection, parameters, progress } = context;
  const sources = verticesOf(context, 'src', vidsParameter(parameters, 'src'));
  const targets = verticesOf(context, 'dst', vidsParameter(parameters, 'dst'));
  const search = await (targets.length > FEW_TARGETS ? searchFromSource : searchFromBothEnds)(context, targets);
  const paths: string[] = [];
  let textBytes = 0;
  let longest = 0;
  for (const [nth, source] of sources.entries()) {
    progress(nth / sources.length, `source ${nth + 1} of ${sources.length}`);
    await search(source, async (path) => {
      const text = valueText(vidsOf(vidsAt(projection.vids, path) as VidColumn));
      textBytes += text.length * COPIES;
      if (textBytes > projection.memory.limitBytes) {
        const what = `ShortestPath with ${paths.length + 1} paths so far, of ${sources.length * targets.length} pairs,`;
        throw new MemoryError(what, textBytes, projection.memory.limitBytes);
      }
      paths.push(text);
      longest = Math.max(longest, path.length - 1);
      await team.turn(path.length);
    });
  }
  return {
    columns: [{ name: 'VALUE', data: jsonColumn(paths) }],
    rowCount: paths.length,
    statistics: { paths: paths.length, unconnected: sources.length * targets.length - paths.length, longest },
  };
}

/** Hands over a path to each target that a source leads to, in the order of the targets. */
type Search = (source: number, onPath: (path: Uint32Array) => Promise<void>) => Promise<void>;

/** One search for all targets. */
async function searchFromSource(context: KernelContext, targets: readonly number[]): Promise<Search> {
  const search = await breadthFirst(context, context.directed, true);
  return async (source, onPath) => {
    const levels = await search.levels(source);
    const connected = targets.filter((target) => levels[target] !== UNREACHED);
    if (connected.length === 0) return;
    const parents = await search.parents();
    for (const target of connected) {
      const path = new Uint32Array(levels[target]! + 1);
      for (let i = path.length - 1, v = target; i >= 0; i--, v = parents[v]!) path[i] = v;
      await onPath(path);
    }
  };
}

/** One search for each target. */
async function searchFromBothEnds(
  { team, projection, directed, allocate }: KernelContext,
  targets: readonly number[],
): Promise<Search> {
  const { memory } = team;
  const n = projection.vertexCount;
  const into = await projection.adjacency(team, directed ? 'in' : 'both');
  const out = directed ? await projection.adjacency(team, 'out') : into;
  const [label, forth, back, path] = [allocate(n * 4), allocate(n * 4), allocate(n * 4), allocate(n * 4)];
  memory.u32(label, n).fill(0);
  return async (source, onPath) => {
    for (const target of targets) {
      if (target === source) {
        await onPath(Uint32Array.of(source));
        continue;
      }
      const hops = await team.runOne('shortest-path', 'meet', [
        CONTROL_ADDRESS, out.offsets, out.neighbours, into.offsets, into.neighbours, directed ? 1 : 0, source, target,
        label, forth, back, path,
      ]); // prettier-ignore
      if (hops >>> 0 !== UNREACHED) await onPath(memory.u32(path, hops + 1));
    }
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
