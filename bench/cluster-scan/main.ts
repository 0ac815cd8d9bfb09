import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import type { EdgeScan, GraphCredentials } from '@orrery/contracts';
import { openEdgeScan, openStore } from '@orrery/graphd';
import { NebulaPool, openClusterEdgeScan, type ClusterEdgeScanOptions } from '@orrery/nebula';
import { vidOf, workload, type Workload } from '../graphd/workload.ts';
import { median } from '../quantile.ts';

/**
 * How fast an algorithm gets the edges of a graph that is not in its files: at the storage service, and by statements, in one
 * run, with ids of text and of int64; beside them the files of the same graph. The graph serves from a process of its own.
 */
const { values } = parseArgs({
  options: {
    edges: { type: 'string', default: '1000000' },
    parts: { type: 'string', default: '10' },
    repeat: { type: 'string', default: '3' },
  },
});
const edgeCount = Number(values.edges);
const partitionNum = Number(values.parts);
const repeat = Number(values.repeat);

const WAYS: readonly [name: string, options: Omit<ClusterEdgeScanOptions, 'report'>][] = [
  ['storage service', { mode: 'storage' }],
  ['one statement', { mode: 'statements', statements: { pageEdges: Infinity } }],
  ['statements of 100,000', { mode: 'statements', statements: { pageEdges: 100_000 } }],
];
const SPACES = [
  ['text', { kind: 'fixed_string', length: 32 }, vidOf],
  ['int64', { kind: 'int64' }, (vertex: number): bigint => BigInt(vertex)],
] as const;

async function load(dataDir: string, { src, dst, weight }: Workload): Promise<void> {
  const store = await openStore({ dataDir });
  try {
    for (const [name, vid, idOf] of SPACES) {
      const { space, edge } = await store.catalog.edit((editor) => ({
        space: editor.createSpace(name, { vid, partitionNum, replicaFactor: 1, charset: 'utf8', collate: 'utf8_bin' }),
        edge: editor.createEdge(name, {
          name: 'knows',
          properties: [{ name: 'weight', type: { kind: 'double' }, nullable: true }],
        }),
      }));
      const bulk = store.bulkWriter(space.id);
      for (let i = 0; i < src.length; i++) {
        bulk.addEdge(idOf(src[i]!), idOf(dst[i]!), edge.id, 0n, [weight[i]!]);
        if (bulk.full) await bulk.flush();
      }
      await bulk.close();
    }
  } finally {
    await store.close();
  }
}

/** Edges a second from the request to the last batch. */
async function rate(open: () => Promise<EdgeScan>): Promise<number> {
  const rates: number[] = [];
  for (let run = 0; run < repeat; run++) {
    const begin = performance.now();
    const scan = await open();
    let edges = 0;
    for await (const { count } of scan.batches()) edges += count;
    await scan.close();
    rates.push(edges / ((performance.now() - begin) / 1000));
  }
  return median(rates);
}

const dataDir = mkdtempSync(join(tmpdir(), 'orrery-bench-cluster-scan-'));
const pool = new NebulaPool();
try {
  const graph = workload(Math.ceil(edgeCount / 8), edgeCount, 1);
  await load(dataDir, graph);
  const child = spawn(process.execPath, [join(import.meta.dirname, '../storage-scan/serve.ts'), dataDir], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [ports] = (await once(createInterface(child.stdout), 'line')) as [string];
  const { graph: port } = JSON.parse(ports) as { graph: number };
  const root: GraphCredentials = { address: '127.0.0.1', port, user: 'root', password: 'nebula' };
  process.stdout.write(
    `${graph.src.length} edges with a weight in ${partitionNum} parts; edges/s, median of ${repeat}\n\n`,
  );
  process.stdout.write(`| way | ${SPACES.map(([name]) => `${name} ids`).join(' | ')} |\n| --- | ---: | ---: |\n`);
  const requests = SPACES.map(([space]) => ({ space, edges: ['knows'], weight: 'weight' }));
  const line = (name: string, rates: readonly number[]): void => {
    process.stdout.write(`| ${name} | ${rates.map((one) => Math.round(one).toLocaleString('en')).join(' | ')} |\n`);
  };
  for (const [name, options] of WAYS) {
    const rates: number[] = [];
    for (const request of requests) rates.push(await rate(() => openClusterEdgeScan(pool, root, request, options)));
    line(name, rates);
  }
  const rates: number[] = [];
  for (const request of requests) rates.push(await rate(async () => openEdgeScan(dataDir, request)));
  line('its files', rates);
  child.stdin.end();
  await once(child, 'exit');
} finally {
  await pool.close();
  rmSync(dataDir, { recursive: true, force: true });
}
