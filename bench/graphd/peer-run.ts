import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { median, quantile } from '../quantile.ts';
import { timed, type FigureKey, type Measurement } from './figures.ts';
import { platformLibrary, type PeerLine, type PeerTask } from './peer.ts';
import { ABOVE, vidOf, type Picks } from './workload.ts';

/** The part of the library that is used; its own types come with it. */
interface Result {
  getAll(): Promise<Record<string, unknown>[]>;
  close(): void;
}
interface Connection {
  query(statement: string): Promise<Result>;
  queryArrow(statement: string, chunkSize: number): Promise<{ close(): void }>;
  prepare(statement: string): Promise<object>;
  execute(statement: object, parameters: Record<string, unknown>): Promise<Result>;
  close(): Promise<void>;
}
interface Library {
  readonly Database: new (path: string, bufferBytes: number) => { close(): Promise<void> };
  readonly Connection: new (database: object, threads: number) => Connection;
}

const THREADS = 2;
const BUFFER_BYTES = 6 * 2 ** 30;
const WARM_UP = 200;
const WALKS_BEFORE = 50;
const WIDE_RUNS = 9;
const EDGES_PER_INSERT = 1000;
const MANY_INSERTS = 20;
const CONCURRENT_INSERTS = 1000;
const ARROW_ROWS = 1 << 17;

const task = JSON.parse(process.argv[2]!) as PeerTask;
const picks = JSON.parse(readFileSync(join(task.folder, 'picks.json'), 'utf8')) as Picks & { rows: number };
const { Database, Connection } = platformLibrary(task.library) as Library;
const database = new Database(join(task.folder, 'peer.db'), BUFFER_BYTES);
const connection = new Connection(database, THREADS);

const say = (line: PeerLine): void => void process.stdout.write(`${JSON.stringify(line)}\n`);

async function measure(key: FigureKey, work: () => Promise<Measurement>): Promise<void> {
  try {
    say({ key, measurement: await work() });
  } catch (error) {
    say({ key, failed: (error as Error).message });
  }
}

/** Asks one question after the other, until the limit is reached; says how many, when not all. */
async function askInTime<T>(
  questions: readonly T[],
  ask: (question: T) => Promise<unknown>,
): Promise<Pick<Measurement, 'asked'>> {
  const begin = performance.now();
  for (const [i, question] of questions.entries()) {
    await ask(question);
    const isOver = performance.now() - begin > task.limitS * 1000;
    if (isOver && i + 1 < questions.length) return { asked: { count: i + 1, of: questions.length } };
  }
  return {};
}

async function rows(result: Promise<Result>): Promise<Record<string, unknown>[]> {
  const answer = await result;
  const all = await answer.getAll();
  answer.close();
  return all;
}

const first = (all: readonly Record<string, unknown>[]): number => Number(Object.values(all[0]!)[0]);
const number = async (statement: string): Promise<number> => first(await rows(connection.query(statement)));
const total = (all: readonly Record<string, unknown>[]): number => all.reduce((sum, { n }) => sum + Number(n), 0);

await measure('load', async () => {
  await rows(connection.query('CREATE NODE TABLE person(id STRING PRIMARY KEY, age INT64)'));
  await rows(connection.query('CREATE REL TABLE knows(FROM person TO person, weight DOUBLE, since INT64)'));
  const begin = performance.now();
  await rows(connection.query(`COPY person FROM '${join(task.folder, 'vertices.csv')}'`));
  await rows(connection.query(`COPY knows FROM '${join(task.folder, 'edges.csv')}'`));
  await rows(connection.query('CHECKPOINT'));
  return { value: picks.rows / ((performance.now() - begin) / 1000) };
});

await measure('csr', async () => {
  let edges = 0;
  edges = await number('MATCH (a:person)-[e:knows]->(b:person) RETURN count(*)');
  const { value } = await timed(task.budgetS, async () => {
    const both = 'MATCH (a:person)-[e:knows]->(b:person) RETURN offset(id(a)), offset(id(b))';
    (await connection.queryArrow(both, ARROW_ROWS)).close();
    return edges;
  });
  return { value: edges / value, check: edges };
});

const fetch = await connection.prepare('MATCH (v:person) WHERE v.id = $id RETURN v.age');
const fetchMs: number[] = [];
await measure('fetchP50', async () => {
  let ages = 0;
  for (const [i, vertex] of [...picks.fetches.slice(0, WARM_UP), ...picks.fetches].entries()) {
    const begin = performance.now();
    const age = first(await rows(connection.execute(fetch, { id: vidOf(vertex) })));
    if (i < WARM_UP) continue;
    fetchMs.push(performance.now() - begin);
    ages += age;
  }
  return { value: median(fetchMs), check: ages };
});
if (fetchMs.length > 0) say({ key: 'fetchP99', measurement: { value: quantile(fetchMs, 0.99) } });

const numbers: readonly (readonly [FigureKey, string])[] = [
  ['count', 'MATCH (a:person)-[e:knows]->(b:person) RETURN count(*)'],
  ['sum', 'MATCH (a:person)-[e:knows]->(b:person) RETURN sum(e.weight)'],
  ['filtered', `MATCH (a:person)-[e:knows]->(b:person) WHERE e.weight > ${ABOVE} RETURN count(*)`],
  ['tagged', `MATCH (a:person)-[e:knows]->(b:person) WHERE e.weight > ${ABOVE} RETURN sum(e.weight)`],
  ['twoHopCount', 'MATCH (a:person)-[:knows]->(b:person)-[:knows]->(c:person) RETURN count(*)'],
];
for (const [key, statement] of numbers) await measure(key, () => timed(task.budgetS, () => number(statement)));

await measure('grouped', () =>
  timed(task.budgetS, async () =>
    total(
      await rows(
        connection.query(
          // 0.19.1 crashes, or answers empty ids, when strings are what it groups by
          'MATCH (a:person)-[e:knows]->(b:person) WITH a, count(*) AS n RETURN a.id AS id, n ORDER BY n DESC LIMIT 10',
        ),
      ),
    ),
  ),
);
await measure('twoHopGroups', () => {
  const ids = picks.starts.map((start) => `'${vidOf(start)}'`).join(', ');
  const statement = `MATCH (a:person)-[:knows]->(b:person)-[:knows]->(c:person) WHERE a.id IN [${ids}] RETURN c.age AS age, count(*) AS n`;
  return timed(task.budgetS, async () => total(await rows(connection.query(statement))));
});

await measure('wideClient', async () => {
  const wide = await connection.prepare(
    'MATCH (a:person)-[e:knows]->(b:person) WHERE a.id = $id RETURN b.id AS id, e.weight AS weight, e.since AS since',
  );
  const samples: number[] = [];
  let found = 0;
  await askInTime(Array.from({ length: WIDE_RUNS + 1 }), async () => {
    const begin = performance.now();
    found = (await rows(connection.execute(wide, { id: vidOf(picks.hub) }))).length;
    samples.push((performance.now() - begin) / 1000);
  });
  return { value: median(samples.length > 1 ? samples.slice(1) : samples), check: found };
});

// GO expands each vertex of a step once
const twoHops = await connection.prepare(
  'MATCH (a:person)-[:knows]->(b:person) WHERE a.id = $id WITH DISTINCT b MATCH (b)-[:knows]->(c:person) RETURN c.id AS id',
);
await measure('twoHops', async () => {
  const walk = async (start: number): Promise<number> =>
    (await rows(connection.execute(twoHops, { id: vidOf(start) }))).length;
  await askInTime(picks.starts.slice(0, WALKS_BEFORE), walk);
  let found = 0;
  const begin = performance.now();
  const asked = await askInTime(picks.starts, async (start) => void (found += await walk(start)));
  return { value: (performance.now() - begin) / (asked.asked?.count ?? picks.starts.length), check: found, ...asked };
});

const CREATE_EDGE =
  'MATCH (a:person), (b:person) WHERE a.id = $a AND b.id = $b CREATE (a)-[:knows {weight: 1.5, since: 1600000000}]->(b)';
const insert = await connection.prepare(CREATE_EDGE);
await measure('insert', async () => {
  const samples: number[] = [];
  const asked = await askInTime(picks.inserts, async ([from, to]) => {
    const begin = performance.now();
    await rows(connection.execute(insert, { a: vidOf(from), b: vidOf(to) }));
    samples.push(performance.now() - begin);
  });
  return { value: median(samples), ...asked };
});

// It takes one write transaction at a time: those of many sessions are one after the other
const oneByOne = async (): Promise<Measurement> => {
  const pairs = Array.from({ length: CONCURRENT_INSERTS }, (_, i) => picks.inserts[i % picks.inserts.length]!);
  const begin = performance.now();
  const asked = await askInTime(pairs, async ([from, to]) => {
    await rows(connection.execute(insert, { a: vidOf(from), b: vidOf(to) }));
  });
  return { value: (asked.asked?.count ?? pairs.length) / ((performance.now() - begin) / 1000), ...asked };
};
await measure('insertEight', oneByOne);
await measure('insertThirtyTwo', oneByOne);

// With UNWIND of 1,000 rows 0.19.1 goes through all vertices for each of them, minutes a statement.
await measure('insertMany', async () => {
  const begin = performance.now();
  const asked = await askInTime(Array.from({ length: MANY_INSERTS }), async () => {
    await rows(connection.query('BEGIN TRANSACTION'));
    for (let i = 0; i < EDGES_PER_INSERT; i++) {
      const [from, to] = picks.inserts[i % picks.inserts.length]!;
      await rows(connection.execute(insert, { a: vidOf(from), b: vidOf(to) }));
    }
    await rows(connection.query('COMMIT'));
  });
  const transactions = asked.asked?.count ?? MANY_INSERTS;
  return { value: (transactions * EDGES_PER_INSERT) / ((performance.now() - begin) / 1000), ...asked };
});

await connection.close();
await database.close();
