import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Value } from '@orrery/contracts';
import { ColumnAggregation } from '../../src/execute/columns/column-aggregation.ts';
import { randomSource } from './random-source.ts';
import { TestEngine } from './test-engine.ts';

/**
 * Aggregates in loops over columns beside the same over batches of rows, which a PROFILE always uses: over rows of several
 * schema versions, NULLs, ranks, parallel edges, deleted and expired ones, and numbers that no double holds.
 */
const SEED = 20_261_123;
const VERTICES = 300;
/** More than are read at once. */
const EDGES = 6000;
const STATEMENTS = 150;
const HOUR_S = 3600;

let engine: TestEngine;

beforeAll(async () => {
  engine = await TestEngine.start();
  const random = randomSource(SEED);
  const pick = (n: number): number => Math.floor(random() * n);
  const orNull = (value: string): string => (pick(12) === 0 ? 'NULL' : value);
  const now = Math.floor(Date.now() / 1000);
  await engine.must(
    'CREATE SPACE columns(vid_type=FIXED_STRING(16)); USE columns; ' +
      'CREATE EDGE knows(weight double, since int, small int8, part float, note string); ' +
      'CREATE EDGE likes(weight double, since int32, part double); CREATE EDGE counted(weight int, since int); ' +
      `CREATE EDGE seen(weight double, since int, at timestamp) TTL_DURATION = ${HOUR_S}, TTL_COL = "at"; ` +
      'CREATE EDGE huge(since int); CREATE EDGE empty(weight double); CREATE TAG person(age int, score double); ' +
      `CREATE TAG brief(at timestamp) TTL_DURATION = ${HOUR_S}, TTL_COL = "at"; CREATE TAG nobody()`,
  );
  const tagged = (share: number): string[] =>
    Array.from({ length: VERTICES }, (_, v) => `"v${v}"`).filter(() => random() < share);
  const persons = (share: number): string =>
    tagged(share).map((vid) => `${vid}:(${orNull(`${pick(90)}`)}, ${orNull(`${pick(40) / 8}`)})`).join(', '); // prettier-ignore
  await engine.must(`INSERT VERTEX person(age, score) VALUES ${persons(0.6)}`);
  await engine.must('ALTER TAG person ADD (level int DEFAULT 3)');
  await engine.must(`INSERT VERTEX person(age, score) VALUES ${persons(0.2)}`);
  await engine.must(`INSERT VERTEX brief(at) VALUES ${tagged(0.6).map((vid) => `${vid}:(${pick(2) === 0 ? now : now - 2 * HOUR_S})`).join(', ')}`); // prettier-ignore
  const insert = async (head: string, count: number, values: () => string): Promise<void> => {
    const rows = Array.from(
      { length: count },
      () => `"v${pick(VERTICES)}"->"v${pick(VERTICES)}"@${pick(3) - 1}:(${values()})`,
    );
    await engine.must(`INSERT EDGE ${head} VALUES ${rows.join(', ')}`);
  };
  const knows = (): string =>
    `${orNull(`${pick(800) / 8 - 20}`)}, ${orNull(`${pick(100) - 50}`)}, ${orNull(`${pick(20)}`)}, ${orNull(`${pick(9) / 4}`)}`;
  await insert('knows(weight, since, small, part, note)', EDGES, () => `${knows()}, "${'n'.repeat(pick(9))}"`);
  // Rows of three versions: a property is dropped, one comes with a default, one changes its type.
  await engine.must(
    'ALTER EDGE knows DROP (note); ALTER EDGE knows ADD (added double DEFAULT 2.5, level int DEFAULT 3)',
  );
  await insert('knows(weight, since, small, part, level)', 500, () => `${knows()}, ${pick(5)}`);
  await engine.must('ALTER EDGE knows CHANGE (small int16)');
  await insert('knows(weight, since, small, part)', 500, knows);
  await insert('likes(weight, since, part)', 800, () => `${orNull(`${pick(64) / 4}`)}, ${pick(9)}, 0.1`);
  await insert('counted(weight, since)', 800, () => `${orNull(`${pick(64)}`)}, ${pick(9)}`);
  await insert('seen(weight, since, at)', 800, () => {
    return `${pick(64) / 4}, ${pick(9)}, ${pick(2) === 0 ? now : now - 2 * HOUR_S}`;
  });
  await insert('huge(since)', 40, () => `${9_223_372_036_854_775_807n - BigInt(pick(3))}`);
  const rows = await engine.must('MATCH (a)-[e:knows]->(b) RETURN src(e), dst(e), rank(e) LIMIT 900');
  const gone = rows.rows.filter(() => pick(3) === 0).map(([src, dst, rank]) => `"${src}" -> "${dst}"@${rank}`);
  await engine.must(`DELETE EDGE knows ${gone.join(', ')}`);
});
afterAll(() => engine.close());

const OF_EDGES =
  'e.weight e.since e.weight e.since e.small e.part e.level e.added e.missing e.at rank(e) a.person.age b.person.score b.person.level b.brief.at a.nobody.x';
const OF_VERTICES =
  'v.person.age v.person.score v.person.level v.brief.at v.person.missing v.person.age v.person.score';
const CONSTANTS = '3 -2 0 0.5 0.0000000001 1e300 4503599627370497';
const words = (...texts: readonly string[]): string[] => texts.join(' ').split(' ');

/** Tells ints from floats, and one zero from the other. */
const shown = (rows: readonly (readonly Value[])[]): string[] => rows.map((row) => row.map(shownValue).join(' | '));

function shownValue(value: Value): string {
  if (typeof value === 'number') return `float ${Object.is(value, -0) ? '-0' : value}`;
  return typeof value === 'bigint' ? `int ${value}` : JSON.stringify(value);
}

async function expectAgreement(text: string): Promise<void> {
  const [columns, batches] = [await engine.execute(text), await engine.execute(`PROFILE ${text}`)];
  if ('error' in batches) expect(columns, text).toMatchObject({ error: { message: batches.error.message } });
  else if ('error' in columns) throw new Error(`${text}: ${columns.error.message}`);
  else expect(shown(columns.rows), text).toEqual(shown(batches.rows));
}

/** How many aggregations ran over columns to their end, and how many gave up. */
async function runs(work: () => Promise<void>): Promise<{ readonly done: number; readonly givenUp: number }> {
  const spy = vi.spyOn(ColumnAggregation.prototype, 'run');
  try {
    await work();
    const results = await Promise.all(spy.mock.results.map(({ value }) => value as Promise<boolean>));
    const done = results.filter(Boolean).length;
    return { done, givenUp: results.length - done };
  } finally {
    spy.mockRestore();
  }
}

/** Statements out of a grammar whose parts the columns know, mostly. */
class Statements {
  readonly #random: () => number;
  #numbers: readonly string[] = [];

  constructor(seed: number) {
    this.#random = randomSource(seed);
  }

  /** Over vertices alone. */
  nextOfVertices(): string {
    this.#numbers = words(OF_VERTICES, CONSTANTS);
    const pattern = this.#oneOf(['(v:person)', '(v:person)', '(v:brief)', '(v:person:brief)', '(v:nobody)']);
    return this.#statement(pattern, ['id(v)', 'v.person.age'], ['count(*)', 'count(v)', 'count(DISTINCT v)']);
  }

  next(): string {
    this.#numbers = words(OF_EDGES, CONSTANTS);
    const pattern = this.#oneOf([
      '(a)-[e:knows]->(b)',
      '(a)-[e:knows]->(b)',
      '(a)<-[e:likes]-(b)',
      '(a)-[e:knows|likes]->(b)',
      '(a)-[e:seen]->(b)',
      '(a)-[e:counted|likes]->(b)',
      '(a)-[e]->(b)',
      '(a:person)-[e:knows]->(b)',
      '(a:person)-[e:likes]->(b:person)',
      '(a)-[e:seen]->(b:brief)',
      '(a:person:brief)-[e:likes]->(b:nobody)',
      '(a:person)<-[e:likes]-(b)',
    ]);
    const keys = ['id(a)', 'id(b)', 'src(e)', 'dst(e)', 'rank(e)', 'e.since', 'e.weight', 'b.person.age'];
    return this.#statement(pattern, keys, ['count(*)', 'count(e)', 'count(b)', 'count(DISTINCT b)']);
  }

  #statement(pattern: string, keys: readonly string[], counts: readonly string[]): string {
    const where = this.#chance(0.6) ? ` WHERE ${this.#condition(2)}` : '';
    const key = this.#chance(0.6) ? `${this.#oneOf([...keys, this.#number(1)])} AS k, ` : '';
    const items = Array.from({ length: 1 + this.#pick(3) }, (_, i) => `${this.#aggregate(counts)} AS x${i}`);
    const order = this.#chance(0.4)
      ? ` ORDER BY x0 ${this.#oneOf(['DESC', 'ASC'])}${key === '' ? '' : ', k'} LIMIT ${1 + this.#pick(8)}`
      : '';
    return `MATCH ${pattern}${where} RETURN ${key}${items.join(', ')}${order}`;
  }

  #aggregate(counts: readonly string[]): string {
    if (this.#chance(0.3)) return this.#oneOf(counts);
    return `${this.#oneOf(['sum', 'avg', 'min', 'max', 'count', 'std'])}(${this.#number(2)})`;
  }

  #condition(depth: number): string {
    if (depth > 0 && this.#chance(0.5)) {
      const [left, right] = [this.#condition(depth - 1), this.#condition(depth - 1)];
      return this.#chance(0.2) ? `NOT (${left})` : `(${left} ${this.#oneOf(['AND', 'OR', 'XOR'])} ${right})`;
    }
    if (this.#chance(0.2)) return `${this.#number(1)} ${this.#oneOf(['IS NULL', 'IS NOT NULL'])}`;
    return `${this.#number(1)} ${this.#oneOf(['<', '<=', '>', '>=', '==', '!='])} ${this.#number(1)}`;
  }

  #number(depth: number): string {
    if (depth > 0 && this.#chance(0.4)) {
      const [left, right] = [this.#number(depth - 1), this.#number(depth - 1)];
      return this.#chance(0.15) ? `-(${left})` : `(${left} ${this.#oneOf(['+', '-', '*', '/', '%'])} ${right})`;
    }
    return this.#oneOf(this.#numbers);
  }

  #pick(n: number): number {
    return Math.floor(this.#random() * n);
  }

  #chance(share: number): boolean {
    return this.#random() < share;
  }

  #oneOf(choices: readonly string[]): string {
    return choices[this.#pick(choices.length)]!;
  }
}

test(`random aggregations agree over columns and over batches (seed ${SEED})`, async () => {
  const statements = new Statements(SEED);
  const { done, givenUp } = await runs(async () => {
    for (let i = 0; i < STATEMENTS; i++) await expectAgreement(statements.next());
  });
  expect(done).toBeGreaterThan(STATEMENTS / 6);
  expect(givenUp).toBeGreaterThan(0);
});

test(`random aggregations of vertices agree, too (seed ${SEED})`, async () => {
  const statements = new Statements(SEED + 1);
  const { done, givenUp } = await runs(async () => {
    for (let i = 0; i < STATEMENTS; i++) await expectAgreement(statements.nextOfVertices());
  });
  expect(done).toBeGreaterThan(STATEMENTS / 4);
  expect(givenUp).toBeGreaterThan(0);
});

test('different vertices are counted by their numbers', async () => {
  const { done } = await runs(async () => {
    for (const columns of [
      'count(DISTINCT a)',
      'count(DISTINCT id(b)), sum(e.weight)',
      'count(DISTINCT dst(e)) AS n',
    ]) {
      await expectAgreement(`MATCH (a)-[e:knows]->(b) WHERE e.weight > 9 RETURN ${columns}`);
    }
  });
  expect(done).toBe(3);
  await expectAgreement('MATCH (a)-[e:knows]->(b) RETURN id(a), count(DISTINCT b), sum(DISTINCT e.since)');
});

test('vertices of a tag are counted without being read, those whose time is over never', async () => {
  for (const tag of ['person', 'brief', 'nobody']) {
    const text = `MATCH (v:${tag}) RETURN count(*) AS n, count(v) AS m`;
    await expectAgreement(text);
    const all = await engine.must(`MATCH (v:${tag}) RETURN id(v)`);
    expect((await engine.must(text)).rows).toEqual([[BigInt(all.rows.length), BigInt(all.rows.length)]]);
  }
});

test.each([
  '(a)-[e:knows]->(b)-[:knows]->(c)',
  '(a)-[e:knows]->(b)<-[:knows]-(c)',
  '(a)<-[e:knows]-(b)-[:knows]->(c)',
  '(a)-[e:knows]->(b)-[:seen|likes]->(c)',
  '(a)-[e:seen]->(b)-[:seen]->(c)',
  '(a)-[e:likes|seen]->(b)<-[:knows|seen]-(c)',
  '(a)<-[e:likes|seen]-(b)-[:seen|likes]->(c)',
  '(a:person)-[e:likes]->(b:person)-[:likes]->(c:person)',
  '(a:brief)-[e:likes]->(b)<-[:likes]-(c:person)',
  '(a:person)-[e:knows]->(b)-[:likes|seen]->(c:person:brief)',
])('two hops are counted alike by degrees: %s', async (pattern) => {
  const { done } = await runs(async () => {
    for (const rest of [
      'RETURN count(*)',
      'WHERE e.weight > 10 AND e.since IS NOT NULL RETURN count(c), count(*)',
      'WHERE e.weight > 10 AND e.since IS NOT NULL RETURN id(a) AS k, count(c) AS n',
      'WHERE e.weight > 13 RETURN e.since AS k, count(*) AS n, count(e.weight)',
    ]) {
      await expectAgreement(`MATCH ${pattern} ${rest}`);
    }
  });
  expect(done).toBe(4);
});

test('sums that leave the doubles stay exact, and those that leave int64 are an overflow', async () => {
  const { done, givenUp } = await runs(async () => {
    for (const [text, value] of [
      ['MATCH ()-[e:knows]->() RETURN sum(e.since * 0 + 9007199254740991) AS s', undefined],
      ['MATCH ()-[e:huge]->() RETURN sum(e.since), max(e.since), avg(e.since)', undefined],
      ['MATCH ()-[e:huge]->() WHERE e.since > 9223372036854775805 RETURN count(*)', undefined],
      ['MATCH ()-[e:empty]->() RETURN count(*), sum(e.weight), avg(e.weight), max(e.weight)', [0n, 0n, null, null]],
      ['MATCH (a)-[e:empty]->() RETURN id(a), sum(e.weight)', []],
    ] as const) {
      await expectAgreement(text);
      const { rows } = await engine.must(text);
      if (value) expect(rows).toEqual(value.length === 0 ? [] : [value]);
    }
  });
  expect(done).toBeGreaterThan(3);
  expect(givenUp).toBeGreaterThan(0);
});

test('groups beyond the memory of a statement end it', async () => {
  const small = await TestEngine.start({ memoryBytes: 1 << 16 });
  try {
    const rows = Array.from({ length: 6000 }, (_, v) => `${v}->${v + 1}:(${v})`);
    await small.must('CREATE SPACE s(vid_type=INT64); USE s; CREATE EDGE e(n int)');
    for (let i = 0; i < rows.length; i += 500)
      await small.must(`INSERT EDGE e(n) VALUES ${rows.slice(i, i + 500).join(', ')}`);
    const answer = await small.execute('MATCH (a)-[e:e]->(b) RETURN id(b), count(*), max(e.n)');
    expect(answer).toMatchObject({ error: { message: expect.stringContaining('graph.limits.memoryBytes') as string } });
    expect((await small.must('MATCH (a)-[e:e]->(b) RETURN max(e.n)')).rows).toEqual([[5999n]]);
  } finally {
    await small.close();
  }
});
