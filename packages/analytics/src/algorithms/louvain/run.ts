import type { AlgorithmResult } from '../../face.ts';
import type { Algorithm, KernelContext } from '../algorithm.ts';
import { Hierarchy } from '../communities/hierarchy.ts';
import { moveNodes } from '../communities/move-nodes.ts';
import { booleanOf, numberOf } from '../parameters.ts';
import { partitionResult } from '../partition.ts';
import { requireWeightsOfAtLeastZero } from '../require-weights.ts';
import { louvainDescriptor } from './descriptor.ts';

export const louvain: Algorithm = {
  descriptor: louvainDescriptor,
  orientations: () => ['both'],
  run,
};

async function run(context: KernelContext): Promise<AlgorithmResult> {
  const { team, projection, parameters, allocate, progress } = context;
  const { memory } = team;
  const n = projection.vertexCount;
  requireWeightsOfAtLeastZero(louvainDescriptor.id, projection);
  const both = await projection.adjacency(team, 'both');
  const hierarchy = new Hierarchy(context, both, n);
  const communities = [allocate(n * 4), allocate(n * 4)] as const;
  const strengths = [allocate(n * 8), allocate(n * 8)] as const;
  const state = {
    refined: allocate(n * 4),
    totals: allocate(n * 8),
    sizes: allocate(n * 4),
    target: allocate(n * 4),
    gains: allocate(n * 8),
    active: allocate(n),
    moved: allocate(4),
  };
  const identity = memory.u32(communities[0], n);
  for (let v = 0; v < n; v++) identity[v] = v;
  const { starts, stops, weights } = hierarchy.level;
  const [total] = await team.run('louvain', 'strengths', [
    starts, stops, weights, n, strengths[0], allocate(Math.ceil(n / 1024) * 8),
  ]); // prettier-ignore

  const levels = total! > 0 ? numberOf(parameters, 'OUTER_ITERATION') : 0;
  const rounds = numberOf(parameters, 'INNER_ITERATION');
  let label = communities[0];
  let done = 0;
  let iterations = 0;
  while (done < levels) {
    progress(1 - 0.5 ** done, `level ${done + 1}`);
    const { level } = hierarchy;
    const turn = done % 2;
    label = communities[turn]!;
    const strength = strengths[turn]!;
    iterations += await moveLevel(context, hierarchy, strength, total!, rounds, label, state);
    done++;
    const groups = await hierarchy.group(label);
    if (groups === level.n || done === levels) break;
    await team.run('louvain', 'refine', [
      level.starts, level.stops, level.neighbours, level.weights, strength, total!, label, groups,
      hierarchy.memberStarts, hierarchy.members, state.refined, state.totals, state.sizes, hierarchy.capacity,
      hierarchy.scratch,
    ]); // prettier-ignore
    const parts = await hierarchy.group(state.refined);
    if (parts === level.n) break;
    const next = 1 - turn;
    await hierarchy.inherit(label, groups, parts, communities[next]!);
    await hierarchy.sumMembers(strength, parts, strengths[next]!);
    await hierarchy.ascend(state.refined, parts);
  }
  await hierarchy.splitConnected(label);
  await hierarchy.name(label);
  const names = { groups: 'communities', largest: 'largestCommunity' };
  const result = await partitionResult(context, hierarchy.map, names, booleanOf(parameters, 'IS_CALC_MODULARITY'));
  return { ...result, statistics: { ...result.statistics, levels: done, iterations } };
}

async function moveLevel(
  { team, progress }: KernelContext,
  { level, capacity, scratch, depth }: Hierarchy,
  strength: number,
  total: number,
  rounds: number,
  community: number,
  state: Readonly<Record<'totals' | 'sizes' | 'target' | 'gains' | 'active' | 'moved', number>>,
): Promise<number> {
  const { n, starts, stops, neighbours, weights } = level;
  const values = (batches: number): number[] => [
    starts, stops, neighbours, weights, n, strength, total, batches, rounds, community,
    state.totals, state.sizes, state.target, state.gains, state.active, state.moved, capacity, scratch,
  ]; // prettier-ignore
  return moveNodes(team, 'louvain', level, values, {
    onDone: (round) => progress(1 - 0.5 ** (depth + round / (2 * rounds)), `level ${depth + 1}, round ${round}`),
  });
}
