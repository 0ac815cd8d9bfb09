import {
  EDGES,
  edgeKey,
  HUB_WRITER,
  HUBS,
  quoted,
  TAGS,
  tagKey,
  valuesText,
  vidOf,
  type EdgeName,
  type TagName,
  type VidKind,
} from './load-graph.ts';
import { insertPieces, PIECE_ROWS, type Change, type Rows, type Write } from './written-rows.ts';

/** Ids of the vertices that statements are about again and again; those of large INSERTs come after them. */
const VERTICES = 60;

interface StoredEdge {
  readonly edge: EdgeName;
  readonly src: string;
  readonly rank: number;
  readonly dst: string;
}

type Values = (string | number)[];

/** One writer's statements, each worked out against what the writer has written: single rows, batches, large INSERTs. */
export class RandomWrites {
  readonly #writer: number;
  readonly #kind: VidKind;
  readonly #random: () => number;
  readonly #rows: Rows;
  /** Every id that the writer has used. */
  readonly vids = new Set<string>();
  #nextLarge = VERTICES;

  /** `rows`: what the writer has written, as it changes. */
  constructor(writer: number, kind: VidKind, random: () => number, rows: Rows) {
    this.#writer = writer;
    this.#kind = kind;
    this.#random = random;
    this.#rows = rows;
  }

  next(): Write {
    const dice = this.#below(100);
    if (dice < 20) return this.#insertVertices(1 + this.#below(6));
    if (dice < 26) return this.#insertVertices(200 + this.#below(700));
    if (dice < 46) return this.#insertEdges(1 + this.#below(8));
    if (dice < 52) return this.#insertEdges(200 + this.#below(700));
    if (dice < 62) return this.#update();
    if (dice < 70) return this.#upsert();
    if (dice < 77) return this.#upsertEdge();
    if (dice < 83) return this.#deleteVertices(false);
    if (dice < 90) return this.#deleteVertices(true);
    if (dice < 95) return this.#deleteEdges();
    return this.#deleteTag();
  }

  #insertVertices(count: number): Write {
    const tags: TagName[] = this.#pick([['person'], ['mark'], ['person', 'mark']]);
    const isLarge = count > 6;
    const rows: string[] = [];
    const changes: Change[][] = [];
    for (let i = 0; i < count; i++) {
      const vid = isLarge ? this.#own(this.#nextLarge++) : this.#vertex();
      const values = tags.map((tag) => this.#tagValues(tag));
      rows.push(`${this.#quoted(vid)}:(${literals(values.flat())})`);
      changes.push(tags.map((tag, t) => ({ key: tagKey(vid, tag), text: valuesText(values[t]!) })));
    }
    const head = tags.map((tag) => `${tag}(${TAGS[tag].join(', ')})`).join(', ');
    return { statement: `INSERT VERTEX ${head} VALUES ${rows.join(', ')}`, pieces: insertPieces(changes) };
  }

  #insertEdges(count: number): Write {
    const edge: EdgeName = this.#pick(['knows', 'rates']);
    const rows: string[] = [];
    const changes: Change[][] = [];
    for (let i = 0; i < count; i++) {
      const key = this.#randomEdge(edge);
      const values = this.#edgeValues(edge);
      rows.push(`${this.#edgeText(key)}:(${literals(values)})`);
      changes.push([{ key: keyOf(key), text: valuesText(values) }]);
    }
    const statement = `INSERT EDGE ${edge}(${EDGES[edge].join(', ')}) VALUES ${rows.join(', ')}`;
    return { statement, pieces: insertPieces(changes) };
  }

  #update(): Write {
    const persons = this.#stored(' person');
    if (persons.length === 0) return this.#insertVertices(3);
    const key = this.#pick(persons);
    const [name, score] = JSON.parse(this.#rows.get(key)!) as [string, number];
    const vid = key.split(' ')[0]!;
    const by = 1 + this.#below(100);
    const statement = `UPDATE VERTEX ON person ${this.#quoted(vid)} SET score = score + ${by} WHEN score > -1000000`;
    return { statement, pieces: [[{ key, text: valuesText([name, score + by]) }]] };
  }

  #upsert(): Write {
    const vid = this.#vertex();
    const [name, score] = this.#tagValues('person');
    const set = `name = ${literals([name!])}, score = ${score}`;
    const text = valuesText([name!, score!]);
    return {
      statement: `UPSERT VERTEX ON person ${this.#quoted(vid)} SET ${set}`,
      pieces: [[{ key: tagKey(vid, 'person'), text }]],
    };
  }

  #upsertEdge(): Write {
    const key = this.#randomEdge('knows');
    const since = this.#below(5000);
    const statement = `UPSERT EDGE ON knows ${this.#edgeText(key)} SET since = ${since}`;
    return { statement, pieces: [[{ key: keyOf(key), text: valuesText([since]) }]] };
  }

  #deleteVertices(withEdges: boolean): Write {
    const vids = Array.from({ length: 1 + this.#below(3) }, () => this.#vertex());
    const changes: Change[] = [];
    for (const key of this.#rows.keys()) {
      const [src, , dst] = key.split(' ');
      const isGone = dst === undefined ? vids.includes(src!) : withEdges && (vids.includes(src!) || vids.includes(dst));
      if (isGone) changes.push({ key, text: undefined });
    }
    const list = vids.map((vid) => this.#quoted(vid)).join(', ');
    const statement = `DELETE VERTEX ${list}${withEdges ? ' WITH EDGE' : ''}`;
    // An edge may count at both of its ends.
    return { statement, pieces: [changes], isAnyPart: 2 * changes.length > PIECE_ROWS };
  }

  #deleteEdges(): Write {
    const keys = this.#stored('> ').filter((key) => key.includes(' -knows@'));
    if (keys.length === 0) return this.#insertEdges(5);
    const chosen = new Set(Array.from({ length: 1 + this.#below(5) }, () => this.#pick(keys)));
    const texts = [...chosen].map((key) => {
      const [src, middle, dst] = key.split(' ') as [string, string, string];
      const rank = Number(/@(\d+)-/.exec(middle)![1]);
      return this.#edgeText({ edge: 'knows', src, rank, dst });
    });
    const changes = [...chosen].map((key) => ({ key, text: undefined }));
    return { statement: `DELETE EDGE knows ${texts.join(', ')}`, pieces: [changes] };
  }

  #deleteTag(): Write {
    const tag: TagName = this.#pick(['person', 'mark']);
    const vids = Array.from({ length: 1 + this.#below(4) }, () => this.#vertex());
    return {
      statement: `DELETE TAG ${tag} FROM ${vids.map((vid) => this.#quoted(vid)).join(', ')}`,
      pieces: [vids.map((vid) => ({ key: tagKey(vid, tag), text: undefined }))],
    };
  }

  #randomEdge(edge: EdgeName): StoredEdge {
    const dst = this.#below(3) === 0 ? vidOf(this.#kind, HUB_WRITER, this.#below(HUBS)) : this.#vertex();
    return { edge, src: this.#vertex(), rank: this.#below(20), dst };
  }

  #edgeText({ src, rank, dst }: StoredEdge): string {
    return `${this.#quoted(src)}->${this.#quoted(dst)}@${rank}`;
  }

  #tagValues(tag: TagName): Values {
    return tag === 'mark' ? [this.#below(10)] : [`n${this.#below(1000)}`, this.#below(5000)];
  }

  #edgeValues(edge: EdgeName): Values {
    const number = this.#below(5000);
    return edge === 'knows' ? [number] : [number, 'x'.repeat(this.#below(40))];
  }

  #stored(mark: string): string[] {
    return [...this.#rows.keys()].filter((key) => key.includes(mark));
  }

  #vertex(): string {
    return this.#own(this.#below(VERTICES));
  }

  #own(i: number): string {
    const vid = vidOf(this.#kind, this.#writer, i);
    this.vids.add(vid);
    return vid;
  }

  #quoted(vid: string): string {
    return quoted(this.#kind, vid);
  }

  #below(bound: number): number {
    return Math.floor(this.#random() * bound);
  }

  #pick<T>(items: readonly T[]): T {
    return items[this.#below(items.length)]!;
  }
}

function keyOf({ edge, src, rank, dst }: StoredEdge): string {
  return edgeKey(edge, src, rank, dst);
}

function literals(values: readonly (string | number)[]): string {
  return values.map((value) => JSON.stringify(value)).join(', ');
}
