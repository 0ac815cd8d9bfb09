import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startPostgresCluster, type PostgresCluster } from '../packages/jobs/test/postgres-cluster.ts';
import { checkAftermath, CRASH_WORKFLOW, type Acknowledged } from '../tools/crash/aftermath.ts';
import { describeWith } from '../tools/testing/requirements.ts';
import { importSampleGraph } from '../tools/testing/sample-graph.ts';
import { HttpClient, startServerProcess, type ServerProcess } from '../tools/testing/server-process.ts';

describeWith('postgres', 'a server with its metadata in PostgreSQL', () => {
  let folder: string;
  let cluster: PostgresCluster;
  let url: string;
  let graphPort = 0;
  const dataDir = (): string => join(folder, 'data');

  async function start(): Promise<ServerProcess> {
    const server = await startServerProcess({
      dataDir: dataDir(),
      graphPort,
      environment: { ORRERY_METADATA_URL: url },
    });
    graphPort = server.graphPort;
    return server;
  }

  async function signedIn(server: ServerProcess): Promise<HttpClient> {
    const client = new HttpClient(server.url);
    await client.connect(server.graphHost, server.graphPort);
    return client;
  }

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'orrery-postgres-'));
    cluster = await startPostgresCluster();
    url = await cluster.createDatabase();
  }, 120_000);
  afterAll(async () => {
    await cluster?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('runs jobs, and after a kill finishes what was acknowledged', { timeout: 120_000 }, async () => {
    const first = await start();
    await importSampleGraph(first);
    const client = await signedIn(first);
    const { id: workflowId } = await client.data<{ id: string }>('POST', '/api/v1/workflows', CRASH_WORKFLOW);
    const acknowledged = new Map<number, Acknowledged>();
    for (let i = 0; i < 12; i++) {
      const player = `player${100 + i}`;
      const body = { input: { query_1: { id: player } } };
      const path = `/api-open/v1/workflows/${workflowId}/jobs`;
      acknowledged.set((await client.data<{ id: number }>('POST', path, body)).id, { player });
    }
    await first.kill();

    const second = await start();
    const again = await signedIn(second);
    expect(await checkAftermath({ client: again, acknowledged, dataDir: dataDir(), workflowId })).toEqual([]);
    expect(await second.stop()).toBe(0);
  });

  it('refuses a second server on the database', { timeout: 60_000 }, async () => {
    const first = await start();
    const other = startServerProcess({
      dataDir: join(folder, 'other'),
      environment: { ORRERY_METADATA_URL: url },
    });
    await expect(other).rejects.toThrow(/in use/);
    expect(await first.stop()).toBe(0);
  });
});
