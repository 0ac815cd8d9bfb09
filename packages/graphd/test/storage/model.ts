import type { Value, VertexId } from '@orrery/contracts';
import type { SpaceReader } from '../../src/storage/store.ts';

/** The obvious store: maps. Keys are texts, so that a wrong order or a lost bit in the real one shows. */
export class ModelGraph {
  /** vertex -> tag -> values */
  readonly vertices = new Map<VertexId, Map<string, Value[]>>();
  /** vertices that were inserted without a tag */
  readonly bare = new Set<VertexId>();
  /** `type|src|rank|dst` -> the edge */
  readonly edges = new Map<string, ModelEdge>();

  putTag(vid: VertexId, tag: string, values: Value[], ifNotExists: boolean): boolean {
    const tags = this.vertices.get(vid) ?? new Map<string, Value[]>();
    if (ifNotExists && tags.has(tag)) return false;
    this.vertices.set(vid, tags.set(tag, values));
    return true;
  }

  deleteTag(vid: VertexId, tag: string): boolean {
    return this.vertices.get(vid)?.delete(tag) ?? false;
  }

  putVertex(vid: VertexId): void {
    if ((this.vertices.get(vid)?.size ?? 0) === 0) this.bare.add(vid);
  }

  deleteVertex(vid: VertexId, withEdges: boolean): boolean {
    let found = (this.vertices.get(vid)?.size ?? 0) > 0;
    this.vertices.delete(vid);
    found = this.bare.delete(vid) || found;
    if (withEdges) {
      for (const [key, edge] of this.edges) {
        if (edge.src === vid || edge.dst === vid) found = this.edges.delete(key) || found;
      }
    }
    return found;
  }

  putEdge(edge: ModelEdge, ifNotExists: boolean): boolean {
    const key = edgeText(edge);
    if (ifNotExists && this.edges.has(key)) return false;
    this.edges.set(key, edge);
    return true;
  }

  deleteEdge(edge: Omit<ModelEdge, 'values'>): boolean {
    return this.edges.delete(edgeText(edge));
  }

  clone(): ModelGraph {
    const copy = new ModelGraph();
    for (const [vid, tags] of this.vertices) copy.vertices.set(vid, new Map(tags));
    for (const vid of this.bare) copy.bare.add(vid);
    for (const [key, edge] of this.edges) copy.edges.set(key, edge);
    return copy;
  }

  vertexTexts(): string[] {
    const texts: string[] = [];
    for (const [vid, tags] of this.vertices) {
      for (const [tag, values] of tags) texts.push(`${vid}:${tag}:${valuesText(values)}`);
    }
    return texts.toSorted();
  }

  existing(): string[] {
    const vids = [...this.vertices].filter(([, tags]) => tags.size > 0).map(([vid]) => String(vid));
    return [...new Set([...vids, ...[...this.bare].map(String)])].toSorted();
  }

  edgeTexts(): string[] {
    return [...this.edges].map(([key, { values }]) => `${key}:${valuesText(values)}`).toSorted();
  }
}

export interface ModelEdge {
  readonly type: string;
  readonly src: VertexId;
  readonly dst: VertexId;
  readonly rank: bigint;
  readonly values: Value[];
}

export function edgeText({ type, src, dst, rank }: Omit<ModelEdge, 'values'>): string {
  return `${type}|${src}|${rank}|${dst}`;
}

export function valuesText(values: Iterable<Value>): string {
  return JSON.stringify([...values], (_key, value: unknown) => (typeof value === 'bigint' ? `${value}n` : value));
}

/** What the real store holds, read in each of its ways; `how` names the way. */
export function readEverything(reader: SpaceReader): Record<string, string[]> {
  const { catalog } = reader;
  const scannedTags: string[] = [];
  for (const tag of catalog.tags.values()) {
    const cursor = reader.scanTag(tag.id);
    while (cursor.next()) {
      scannedTags.push(`${reader.vidOf(cursor.vertex)}:${tag.name}:${valuesText(cursor.row().toMap().values())}`);
    }
  }
  const existing: string[] = [];
  const vertices = reader.scanVertices();
  while (vertices.next()) existing.push(String(reader.vidOf(vertices.vertex)));
  const scannedEdges: string[] = [];
  const out: string[] = [];
  const inwards: string[] = [];
  for (const type of catalog.edges.values()) {
    const cursor = reader.scanEdges(type.id);
    const ends = new Set<number>();
    const text = (from: typeof cursor): string =>
      `${edgeText({ type: type.name, src: reader.vidOf(from.src), dst: reader.vidOf(from.dst), rank: from.rank })}:` +
      valuesText(from.row().toMap().values());
    while (cursor.next()) {
      scannedEdges.push(text(cursor));
      ends.add(cursor.src).add(cursor.dst);
    }
    for (const end of ends) {
      for (const [direction, into] of [
        ['out', out],
        ['in', inwards],
      ] as const) {
        const adjacent = reader.adjacent(end, type.id, direction);
        let count = 0;
        while (adjacent.next()) {
          into.push(text(adjacent));
          count++;
        }
        if (reader.degree(end, type.id, direction) !== count) throw new Error('degree differs from adjacency');
      }
    }
  }
  return {
    scannedTags: scannedTags.toSorted(),
    existing: existing.toSorted(),
    scannedEdges: scannedEdges.toSorted(),
    out: out.toSorted(),
    in: inwards.toSorted(),
  };
}
