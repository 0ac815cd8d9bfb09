import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { buildProjection, closeAnalytics } from '@orrery/analytics';
import type { DenseEdgeBatch, DenseEdges, EdgeScan, Value } from '@orrery/contracts';
import { openEdgeScan, openStore } from '@orrery/graphd';
import { WireClient } from '@orrery/wire';
import { median, quantile } from '../quantile.ts';
import { timed, type Measurement, type Measurements } from './figures.ts';
import { timePython } from './python-client.ts';
import { Relay } from './relay.ts';
import { ABOVE, ageOf, vidOf, type Picks, type Workload } from './workload.ts';

const SPACE = 'bench';
const WARM_UP = 200;
const WALKS_BEFORE = 50;
const WIDE_RUNS = 9;
const EDGES_PER_INSERT = 1000;
const MANY_INSERTS = 20;
const CONCURRENT_INSERTS = 3200;

/** Loads through the store's bulk writer, as imports do, until all of it is flushed. */
export async function load(dataDir: string, { vertexCount, src, dst, weight, since }: Workload): Promise<Measurement> {
  const store = await openStore({ dataDir });
  try {
    const { space, tag, edge } = await store.catalog.edit((editor) => ({
      space: editor.createSpace(SPACE, {
        vid: { kind: 'fixed_string', length: 32 },
        partitionNum: 1,
        replicaFactor: 1,
        charset: 'utf8',
        collate: 'utf8_bin',
      }),
      tag: editor.createTag(SPACE, {
        name: 'person',
        properties: [{ name: 'age', type: { kind: 'int64' }, nullable: true }],
      }),
      edge: editor.createEdge(SPACE, {
        name: 'knows',
        properties: [
          { name: 'weight', type: { kind: 'double' }, nullable: true },
          { name: 'since', type: { kind: 'int64' }, nullable: true },
        ],
      }),
    }));
    const begin = performance.now();
    const bulk = store.bulkWriter(space.id);
    for (let i = 0; i < vertexCount; i++) {
      bulk.addVertex(vidOf(i), tag.id, [BigInt(ageOf(i))]);
      if (bulk.full) await bulk.flush();
    }
    for (let i = 0; i < src.length; i++) {
      bulk.addEdge(vidOf(src[i]!), vidOf(dst[i]!), edge.id, 0n, [weight[i]!, since[i]!]);
      if (bulk.full) await bulk.flush();
    }
    await bulk.close();
    return { value: (vertexCount + src.length) / ((performance.now() - begin) / 1000) };
  } finally {
    await store.close();
  }
}

/** Reads a whole edge type out of the files. */
export async function measureScans(dataDir: string, budgetS: number): Promise<Measurements> {
  const overScan = async (work: (scan: EdgeScan) => Promise<number>): Promise<Measurement> => {
    const { value, check } = await timed(budgetS, async () => {
      const scan = openEdgeScan(dataDir, { space: SPACE, edges: ['knows'] });
      try {
        return await work(scan);
      } finally {
        await scan.close();
      }
    });
    return { value: check / value, check };
  };
  try {
    return {
      csr: await overScan(async (scan) => {
        const { offsets } = await denseCsr(scan.dense!);
        return offsets.at(-1)!;
      }),
      projection: await overScan(async (scan) => {
        const source = { kind: 'scan', scan } as const;
        const projection = await buildProjection(source, { threads: 2, edgeValue: 'none', memoryLimitBytes: 2 ** 32 });
        projection.close();
        return scan.edgeCount!;
      }),
    };
  } finally {
    await closeAnalytics();
  }
}

/** Where each vertex's targets begin, and the targets. The scan comes in no order that is relied on. */
async function denseCsr({ indexCount, batches }: DenseEdges): Promise<{ offsets: Uint32Array; targets: Uint32Array }> {
  const read: DenseEdgeBatch[] = [];
  const offsets = new Uint32Array(indexCount + 1);
  for await (const batch of batches()) {
    read.push(batch);
    for (const vertex of batch.src) offsets[vertex + 1]!++;
  }
  for (let v = 0; v < indexCount; v++) offsets[v + 1]! += offsets[v]!;
  const targets = new Uint32Array(offsets[indexCount]!);
  const places = offsets.slice();
  for (const { count, src, dst } of read) {
    for (let i = 0; i < count; i++) targets[places[src[i]!]!++] = dst[i]!;
  }
  return { offsets, targets };
}

/** A signed-in connection with the space in use. */
class Client {
  readonly #wire: WireClient;
  readonly #session: bigint;

  private constructor(wire: WireClient, session: bigint) {
    this.#wire = wire;
    this.#session = session;
  }

  static async to(port: number): Promise<Client> {
    const wire = await WireClient.connect({ host: '127.0.0.1', port });
    const { sessionId } = await wire.authenticate('root', 'nebula');
    const client = new Client(wire, sessionId!);
    await client.rows(`USE ${SPACE}`);
    return client;
  }

  async rows(statement: string): Promise<readonly (readonly Value[])[]> {
    const { errorCode, errorMessage, data } = await this.#wire.execute(this.#session, statement);
    if (errorCode !== 0) throw new Error(`${statement.slice(0, 100)}: ${errorMessage ?? errorCode}`);
    return data?.rows ?? [];
  }

  async number(statement: string): Promise<number> {
    return Number((await this.rows(statement))[0]![0]);
  }

  close(): void {
    this.#wire.close();
  }
}

/** Asks a server of its own process over the wire. */
export async function measureOurs(dataDir: string, picks: Picks, budgetS: number): Promise<Measurements> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'serve.ts'), dataDir], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'close');
  try {
    const [port] = await once(createInterface({ input: child.stdout }), 'line');
    const client = await Client.to(Number(port));
    const reads = await measureReads(client, picks, budgetS);
    const wide = await measureWide(Number(port), picks);
    const writes = { ...(await measureWrites(client, picks)), ...(await measureSessions(Number(port), picks)) };
    client.close();
    return { ...reads, ...wide, ...writes };
  } finally {
    child.stdin.end();
    await ended;
  }
}

async function measureReads(client: Client, { fetches, starts }: Picks, budgetS: number): Promise<Measurements> {
  const fetchMs: number[] = [];
  let ages = 0;
  for (const [i, vertex] of [...fetches.slice(0, WARM_UP), ...fetches].entries()) {
    const begin = performance.now();
    const age = await client.number(`FETCH PROP ON person "${vidOf(vertex)}" YIELD person.age`);
    if (i < WARM_UP) continue;
    fetchMs.push(performance.now() - begin);
    ages += age;
  }
  let rows = 0;
  const walk = (start: number): Promise<readonly unknown[]> =>
    client.rows(`GO 2 STEPS FROM "${vidOf(start)}" OVER knows YIELD dst(edge) AS id`);
  for (const start of starts.slice(0, WALKS_BEFORE)) await walk(start);
  const begin = performance.now();
  const rowsSoFar: number[] = [];
  for (const start of starts) rowsSoFar.push((rows += (await walk(start)).length));
  const twoHopsMs = (performance.now() - begin) / starts.length;
  const number = (statement: string): Promise<Measurement> => timed(budgetS, () => client.number(statement));
  const ids = starts.map((start) => `"${vidOf(start)}"`).join(', ');
  const largest = async (statement: string): Promise<number> =>
    (await client.rows(statement)).reduce((sum, row) => sum + Number(row[1]), 0);
  return {
    fetchP50: { value: median(fetchMs), check: ages },
    fetchP99: { value: quantile(fetchMs, 0.99) },
    twoHops: { value: twoHopsMs, check: rows, checks: rowsSoFar },
    count: await number('MATCH (a)-[e:knows]->(b) RETURN count(*)'),
    sum: await number('MATCH (a)-[e:knows]->(b) RETURN sum(e.weight)'),
    filtered: await number(`MATCH (a)-[e:knows]->(b) WHERE e.weight > ${ABOVE} RETURN count(*)`),
    tagged: await number(`MATCH (a:person)-[e:knows]->(b:person) WHERE e.weight > ${ABOVE} RETURN sum(e.weight)`),
    grouped: await timed(budgetS, () =>
      largest('MATCH (a)-[e:knows]->(b) RETURN id(a) AS id, count(*) AS n ORDER BY n DESC LIMIT 10'),
    ),
    twoHopCount: await number('MATCH (a)-[:knows]->(b)-[:knows]->(c) RETURN count(*)'),
    twoHopGroups: await timed(budgetS, () =>
      largest(
        `MATCH (a)-[:knows]->(b)-[:knows]->(c) WHERE id(a) IN [${ids}] RETURN c.person.age AS age, count(*) AS n`,
      ),
    ),
  };
}

async function measureWide(port: number, { hub }: Picks): Promise<Measurements> {
  const statement = `GO FROM "${vidOf(hub)}" OVER knows YIELD dst(edge) AS id, knows.weight AS weight, knows.since AS since`;
  const relay = await Relay.to(port);
  try {
    const client = await Client.to(relay.port);
    const [spans, whole]: [number[], number[]] = [[], []];
    let rows = 0;
    for (let run = 0; run <= WIDE_RUNS; run++) {
      const begin = performance.now();
      rows = (await client.rows(statement)).length;
      if (run === 0) continue;
      whole.push((performance.now() - begin) / 1000);
      spans.push(relay.spanMs / 1000);
    }
    client.close();
    const python = await timePython(port, SPACE, statement);
    return {
      wide: { value: median(spans), check: rows },
      wideClient: { value: median(whole), check: rows },
      ...(python && {
        widePython: { value: python.executeS, check: python.rows },
        widePythonRead: { value: python.readS, check: python.rows },
      }),
    };
  } finally {
    await relay.close();
  }
}

const values = ([from, to]: readonly [number, number], rank: number): string =>
  `"${vidOf(from)}"->"${vidOf(to)}"@${rank}:(1.5, 1600000000)`;

/** Sessions of connections of their own, each of which waits for its answer before it sends the next INSERT. */
async function measureSessions(port: number, { inserts }: Picks): Promise<Measurements> {
  const rate = async (sessions: number): Promise<Measurement> => {
    const clients = await Promise.all(Array.from({ length: sessions }, () => Client.to(port)));
    const begin = performance.now();
    await Promise.all(
      clients.map(async (client, i) => {
        for (let at = i; at < CONCURRENT_INSERTS; at += sessions) {
          const edge = values(inserts[at % inserts.length]!, sessions * CONCURRENT_INSERTS + at);
          await client.rows(`INSERT EDGE knows(weight, since) VALUES ${edge}`);
        }
      }),
    );
    const seconds = (performance.now() - begin) / 1000;
    for (const client of clients) client.close();
    return { value: CONCURRENT_INSERTS / seconds };
  };
  return { insertEight: await rate(8), insertThirtyTwo: await rate(32) };
}

async function measureWrites(client: Client, { inserts }: Picks): Promise<Measurements> {
  const oneMs: number[] = [];
  for (const pair of inserts) {
    const begin = performance.now();
    await client.rows(`INSERT EDGE knows(weight, since) VALUES ${values(pair, 1)}`);
    oneMs.push(performance.now() - begin);
  }
  const begin = performance.now();
  for (let batch = 0; batch < MANY_INSERTS; batch++) {
    const rows = Array.from({ length: EDGES_PER_INSERT }, (_, i) =>
      values(inserts[i % inserts.length]!, batch * 10 + i),
    );
    await client.rows(`INSERT EDGE knows(weight, since) VALUES ${rows.join(', ')}`);
  }
  const seconds = (performance.now() - begin) / 1000;
  return {
    insert: { value: median(oneMs) },
    insertMany: { value: (MANY_INSERTS * EDGES_PER_INSERT) / seconds },
  };
}
