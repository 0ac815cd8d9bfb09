import { seededRandom } from '../seeded-random.ts';
import { BULK_WRITER, edgeKey, HUB_WRITER, HUBS, tagKey, valuesText, vidOf, type VidKind } from './load-graph.ts';
import type { Change } from './written-rows.ts';

export const BULK_BATCHES = 6;
const BATCH_PERSONS = 400;
const BATCH_EDGES = 1500;

export interface BulkPerson {
  readonly vid: string;
  readonly name: string;
  readonly score: number;
}

export interface BulkEdge {
  readonly src: string;
  readonly dst: string;
  readonly rank: number;
  readonly since: number;
}

/** What the bulk load writes in one transaction: new vertices and edges, and some of the batches before, again. */
export function bulkBatch(seed: number, kind: VidKind, batch: number): { persons: BulkPerson[]; edges: BulkEdge[] } {
  const random = seededRandom(seed * 31 + batch);
  const below = (bound: number): number => Math.floor(random() * bound);
  const known = (batch + 1) * (BATCH_PERSONS / 2);
  const vertex = (): string => vidOf(kind, BULK_WRITER, below(known));
  return {
    persons: Array.from({ length: BATCH_PERSONS }, () => ({
      vid: vertex(),
      name: `b${below(1000)}`,
      score: below(5000),
    })),
    edges: Array.from({ length: BATCH_EDGES }, () => ({
      src: vertex(),
      dst: below(4) === 0 ? vidOf(kind, HUB_WRITER, below(HUBS)) : vertex(),
      rank: below(2),
      since: below(5000),
    })),
  };
}

export function bulkPieces(seed: number, kind: VidKind): Change[][] {
  return Array.from({ length: BULK_BATCHES }, (_none, batch) => {
    const { persons, edges } = bulkBatch(seed, kind, batch);
    return [
      ...persons.map(({ vid, name, score }) => ({ key: tagKey(vid, 'person'), text: valuesText([name, score]) })),
      ...edges.map(({ src, rank, dst, since }) => ({
        key: edgeKey('knows', src, rank, dst),
        text: valuesText([since]),
      })),
    ];
  });
}

export function bulkVids(kind: VidKind): string[] {
  const count = BULK_BATCHES * (BATCH_PERSONS / 2);
  return Array.from({ length: count }, (_none, i) => vidOf(kind, BULK_WRITER, i));
}
