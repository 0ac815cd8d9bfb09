import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { vidsOf, type EdgeScan, type EdgeScanRequest, type GraphCredentials } from '@orrery/contracts';
import { openEdgeScan, startGraphd, type Graphd } from '@orrery/graphd';
import { insertEdges, NebulaPool, openClusterEdgeScan, type ClusterScanMode } from '../src/index.ts';

const SEED = 20260711;
let dataDir: string;
let graphd: Graphd;
let root: GraphCredentials;
const pool = new NebulaPool();

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'orrery-scan-'));
  graphd = await startGraphd({ dataDir, port: 0, scanServices: { metaPort: 0, storagePort: 0 } });
  root = { address: '127.0.0.1', port: graphd.port, user: 'root', password: 'nebula' };
});

afterAll(async () => {
  await pool.close();
  await graphd.close();
  await rm(dataDir, { recursive: true });
});

async function edgesOf(scan: EdgeScan): Promise<string[]> {
  const edges: string[] = [];
  for await (const { src, dst, weight, timeMs } of scan.batches()) {
    const to = vidsOf(dst);
    vidsOf(src).forEach((from, i) => edges.push(`${from} ${to[i]} ${weight?.[i]} ${timeMs?.[i]}`));
  }
  await scan.close();
  return edges.toSorted();
}

function read(
  mode: ClusterScanMode,
  request: EdgeScanRequest,
  pageEdges: number,
  reports: string[],
): Promise<string[]> {
  const report = (line: string): void => void reports.push(line);
  const options = { mode, storage: { pageEdges }, statements: { pageEdges }, report };
  return openClusterEdgeScan(pool, root, request, options).then(edgesOf);
}

const vid = fc.integer({ min: 0, max: 40 });
const edge = fc.record({
  src: vid,
  dst: vid,
  rank: fc.bigInt({ min: -3n, max: 3n }),
  weight: fc.option(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 })),
  at: fc.bigInt({ min: 0n, max: 4_000_000_000n }),
});

let spaces = 0;

it('reads at the storage service what statements and the files give, of random graphs', async () => {
  const graph = fc.record({
    edges: fc.array(edge, { maxLength: 120 }),
    isInt: fc.boolean(),
    partitions: fc.integer({ min: 1, max: 7 }),
    pageEdges: fc.integer({ min: 1, max: 50 }),
    request: fc.constantFrom(
      {},
      { weight: 'weight' },
      { time: 'at' },
      { weight: '_rank', time: 'at' },
      { time: '_rank' },
    ),
  });
  await fc.assert(
    fc.asyncProperty(graph, async ({ edges, isInt, partitions, pageEdges, request: columns }) => {
      const space = `s${++spaces}`;
      const vidType = isInt ? 'INT64' : 'FIXED_STRING(16)';
      await pool.execute(root, `CREATE SPACE ${space} (partition_num=${partitions}, vid_type=${vidType})`);
      await pool.execute(root, 'CREATE EDGE e(weight double NULL, at timestamp); CREATE EDGE other()', { space });
      const idOf = (id: number): string | bigint => (isInt ? BigInt(id) - 20n : `vertex ${id} é`);
      const rows = edges.map(({ src, dst, rank, weight, at }) => ({
        src: idOf(src),
        dst: idOf(dst),
        rank,
        values: [weight, at],
      }));
      if (rows.length > 0) await insertEdges(pool, root, { space, edge: 'e', properties: ['weight', 'at'] }, rows);
      const last = rows.at(-1);
      if (last) {
        await insertEdges(pool, root, { space, edge: 'other', properties: [] }, [{ ...last, values: [] }]);
        // A version of the schema that no row was written in.
        await pool.execute(root, 'ALTER EDGE e ADD (note string)', { space });
      }
      const request = { space, edges: ['e'], ...columns };
      const reports: string[] = [];
      const found = await read('storage', request, pageEdges, reports);
      expect(reports).toEqual([
        expect.stringContaining(`read at its storage service: ${partitions} parts at 127.0.0.1:`),
      ]);
      expect(found).toEqual(await read('statements', request, 1_000, []));
      expect(found).toEqual(await edgesOf(await openEdgeScan(dataDir, request)));
      await pool.execute(root, `DROP SPACE ${space}`);
    }),
    { seed: SEED, numRuns: 15 },
  );
}, 60_000);

it('leaves out what has expired, and reads several edge types', async () => {
  await pool.execute(root, 'CREATE SPACE ttl (partition_num=3, vid_type=INT64)');
  await pool.execute(
    root,
    'CREATE EDGE e(at timestamp) TTL_DURATION = 100, TTL_COL = "at"; CREATE EDGE f(at timestamp)',
    {
      space: 'ttl',
    },
  );
  await pool.execute(root, 'INSERT EDGE e(at) VALUES 1->2:(now()), 2->3:(now() - 1000), 3->1:(now())', {
    space: 'ttl',
  });
  await pool.execute(root, 'INSERT EDGE f(at) VALUES 5->6@7:(0), 6->5:(0)', { space: 'ttl' });
  const request = { space: 'ttl', edges: ['f', 'e'], weight: '_rank' };
  const found = await read('storage', request, 1, []);
  expect(found).toEqual(['1 2 0 undefined', '3 1 0 undefined', '5 6 7 undefined', '6 5 0 undefined']);
  expect(found).toEqual(await read('statements', request, 1_000, []));
});

it('reads by statements where the services are not there', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'orrery-scan-'));
  const other = await startGraphd({ dataDir: folder, port: 0 });
  try {
    const account = { ...root, port: other.port };
    await pool.execute(account, 'CREATE SPACE s (vid_type=INT64)');
    await pool.execute(account, 'CREATE EDGE e(); INSERT EDGE e() VALUES 1->2:()', { space: 's' });
    const reports: string[] = [];
    const request = { space: 's', edges: ['e'] };
    const options = { mode: 'auto', report: (line: string) => void reports.push(line) } as const;
    expect(await edgesOf(await openClusterEdgeScan(pool, account, request, options))).toEqual([
      '1 2 undefined undefined',
    ]);
    expect(reports).toEqual([expect.stringContaining('space s is read by statements, which is slower, because')]);
  } finally {
    await other.close();
    await rm(folder, { recursive: true });
  }
});
