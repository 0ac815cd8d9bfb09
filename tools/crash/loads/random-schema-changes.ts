import { quoted, SCHEMA_WRITER, tagKey, valuesText, vidOf, type VidKind } from './load-graph.ts';
import { insertPieces, type Change, type Write } from './written-rows.ts';

/** Keys of what is no row: indexes, properties that ALTER added, tags and spaces. */
export const indexKey = (name: string): string => `index ${name}`;
export const propertyKey = (name: string): string => `property ${name}`;
export const schemaKey = (name: string): string => `tag ${name}`;
export const spaceKey = (name: string): string => `space ${name}`;
export const spaceRowKey = (space: string, vid: string): string => `${spaceKey(space)} ${vid}`;

const DROPPED_ROWS = 300;
const SPACE_ROWS = 30;

/**
 * Statements that change the schema while others write: indexes made, built and dropped over what the others write, a
 * property added and dropped, tags and spaces with rows made and dropped. They follow on each other.
 */
export class RandomSchemaChanges {
  readonly #kind: VidKind;
  readonly #random: () => number;
  readonly vids = new Set<string>();
  /** Indexes that were built, by an acknowledged REBUILD. */
  readonly built = new Set<string>();
  #waiting: Write[] = [];
  #round = 0;

  constructor(kind: VidKind, random: () => number) {
    this.#kind = kind;
    this.#random = random;
  }

  next(): Write {
    if (this.#waiting.length === 0) {
      this.#round++;
      const kinds = [this.#tagIndex, this.#edgeIndex, this.#property, this.#tag, this.#space];
      this.#waiting = kinds[Math.floor(this.#random() * kinds.length)]!.call(this);
    }
    return this.#waiting.shift()!;
  }

  acknowledged({ statement }: Write): void {
    const rebuilt = /^REBUILD \w+ INDEX (\w+)/.exec(statement);
    if (rebuilt) this.built.add(rebuilt[1]!);
  }

  #tagIndex(): Write[] {
    return this.#index('TAG', `name_${this.#round}`, 'person(name(8))');
  }

  #edgeIndex(): Write[] {
    return this.#index('EDGE', `stars_${this.#round}`, 'rates(stars)');
  }

  #index(kind: 'TAG' | 'EDGE', name: string, on: string): Write[] {
    const key = indexKey(name);
    return [
      { statement: `CREATE ${kind} INDEX ${name} ON ${on}`, pieces: [[{ key, text: '' }]] },
      { statement: `REBUILD ${kind} INDEX ${name}`, pieces: [] },
      { statement: `REBUILD ${kind} INDEX ${name}`, pieces: [] },
      { statement: `DROP ${kind} INDEX ${name}`, pieces: [[{ key, text: undefined }]] },
    ];
  }

  #property(): Write[] {
    const name = `added_${this.#round}`;
    const key = propertyKey(name);
    return [
      {
        statement: `ALTER TAG person ADD (${name} int DEFAULT ${this.#round})`,
        pieces: [[{ key, text: String(this.#round) }]],
      },
      { statement: `ALTER TAG person DROP (${name})`, pieces: [[{ key, text: undefined }]] },
    ];
  }

  #tag(): Write[] {
    const name = `brief_${this.#round}`;
    const rows = Array.from({ length: DROPPED_ROWS }, (_none, i) => this.#row(name, i));
    const gone: Change[] = rows.map(({ change: { key } }) => ({ key, text: undefined }));
    return [
      { statement: `CREATE TAG ${name}(n int)`, pieces: [[{ key: schemaKey(name), text: '' }]] },
      {
        statement: `INSERT VERTEX ${name}(n) VALUES ${rows.map(({ text }) => text).join(', ')}`,
        pieces: insertPieces(rows.map(({ change }) => [change])),
      },
      { statement: `DROP TAG ${name}`, pieces: [[{ key: schemaKey(name), text: undefined }, ...gone]] },
    ];
  }

  #row(tag: string, i: number): { text: string; change: Change } {
    const vid = vidOf(this.#kind, SCHEMA_WRITER, i);
    this.vids.add(vid);
    return { text: `${quoted(this.#kind, vid)}:(${i})`, change: { key: tagKey(vid, tag), text: valuesText([i]) } };
  }

  #space(): Write[] {
    const name = `brief_${this.#round}`;
    const made: Change = { key: spaceKey(name), text: '' };
    const rows = Array.from({ length: SPACE_ROWS }, (_none, i) => ({ key: spaceRowKey(name, `${i}`), text: `${i}` }));
    const values = rows.map((_row, i) => `${i}:(${i})`).join(', ');
    return [
      { statement: `CREATE SPACE ${name}(vid_type=INT64)`, pieces: [[made]] },
      { statement: `USE ${name}; CREATE TAG t(n int); CREATE TAG INDEX ti ON t(n); USE load`, pieces: [] },
      { statement: `USE ${name}; INSERT VERTEX t(n) VALUES ${values}; USE load`, pieces: [rows] },
      {
        statement: `DROP SPACE ${name}`,
        pieces: [[{ key: made.key, text: undefined }, ...rows.map(({ key }) => ({ key, text: undefined }))]],
      },
    ];
  }
}
