import type { Value } from '@orrery/contracts';
import type { NebulaSession } from '@orrery/nebula';
import { EDGES, edgeKey, quoted, TAGS, tagKey, valuesText, type EdgeName, type VidKind } from './load-graph.ts';
import { indexKey, propertyKey, schemaKey, spaceKey, spaceRowKey } from './random-schema-changes.ts';
import { difference, type Rows } from './written-rows.ts';

/** What one reading found, by the key that writers use. */
export interface Reading {
  readonly name: string;
  readonly rows: Rows;
}

const OWN_INDEXES = ['by_score', 'by_since', 'by_mark'];
/** The removal of what was dropped goes on after a restart; until then it is counted. */
const PURGE_MS = 20_000;

/** Reads a graph in every way there is. `vids`: every id that may be in it. */
export class ReadBack {
  readonly #session: NebulaSession;
  readonly #ids: string;
  readonly faults: string[] = [];

  constructor(session: NebulaSession, kind: VidKind, vids: Iterable<string>) {
    this.#session = session;
    this.#ids = [...vids].map((vid) => quoted(kind, vid)).join(', ');
  }

  /** Everything, after it was read in all ways and these agree. `built`: indexes that must have every row. */
  async everything(built: ReadonlySet<string>): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    const persons = await this.#agreeing([
      await this.#fetchTag('person'),
      await this.#scanTag('person'),
      await this.#tagLookup('person', 'person.score >= 0'),
    ]);
    const marks = await this.#agreeing([
      await this.#fetchTag('mark'),
      await this.#scanTag('mark'),
      await this.#tagLookup('mark', ''),
    ]);
    const knows = await this.#agreeing([
      await this.#walk('knows', ''),
      await this.#walk('knows', 'REVERSELY'),
      await this.#edgeLookup('knows', 'knows.since >= 0'),
    ]);
    const rates = await this.#agreeing([await this.#walk('rates', ''), await this.#walk('rates', 'REVERSELY')]);
    for (const rows of [persons, marks, knows, rates]) for (const [key, text] of rows) found.set(key, text);
    const brief = await this.#briefTags(found);
    await this.#indexes(found, built, persons, rates);
    await this.#properties(found, persons.size);
    await this.#statistics({ person: persons.size, mark: marks.size, knows: knows.size, rates: rates.size, ...brief });
    await this.#spaces(found);
    return found;
  }

  async #rows(statement: string): Promise<Value[][]> {
    return (await this.#session.execute(statement)).rows;
  }

  /** @returns the first of the readings */
  async #agreeing([first, ...others]: readonly Reading[]): Promise<Rows> {
    for (const { name, rows } of others) {
      const differs = difference(first!.rows, rows);
      if (differs !== undefined) this.faults.push(`${name} differs from ${first!.name}: ${differs}`);
    }
    return first!.rows;
  }

  #reading(name: string, rows: Value[][], keyOf: (row: Value[]) => string, keyColumns: number): Reading {
    const found = new Map<string, string>();
    for (const row of rows) {
      const key = keyOf(row);
      if (found.has(key)) this.faults.push(`${name} has ${key} twice`);
      found.set(key, valuesText(row.slice(keyColumns)));
    }
    return { name, rows: found };
  }

  async #fetchTag(tag: string, properties: readonly string[] = TAGS[tag as keyof typeof TAGS]): Promise<Reading> {
    const columns = properties.map((name) => `${tag}.${name}`).join(', ');
    const rows = await this.#rows(`FETCH PROP ON ${tag} ${this.#ids} YIELD id(vertex) AS id, ${columns}`);
    // A vertex of other tags alone has a row without values.
    const written = rows.filter(([, ...values]) => values.some((value) => value !== undefined));
    return this.#reading(`FETCH ${tag}`, written, ([id]) => tagKey(String(id), tag), 1);
  }

  async #scanTag(tag: keyof typeof TAGS): Promise<Reading> {
    const columns = TAGS[tag].map((name) => `v.${tag}.${name}`).join(', ');
    const rows = await this.#rows(`MATCH (v:${tag}) RETURN id(v) AS id, ${columns}`);
    const counted = await this.#rows(`MATCH (v:${tag}) RETURN count(*) AS n`);
    if (counted[0]?.[0] !== BigInt(rows.length)) this.faults.push(`count(*) of ${tag} is ${counted[0]?.[0]}`);
    return this.#reading(`MATCH ${tag}`, rows, ([id]) => tagKey(String(id), tag), 1);
  }

  async #tagLookup(tag: keyof typeof TAGS, where: string): Promise<Reading> {
    const columns = TAGS[tag].map((name) => `${tag}.${name}`).join(', ');
    const condition = where === '' ? '' : `WHERE ${where} `;
    const rows = await this.#rows(`LOOKUP ON ${tag} ${condition}YIELD id(vertex) AS id, ${columns}`);
    return this.#reading(`LOOKUP ${tag} ${where}`, rows, ([id]) => tagKey(String(id), tag), 1);
  }

  async #walk(edge: EdgeName, direction: '' | 'REVERSELY'): Promise<Reading> {
    const columns = ['src(edge)', 'rank(edge)', 'dst(edge)', ...EDGES[edge].map((name) => `${edge}.${name}`)];
    const yields = columns.map((column, i) => `${column} AS c${i}`).join(', ');
    const rows = await this.#rows(`GO FROM ${this.#ids} OVER ${edge} ${direction} YIELD ${yields}`);
    return this.#edges(`GO ${edge} ${direction}`, edge, rows);
  }

  async #edgeLookup(edge: EdgeName, where: string): Promise<Reading> {
    const columns = ['src(edge)', 'rank(edge)', 'dst(edge)', ...EDGES[edge].map((name) => `${edge}.${name}`)];
    const yields = columns.map((column, i) => `${column} AS c${i}`).join(', ');
    return this.#edges(`LOOKUP ${where}`, edge, await this.#rows(`LOOKUP ON ${edge} WHERE ${where} YIELD ${yields}`));
  }

  #edges(name: string, edge: EdgeName, rows: Value[][]): Reading {
    return this.#reading(name, rows, ([src, rank, dst]) => edgeKey(edge, String(src), Number(rank), String(dst)), 3);
  }

  async #briefTags(found: Map<string, string>): Promise<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const [tag] of await this.#rows('SHOW TAGS')) {
      if (typeof tag !== 'string' || tag in TAGS) continue;
      found.set(schemaKey(tag), '');
      const { rows } = await this.#fetchTag(tag, ['n']);
      for (const [key, text] of rows) found.set(key, text);
      counts[tag] = rows.size;
    }
    return counts;
  }

  /** An index that was made over rows has those that were built or written since, and nothing else. */
  async #indexes(found: Map<string, string>, built: ReadonlySet<string>, persons: Rows, rates: Rows): Promise<void> {
    const names = [...(await this.#rows('SHOW TAG INDEXES')), ...(await this.#rows('SHOW EDGE INDEXES'))]
      .map(([name]) => String(name))
      .filter((name) => !OWN_INDEXES.includes(name));
    for (const name of names) {
      found.set(indexKey(name), '');
      const isTag = name.startsWith('name');
      const lookup = isTag
        ? await this.#tagLookup('person', 'person.name >= "a"')
        : await this.#edgeLookup('rates', 'rates.stars >= 0');
      const all = isTag ? persons : rates;
      const isComplete = built.has(name);
      const expected = isComplete ? all : new Map([...all].filter(([key]) => lookup.rows.has(key)));
      const differs = difference(expected, lookup.rows);
      if (differs !== undefined) this.faults.push(`index ${name}${isComplete ? ', built,' : ''}: ${differs}`);
    }
  }

  /** What ALTER added answers its default on every row. */
  async #properties(found: Map<string, string>, persons: number): Promise<void> {
    for (const [name] of await this.#rows('DESCRIBE TAG person')) {
      if (typeof name !== 'string' || (TAGS.person as readonly string[]).includes(name)) continue;
      const value = name.split('_')[1]!;
      found.set(propertyKey(name), value);
      const [row] = await this.#rows(`MATCH (v:person) WHERE v.person.${name} == ${value} RETURN count(*) AS n`);
      if (row?.[0] !== BigInt(persons)) this.faults.push(`${name} has its default in ${row?.[0]} of ${persons} rows`);
    }
  }

  async #statistics(counts: Record<string, number>): Promise<void> {
    const [vertices] = await this.#rows('MATCH (v) RETURN count(*) AS n');
    const expected = new Map(Object.entries(counts).map(([name, count]) => [name, String(count)]));
    expected.set('vertices', String(vertices?.[0]));
    expected.set('edges', String(counts['knows']! + counts['rates']!));
    const deadline = Date.now() + PURGE_MS;
    for (;;) {
      const rows = await this.#rows('SHOW STATS');
      const differs = difference(expected, new Map(rows.map(([, name, count]) => [String(name), String(count)])));
      if (differs === undefined) return;
      if (Date.now() > deadline) return void this.faults.push(`SHOW STATS: ${differs}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  async #spaces(found: Map<string, string>): Promise<void> {
    for (const [space] of await this.#rows('SHOW SPACES')) {
      if (space === 'load') continue;
      const name = String(space);
      found.set(spaceKey(name), '');
      await this.#session.execute(`USE ${name}`);
      const tags = await this.#rows('SHOW TAGS');
      if (tags.length > 0) {
        const rows = await this.#rows('MATCH (v:t) RETURN id(v) AS id, v.t.n AS n');
        for (const [id, n] of rows) found.set(spaceRowKey(name, String(id)), String(n));
      }
      await this.#session.execute('USE load');
    }
  }
}
