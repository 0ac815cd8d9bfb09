import type { GraphSize } from '@orrery/contracts';
import type { Adjacency } from '../../csr/adjacency.ts';
import { CONTROL_ADDRESS } from '../../runtime/control.ts';
import type { TeamRunOptions } from '../../runtime/team.ts';
import type { KernelContext } from '../algorithm.ts';
import { Hierarchy, hierarchyBytes } from '../communities/hierarchy.ts';
import { moveNodes } from '../communities/move-nodes.ts';
import { allVertices } from '../sample-vertices.ts';
import { RECORD_BYTES, type Walk } from './walk.ts';

/** Of a thread. */
const GATHERED_BYTES = 4096;

/** Bytes of a search with two threads. */
export function searchBytes(size: GraphSize): number {
  return hierarchyBytes(size) + size.vertexCount * (2 * RECORD_BYTES + 42) + 2 * GATHERED_BYTES;
}

/** Looks for communities with a short code. Arrays are in shared memory, by vertex or by node of a level. */
export class CodeSearch {
  readonly #context: KernelContext;
  readonly #walk: Walk;
  readonly #hierarchy: Hierarchy;
  readonly #n: number;
  readonly #rounds: number;
  readonly #nodes: readonly [number, number];
  readonly #communities: readonly [number, number];
  readonly #parts: number;
  readonly #records: number;
  readonly #terms: number;
  readonly #target: number;
  readonly #links: number;
  readonly #active: number;
  readonly #waits: number;
  readonly #outcome: number;
  readonly #gathered: number;
  #iterations = 0;

  /** rounds: most rounds of moving nodes within a level. records: of n communities. */
  constructor(context: KernelContext, both: Adjacency, walk: Walk, records: number, rounds: number) {
    const { allocate, projection } = context;
    const n = projection.vertexCount;
    this.#context = context;
    this.#walk = walk;
    this.#hierarchy = new Hierarchy(context, both, n, walk.flows);
    this.#n = n;
    this.#rounds = rounds;
    this.#nodes = [allocate(n * RECORD_BYTES), allocate(n * RECORD_BYTES)];
    this.#communities = [allocate(n * 4), allocate(n * 4)];
    this.#parts = allocate(n * 4);
    this.#records = records;
    this.#terms = allocate(n * 8);
    this.#target = allocate(n * 4);
    this.#links = allocate(n * 16);
    this.#active = allocate(n);
    this.#waits = allocate(n);
    this.#outcome = allocate(16);
    this.#gathered = allocate(context.team.threads * GATHERED_BYTES);
  }

  /** Rounds of moving so far. */
  get iterations(): number {
    return this.#iterations;
  }

  /** Bits per step of the walker for communities of the vertices: label, u32[n]. */
  async codeLength(label: number): Promise<number> {
    this.#hierarchy.restart();
    await this.#measure(this.#walk.nodes, label, this.#records);
    const values = [CONTROL_ADDRESS, this.#n, this.#records, this.#walk.nodes];
    return this.#context.team.runOne('infomap', 'codeLength', values);
  }

  /**
   * Shortens the code from the communities in `label`, u32[n], which becomes those found, each named by its smallest vertex:
   * moves vertices, then merges communities level by level as long as that helps. split: the vertices' communities are taken
   * apart first, and their parts moved before they are merged.
   */
  async pass(label: number, split: boolean, onRound: (level: number, round: number) => void): Promise<void> {
    const { team } = this.#context;
    const { memory } = team;
    const hierarchy = this.#hierarchy;
    hierarchy.restart();
    memory.u32(this.#communities[0], this.#n).set(memory.u32(label, this.#n));
    let nodes = this.#walk.nodes;
    for (;;) {
      const { level, depth } = hierarchy;
      const options = { onDone: (round: number) => onRound(depth + 1, round) };
      const community = this.#communities[depth % 2]!;
      const nextCommunity = this.#communities[1 - (depth % 2)]!;
      const nextNodes = this.#nodes[depth % 2]!;
      await this.#measure(nodes, community, this.#records);
      await this.#move(nodes, 0, community, options);
      const groups = await hierarchy.group(community);
      if (groups === level.n) break;
      const parts = split && depth === 0 ? await this.#partsOf(nodes, community, options) : level.n;
      if (parts < level.n) {
        await hierarchy.inherit(community, groups, parts, nextCommunity);
        await this.#measure(nodes, this.#parts, nextNodes);
        await hierarchy.ascend(this.#parts, parts);
      } else {
        await hierarchy.group(community);
        await this.#measure(nodes, community, nextNodes);
        await hierarchy.ascend(community, groups);
        memory.u32(nextCommunity, groups).set(await allVertices(team, groups));
      }
      nodes = nextNodes;
    }
    await hierarchy.name(this.#communities[hierarchy.depth % 2]!);
    memory.u32(label, this.#n).set(memory.u32(hierarchy.map, this.#n));
  }

  /** Splits communities of the vertices into what is connected inside of them. */
  async splitConnected(label: number): Promise<void> {
    this.#hierarchy.restart();
    await this.#hierarchy.splitConnected(label);
  }

  /** Makes #parts of nodes that move together within their communities, and answers how many. */
  async #partsOf(nodes: number, community: number, options: TeamRunOptions): Promise<number> {
    const { team } = this.#context;
    const { memory } = team;
    const { n } = this.#hierarchy.level;
    memory.u32(this.#parts, n).set(await allVertices(team, n));
    memory.u8(this.#records, n * RECORD_BYTES).set(memory.u8(nodes, n * RECORD_BYTES));
    await this.#move(nodes, community, this.#parts, options);
    return this.#hierarchy.group(this.#parts);
  }

  async #measure(nodes: number, community: number, records: number): Promise<void> {
    const { n, starts, stops, neighbours, weights } = this.#hierarchy.level;
    await this.#context.team.run('infomap', 'measureCommunities', [
      starts, stops, neighbours, weights, n, nodes, community, this.#terms, records,
    ]); // prettier-ignore
  }

  /** #records: of the communities, changed with them. */
  async #move(nodes: number, within: number, community: number, options: TeamRunOptions): Promise<void> {
    const { level, capacity, scratch } = this.#hierarchy;
    const { n, starts, stops, neighbours, weights } = level;
    const values = (batches: number): number[] => [
      starts, stops, neighbours, weights, n, nodes, this.#n, batches, this.#rounds, within, community, this.#records,
      this.#terms, this.#target, this.#links, this.#active, this.#waits, this.#outcome, this.#gathered, capacity, scratch,
    ]; // prettier-ignore
    this.#iterations += await moveNodes(this.#context.team, 'infomap', level, values, options);
  }
}
