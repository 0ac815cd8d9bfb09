import type { Compiled } from '../../bind/scope.ts';
import type { EdgeWalk } from '../../plan/plan-node.ts';
import type { VertexIndex } from '../../storage/store.ts';
import { EdgeRef, VertexRef } from '../../values/graph-values.ts';
import type { Execution } from '../execution.ts';
import { edgesAt } from './expand.ts';
import { passes } from './filter.ts';

/** A search over edges of some types that hold a condition. */
export class PathSearch {
  readonly #walks: readonly EdgeWalk[];
  readonly #condition: Compiled | undefined;
  readonly #execution: Execution;
  readonly #withProperties: boolean;

  /** `condition` is computed over rows of source, edge, destination. */
  constructor(
    walks: readonly EdgeWalk[],
    condition: Compiled | undefined,
    withProperties: boolean,
    execution: Execution,
  ) {
    this.#walks = walks;
    this.#condition = condition;
    this.#withProperties = withProperties;
    this.#execution = execution;
  }

  /** undefined stands for an edge that does not hold the condition, so that callers can pause among many of them. */
  *edges(vertex: VertexIndex, walks = this.#walks): Generator<EdgeRef | undefined> {
    const { reader } = this.#execution;
    const withProperties = this.#withProperties || this.#condition !== undefined;
    for (const edge of edgesAt(vertex, walks, withProperties, this.#execution)) {
      const row = [new VertexRef(reader, edge.from), edge, new VertexRef(reader, edge.to)];
      yield !this.#condition || passes(this.#condition(row), () => 'the condition on edges') ? edge : undefined;
    }
  }

  /**
   * Breadth first from one vertex: for every vertex within `maxSteps`, the edges by which shortest paths reach it. Stops
   * after the level at which the last of `targets` is reached.
   */
  async shortest(start: VertexIndex, targets: ReadonlySet<VertexIndex>, maxSteps: number): Promise<ShortestTree> {
    const { pace, memory } = this.#execution;
    const closes = targets.has(start);
    const levels = new Map<VertexIndex, number>();
    if (!closes) levels.set(start, 0);
    const arrivals = new Map<VertexIndex, EdgeRef[]>();
    const missing = new Set(targets);
    let frontier: VertexIndex[] = [start];
    for (let level = 1; level <= maxSteps && frontier.length > 0 && missing.size > 0; level++) {
      const next: VertexIndex[] = [];
      for (const vertex of frontier) {
        for (const edge of this.edges(vertex)) {
          if (pace.due()) await pace.pause();
          if (!edge) continue;
          if (edge.to === start && !this.#closes(edge, arrivals, level)) continue;
          const known = levels.get(edge.to);
          if (known !== undefined && known < level) continue;
          if (known === undefined) {
            levels.set(edge.to, level);
            next.push(edge.to);
            arrivals.set(edge.to, [edge]);
          } else arrivals.get(edge.to)!.push(edge);
          memory.hold(64);
        }
        if (pace.due()) await pace.pause();
      }
      for (const vertex of next) missing.delete(vertex);
      frontier = next;
    }
    return { arrivals, levels };
  }

  /** Whether an edge back to the start makes a walk that uses no edge twice. */
  #closes(edge: EdgeRef, arrivals: ReadonlyMap<VertexIndex, readonly EdgeRef[]>, level: number): boolean {
    if (level !== 2) return true;
    return arrivals.get(edge.from)!.some((arrival) => !arrival.isSameEdge(edge));
  }

  /** Steps from every vertex to the nearest of the targets, as far as `maxSteps`: what prunes a search for all paths. */
  async distances(targets: Iterable<VertexIndex>, maxSteps: number): Promise<Map<VertexIndex, number>> {
    const { pace, memory } = this.#execution;
    const backwards = this.#walks.map(({ schema, direction }): EdgeWalk => {
      return { schema, direction: direction === 'out' ? 'in' : 'out' };
    });
    const found = new Map<VertexIndex, number>();
    let frontier = [...targets];
    for (const target of frontier) found.set(target, 0);
    for (let level = 1; level <= maxSteps && frontier.length > 0; level++) {
      const next: VertexIndex[] = [];
      for (const vertex of frontier) {
        for (const edge of edgesAt(vertex, backwards, false, this.#execution)) {
          if (pace.due()) await pace.pause();
          if (found.has(edge.to)) continue;
          found.set(edge.to, level);
          next.push(edge.to);
          memory.hold(48);
        }
        if (pace.due()) await pace.pause();
      }
      frontier = next;
    }
    return found;
  }
}

export interface ShortestTree {
  /** By vertex: the last edges of the shortest paths to it. */
  readonly arrivals: ReadonlyMap<VertexIndex, readonly EdgeRef[]>;
  readonly levels: ReadonlyMap<VertexIndex, number>;
}

/** Every shortest path from the tree's root to a vertex (back to itself: every shortest loop), as lists of edges. */
export function* shortestWalks(tree: ShortestTree, root: VertexIndex, target: VertexIndex): Generator<EdgeRef[]> {
  for (const edge of tree.arrivals.get(target) ?? []) {
    if (edge.from === root) yield [edge];
    else {
      for (const walk of shortestWalks(tree, root, edge.from)) {
        if (!walk.some((other) => other.isSameEdge(edge))) yield [...walk, edge];
      }
    }
  }
}
