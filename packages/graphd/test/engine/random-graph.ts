export interface GraphVertex {
  readonly id: number;
  /** Value of the property of each tag that it has, none perhaps. */
  readonly tags: Readonly<Record<string, number>>;
}

export interface GraphEdge {
  readonly type: string;
  readonly src: number;
  readonly dst: number;
  readonly rank: number;
  readonly weight: number;
}

export type Direction = 'out' | 'in' | 'both';

/** Where walks may go: along edges of these types. */
export interface Steps {
  readonly types: readonly string[];
  readonly direction: Direction;
}

export const TAGS = ['n', 'm'] as const;
export const EDGE_TYPES = ['e', 'f'] as const;

/**
 * A small multigraph of tags `n(w)` and `m(w)` and edge types `e(w)` and `f(w)`, with parallel edges, self-loops and
 * vertices without tags, and what GO, MATCH and FETCH say of it by loops over its arrays.
 */
export class RandomGraph {
  readonly vertices: GraphVertex[] = [];
  readonly edges: GraphEdge[] = [];

  constructor(random: () => number) {
    const pick = (n: number): number => Math.floor(random() * n);
    const count = 4 + pick(5);
    for (let id = 0; id < count; id++) {
      const tags = TAGS.filter(() => random() < 0.7).map((tag) => [tag, pick(10)]);
      this.vertices.push({ id, tags: Object.fromEntries(tags) });
    }
    const keys = new Set<string>();
    for (let i = 0; i < count * 2; i++) {
      const type = EDGE_TYPES[pick(3) % 2]!;
      const edge = { type, src: pick(count), dst: pick(count), rank: pick(3) - 1, weight: pick(10) };
      const key = `${type} ${edge.src} ${edge.dst} ${edge.rank}`;
      if (!keys.has(key)) this.edges.push(edge);
      keys.add(key);
    }
  }

  /** The statements that make it; vertices without tags are there through their edges only. */
  statements(space: string): string[] {
    const rows = TAGS.map((tag) => {
      const tagged = this.vertices.filter(({ tags }) => tags[tag] !== undefined);
      return { tag, values: tagged.map(({ id, tags }) => `${id}:(${tags[tag]})`) };
    });
    const edges = EDGE_TYPES.map((type) => {
      const values = this.edges.filter((edge) => edge.type === type);
      return { type, values: values.map(({ src, dst, rank, weight }) => `${src}->${dst}@${rank}:(${weight})`) };
    });
    return [
      `CREATE SPACE ${space}(vid_type=INT64); USE ${space}; CREATE TAG n(w int); CREATE TAG m(w int)`,
      'CREATE EDGE e(w int); CREATE EDGE f(w int); CREATE TAG INDEX iw ON n(w)',
      ...rows
        .filter(({ values }) => values.length > 0)
        .map((r) => `INSERT VERTEX ${r.tag}(w) VALUES ${r.values.join()}`),
      ...edges
        .filter(({ values }) => values.length > 0)
        .map((r) => `INSERT EDGE ${r.type}(w) VALUES ${r.values.join()}`),
    ];
  }

  /** Edges that leave a vertex, each with its far end; MATCH sees a loop once in both directions, GO twice. */
  next(from: number, { types, direction }: Steps, loopsTwice = false): { edge: GraphEdge; to: number }[] {
    return this.edges
      .filter(({ type }) => types.includes(type))
      .flatMap((edge) => {
        const found: { edge: GraphEdge; to: number }[] = [];
        if (direction !== 'in' && edge.src === from) found.push({ edge, to: edge.dst });
        const again = direction === 'both' && edge.src === edge.dst && !loopsTwice;
        if (direction !== 'out' && edge.dst === from && !again) found.push({ edge, to: edge.src });
        return found;
      });
  }

  /** Walks of `hops` edges from `start` that use no edge twice: their vertices. */
  trails(start: number, hops: number, steps: Steps, used: readonly GraphEdge[] = []): number[][] {
    if (hops === 0) return [[start]];
    return this.next(start, steps)
      .filter(({ edge }) => !used.includes(edge))
      .flatMap(({ edge, to }) => this.trails(to, hops - 1, steps, [...used, edge]).map((rest) => [start, ...rest]));
  }

  /** Edges of the last of `count` steps, every vertex of a frontier once. */
  lastStep(start: number, count: number, steps: Steps): { edge: GraphEdge; to: number }[] {
    let frontier = new Set([start]);
    for (let step = 1; ; step++) {
      const found = [...frontier].flatMap((vertex) => this.next(vertex, steps, true));
      if (step === count) return found;
      frontier = new Set(found.map(({ to }) => to));
    }
  }
}
