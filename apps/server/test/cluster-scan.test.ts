import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { vidsOf, type GraphCredentials } from '@orrery/contracts';
import { startGraphd, type Graphd } from '@orrery/graphd';
import { createTasks, type Tasks } from '../src/executor/executor-init.ts';

let folder: string;
let graphd: Graphd;
let root: GraphCredentials;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'orrery-executor-'));
  const scanServices = { metaPort: 0, storagePort: 0, announcedHost: 'storage.invalid' };
  graphd = await startGraphd({ dataDir: join(folder, 'graph'), port: 0, scanServices });
  root = { address: '127.0.0.1', port: graphd.port, user: 'root', password: 'nebula' };
});
afterAll(async () => {
  await graphd.close();
  rmSync(folder, { recursive: true });
});

function tasksOf(scan: string, hosts: readonly string[]): Tasks {
  return createTasks({
    fileFolders: [],
    memoryBytes: 2 ** 30,
    threads: 1,
    graphDir: join(folder, 'none'),
    projectionFolder: folder,
    embedded: undefined,
    cluster: { scan, hosts },
  });
}

/** The edges of a graph that is not the executor's own, and what its task's log says. */
async function read(scan: string, hosts: readonly string[]): Promise<{ edges: string[]; log: string[] }> {
  const tasks = tasksOf(scan, hosts);
  const log: string[] = [];
  const edges: string[] = [];
  try {
    const request = { space: 'social', edges: ['knows'], weight: 'degree' };
    const { signal } = new AbortController();
    const opened = await tasks.dependencies.openSpaceScan(root, request, signal, (line) => log.push(line));
    for await (const { src, dst, weight } of opened.batches(signal)) {
      vidsOf(src).forEach((id, i) => edges.push(`${id} ${vidsOf(dst)[i]} ${weight![i]}`));
    }
    await opened.close();
  } finally {
    await tasks.close();
  }
  return { edges: edges.toSorted(), log };
}

it('reads another graph’s edges in the way of the configuration, and says which', async () => {
  const writer = tasksOf('auto', []);
  const { pool } = writer.dependencies;
  await pool.execute(root, 'CREATE SPACE social (partition_num=2, vid_type=FIXED_STRING(8))');
  await pool.execute(root, 'CREATE EDGE knows(degree int64 NULL)', { space: 'social' });
  await pool.execute(root, 'INSERT EDGE knows(degree) VALUES "a"->"b":(3), "b"->"c":(NULL), "c"->"a":(5)', {
    space: 'social',
  });
  await writer.close();
  const edges = ['a b 3', 'b c 1', 'c a 5'];
  const { meta, storage } = graphd.scanServices!;
  const hosts = [meta, storage].map(({ host, port }) => `${host}:${port}=127.0.0.1:${port}`);
  expect(await read('auto', hosts)).toEqual({
    edges,
    log: [`space social is read at its storage service: 2 parts at storage.invalid:${storage.port}`],
  });
  expect(await read('auto', [])).toEqual({
    edges,
    log: [expect.stringMatching(/^space social is read by statements, which is slower, because .*storage\.invalid/)],
  });
  expect(await read('statements', hosts)).toEqual({
    edges,
    log: ['space social is read by statements, as configured'],
  });
  await expect(read('storage', [])).rejects.toMatchObject({ kind: 'unreachable' });
});
