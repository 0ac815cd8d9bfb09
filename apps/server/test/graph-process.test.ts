import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { DEFAULT_LIMITS } from '@orrery/graphd';
import { ListHostsType, MetaClient } from '@orrery/wire';
import { startGraphProcess } from '../src/graph/graph-process.ts';
import { createLogger } from '../src/logger.ts';

it('comes back after a crash with its meta and storage services on the same ports, and ends with them', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'orrery-graph-process-'));
  const settings = {
    dataDir,
    host: '127.0.0.1',
    port: 0,
    limits: DEFAULT_LIMITS,
    scanServices: { metaPort: 0, storagePort: 0 },
    logLevel: 'silent',
  };
  const graph = await startGraphProcess(settings, createLogger('silent'));
  try {
    const { meta, storage } = graph.scanServices!;
    const hosts = async () => {
      const client = await MetaClient.connect(meta);
      const answer = await client.listHosts(ListHostsType.STORAGE);
      client.close();
      return answer.hosts!.map(({ address }) => address);
    };
    expect(await hosts()).toEqual([storage]);
    const { pid } = graph;
    process.kill(pid!, 'SIGKILL');
    await expect.poll(() => graph.pid !== undefined && graph.pid !== pid, { timeout: 30_000 }).toBe(true);
    expect(await hosts()).toEqual([storage]);
    await graph.stop();
    await expect(hosts()).rejects.toThrow();
  } finally {
    await graph.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}, 60_000);
