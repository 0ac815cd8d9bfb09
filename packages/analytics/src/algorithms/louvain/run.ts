import type { AlgorithmResult } from '../../face.ts';
import type { Team } from '../../runtime/team.ts';
import type { Algorithm, KernelContext } from '../algorithm.ts';
import { Hierarchy } from '../communities/hierarchy.ts';
import { moveNodes } from '../communities/move-nodes.ts';
import { booleanOf, numberOf } from '../parameters.ts';
import { partitionResult } from '../partition.ts';
import { requireWeightsOfAtLeastZero } from '../require-weights.ts';
import { louvainDescriptor } from './descriptor.ts';

/** Of the time, roughly. */
const FIRST_CLIMB = 0.85;
/**
 * Of the nodes: when no more move in a round, the first climb leaves the rest to the second one. R-MAT 2^18: 1.06 instead of
 * 1.45 s, modularity 0.0897 instead of 0.0898.
 */
const FEW_MOVES = 0.05;

export const louvain: Algorithm = {
  descriptor: louvainDescriptor,
  orientations: () => ['both'],
  run,
};

async function run(context: KernelContext): Promise<AlgorithmResult> {
  const { team, projection, parameters } = context;
  requireWeightsOfAtLeastZero(louvainDescriptor.id, projection);
  const n = projection.vertexCount;
  const both = await projection.adjacency(team, 'both');
  const hierarchy = new Hierarchy(context, both, n);
  const levels = numberOf(parameters, 'OUTER_ITERATION');
  const climb = climber(context, hierarchy, n);
  // what vertices lost when their groups moved as a whole, or too early, is won back from the communities on
  const isTwofold = levels > 1;
  const found = await climb({ most: levels, refining: true, few: isTwofold ? FEW_MOVES : 0 });
  const settled = isTwofold ? await climb({ most: levels, refining: false, few: 0 }) : undefined;
  const names = { groups: 'communities', largest: 'largestCommunity' };
  const result = await partitionResult(context, hierarchy.map, names, booleanOf(parameters, 'IS_CALC_MODULARITY'));
  const iterations = found.iterations + (settled?.iterations ?? 0);
  return { ...result, statistics: { ...result.statistics, levels: found.levels, iterations } };
}

interface Climbed {
  readonly levels: number;
  /** Rounds of all levels. */
  readonly iterations: number;
}

interface Climb {
  /** Levels at most. */
  readonly most: number;
  /**
   * Communities are split into parts that may part again a level up; else they become nodes as they are, once they are
   * split where they are not connected.
   */
  readonly refining: boolean;
  /** Moves in a round, as a share of the nodes, after which a level ends. */
  readonly few: number;
}

/**
 * Climbs from the vertices, each in the community that the hierarchy's map has for it (at first alone), until nothing moves
 * any more or the levels are done, and leaves the communities found in the map.
 */
function climber(context: KernelContext, hierarchy: Hierarchy, n: number): (how: Climb) => Promise<Climbed> {
  const { team, parameters, allocate } = context;
  const { memory } = team;
  const communities = [allocate(n * 4), allocate(n * 4)] as const;
  const strengths = [allocate(n * 8), allocate(n * 8)] as const;
  const sums = allocate(Math.ceil(n / 1024) * 8);
  const state = {
    refined: allocate(n * 4),
    totals: allocate(n * 8),
    sizes: allocate(n * 4),
    target: allocate(n * 4),
    gains: allocate(n * 8),
    active: allocate(n),
    moved: allocate(4),
  };
  const rounds = numberOf(parameters, 'INNER_ITERATION');
  return async ({ most, refining, few }) => {
    memory.u32(communities[0], n).set(memory.u32(hierarchy.map, n));
    hierarchy.restart();
    const { starts, stops, weights } = hierarchy.level;
    const [total] = await team.run('louvain', 'strengths', [starts, stops, weights, n, strengths[0], sums]);
    let label: number = communities[0];
    let levels = 0;
    let iterations = 0;
    while (total! > 0 && levels < most) {
      const progress = (round: number): void => {
        const climbed = 1 - 0.5 ** (levels + round / (2 * rounds));
        const fraction = refining ? FIRST_CLIMB * climbed : FIRST_CLIMB + (1 - FIRST_CLIMB) * climbed;
        context.progress(fraction, `${refining ? '' : 'again, '}level ${levels + 1}, round ${round + 1}`);
      };
      progress(0);
      const { level } = hierarchy;
      const strength = strengths[levels % 2]!;
      const next = (levels + 1) % 2;
      label = communities[levels % 2]!;
      iterations += await moveLevel(
        team,
        hierarchy,
        strength,
        total!,
        rounds,
        Math.floor(level.n * few),
        label,
        state,
        progress,
      );
      levels++;
      if (!refining) await hierarchy.splitConnected(label);
      const groups = await hierarchy.group(label);
      if (groups === level.n || levels === most) break;
      let parts = groups;
      let part = label;
      if (refining) {
        part = state.refined;
        await team.run('louvain', 'refine', [
          level.starts, level.stops, level.neighbours, level.weights, strength, total!, label, groups,
          hierarchy.memberStarts, hierarchy.members, part, state.totals, state.sizes, hierarchy.capacity,
          hierarchy.scratch,
        ]); // prettier-ignore
        parts = await hierarchy.group(part);
        if (parts === level.n) break;
        await hierarchy.inherit(label, groups, parts, communities[next]!);
      } else {
        const alone = memory.u32(communities[next]!, groups);
        for (let g = 0; g < groups; g++) alone[g] = g;
      }
      await hierarchy.sumMembers(strength, parts, strengths[next]!);
      await hierarchy.ascend(part, parts);
    }
    if (refining) await hierarchy.splitConnected(label);
    await hierarchy.name(label);
    return { levels, iterations };
  };
}

function moveLevel(
  team: Team,
  { level, capacity, scratch }: Hierarchy,
  strength: number,
  total: number,
  rounds: number,
  enough: number,
  community: number,
  state: Readonly<Record<'totals' | 'sizes' | 'target' | 'gains' | 'active' | 'moved', number>>,
  onDone: (round: number) => void,
): Promise<number> {
  const { n, starts, stops, neighbours, weights } = level;
  const values = (batches: number): number[] => [
    starts, stops, neighbours, weights, n, strength, total, batches, rounds, enough, community,
    state.totals, state.sizes, state.target, state.gains, state.active, state.moved, capacity, scratch,
  ]; // prettier-ignore
  return moveNodes(team, 'louvain', level, values, { onDone });
}
