import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs, promisify } from 'node:util';
import { openStore } from '@orrery/graphd';
import { MetaClient, StorageClient, WireClient } from '@orrery/wire';
import { buildJavaClient, countWithJava } from '../../tools/testing/java-client.ts';
import { installNebulaPython, NEBULA_PYTHON } from '../../tools/testing/nebula-python.ts';
import { find } from '../../tools/testing/requirements.ts';
import { randomStream } from '../random-stream.ts';

/*
 * `npm run bench -- storage-scan [--edges 1000000]`: a whole edge type with one int property, read at the storage service by
 * this repository's client and by NebulaGraph's Java and Python clients, beside one statement that returns the same rows.
 */
const { values } = parseArgs({ options: { edges: { type: 'string', default: '1000000' } } });
const EDGES = Number(values.edges);
const VERTICES = Math.ceil(EDGES / 10);
const PARTS = 10;
const LIMITS = [1000, 10_000, 65_536];

async function load(dataDir: string): Promise<void> {
  const store = await openStore({ dataDir });
  const vid = { kind: 'int64' } as const;
  const properties = [{ name: 'w', type: { kind: 'int64' } as const, nullable: true }];
  const [spaceId, typeId] = await store.catalog.edit((editor) => [
    editor.createSpace('s', { vid, partitionNum: PARTS, replicaFactor: 1, charset: 'utf8', collate: 'utf8_bin' }).id,
    editor.createEdge('s', { name: 'e', properties }).id,
  ]);
  const writer = store.bulkWriter(spaceId!);
  const random = randomStream(42);
  const pick = (): bigint => BigInt(random() % VERTICES);
  for (let i = 0; i < EDGES; i++) {
    writer.addEdge(pick(), pick(), typeId!, BigInt(i), [BigInt(i)]);
    if (writer.full) await writer.flush();
  }
  await writer.flush();
  await writer.close();
  await store.close();
}

interface Ports {
  readonly graph: number;
  readonly meta: number;
}

/** The graph in a process of its own, as the product runs it. */
async function serve(dataDir: string): Promise<Ports & { stop(): Promise<void> }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'serve.ts'), dataDir], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const stop = async (): Promise<void> => {
    child.stdin.end();
    await once(child, 'exit');
  };
  return { ...(JSON.parse(line) as Ports), stop };
}

async function scan({ meta: port }: Ports, limit: number): Promise<number> {
  const meta = await MetaClient.connect({ host: '127.0.0.1', port });
  const { id: spaceId } = (await meta.getSpace('s')).space!;
  const schemaId = (await meta.listEdges(spaceId)).items![0]!.id;
  const { parts } = await meta.getPartsAlloc(spaceId);
  const storage = await StorageClient.connect(parts!.get(1)![0]!);
  const columns = [{ schemaId, properties: ['_src', '_dst', '_rank', 'w'] }];
  let rows = 0;
  for (const part of parts!.keys()) {
    let cursor: Uint8Array | undefined;
    do {
      const asked = new Map([[part, cursor]]);
      const request = { spaceId, parts: asked, columns, limit: BigInt(limit) };
      const answer = await storage.scanEdge({ ...request, onlyLatestVersion: false, readFromFollower: false });
      rows += answer.data!.rows.length;
      cursor = answer.cursors.get(part);
    } while (cursor !== undefined);
  }
  storage.close();
  meta.close();
  return rows;
}

async function ask({ graph: port }: Ports): Promise<number> {
  const client = await WireClient.connect({ host: '127.0.0.1', port });
  const { sessionId } = await client.authenticate('root', 'nebula');
  const text = 'USE s; MATCH ()-[e:e]->() RETURN src(e), dst(e), rank(e), e.w';
  const { data, errorMessage } = await client.execute(sessionId!, text);
  if (!data) throw new Error(errorMessage);
  client.close();
  return data.rows.length;
}

async function time(name: string, work: () => Promise<number>, isAll = true): Promise<void> {
  const start = performance.now();
  const rows = await work();
  const seconds = (performance.now() - start) / 1000;
  if (isAll && rows !== EDGES) throw new Error(`${name} read ${rows} edges of ${EDGES}`);
  console.log(`${name.padEnd(44)} ${seconds.toFixed(2)} s  ${Math.round(rows / seconds).toLocaleString('en')} edges/s`);
}

async function python({ meta }: Ports, limit: number): Promise<number> {
  const script = join(import.meta.dirname, 'python-scan.py');
  const { stdout } = await promisify(execFile)(NEBULA_PYTHON, [script, String(meta), String(limit)]);
  return Number(stdout);
}

const dataDir = mkdtempSync(join(tmpdir(), 'orrery-storage-scan-'));
try {
  await load(dataDir);
  const graph = await serve(dataDir);
  try {
    for (const limit of LIMITS) await time(`storage service, this client, limit ${limit}`, () => scan(graph, limit));
    await time('one statement, this client', () => ask(graph));
    const missingJava = find('java') === undefined ? 'no Java with Maven' : await buildJavaClient();
    if (missingJava === undefined) {
      await time('storage service, Java client, limit 10000', async () => {
        const [counted] = await countWithJava(graph.meta, 's', 'e', 10_000);
        return Number(counted);
      });
    } else console.log(`no Java client: ${missingJava}`);
    const missing = find('python') === undefined ? 'no python3 with venv' : await installNebulaPython();
    if (missing === undefined) {
      await time('storage service, Python client, part 1', () => python(graph, 10_000), false);
    } else console.log(`no Python client: ${missing}`);
  } finally {
    await graph.stop();
  }
} finally {
  rmSync(dataDir, { recursive: true, force: true });
}
