import type { Value } from '@orrery/contracts';

/** Both kinds of vertex ids; each belongs to one writer, so that what each has written can be told. */
export type VidKind = 'string' | 'int';

const WRITER_IDS = 100_000;

/** An id as statements and keys have it: without quotes. */
export function vidOf(kind: VidKind, writer: number, i: number): string {
  return kind === 'int' ? String(writer * WRITER_IDS + i) : `w${writer}_${i}`;
}

export function writerOf(kind: VidKind, vid: string): number {
  return kind === 'int' ? Math.floor(Number(vid) / WRITER_IDS) : Number(/^w(\d+)_/.exec(vid)![1]);
}

export function quoted(kind: VidKind, vid: string): string {
  return kind === 'int' ? vid : `"${vid}"`;
}

/** Writers of statements are 1 to 4; edges of all of them end at the vertices of 0, which nobody deletes. */
export const HUB_WRITER = 0;
export const STATEMENT_WRITERS = [1, 2, 3, 4];
export const BULK_WRITER = 8;
export const SCHEMA_WRITER = 9;
export const HUBS = 4;

export const TAGS = { person: ['name', 'score'], mark: ['level'] } as const;
export const EDGES = { knows: ['since'], rates: ['stars', 'note'] } as const;
export type TagName = keyof typeof TAGS;
export type EdgeName = keyof typeof EDGES;

export function setupStatements(kind: VidKind): string[] {
  return [
    `CREATE SPACE load(vid_type=${kind === 'int' ? 'INT64' : 'FIXED_STRING(16)'})`,
    'USE load',
    'CREATE TAG person(name string, score int); CREATE TAG mark(level int)',
    'CREATE EDGE knows(since int); CREATE EDGE rates(stars int, note string)',
    'CREATE TAG INDEX by_score ON person(score); CREATE EDGE INDEX by_since ON knows(since)',
    'CREATE TAG INDEX by_mark ON mark()',
  ];
}

export const tagKey = (vid: string, tag: string): string => `${vid} ${tag}`;
export const edgeKey = (edge: string, src: string, rank: number, dst: string): string =>
  `${src} -${edge}@${rank}-> ${dst}`;

export function valuesText(values: readonly (Value | number)[]): string {
  return JSON.stringify(values, (_key, value: unknown) => (typeof value === 'bigint' ? Number(value) : value));
}
