import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { MetaClient, StorageClient } from '@orrery/wire';
import { importSampleGraph } from '../tools/testing/sample-graph.ts';
import { startServerProcess } from '../tools/testing/server-process.ts';

it('orrery serve lets storage clients scan the graph when it is given their ports', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'orrery-storage-'));
  try {
    const server = await startServerProcess({
      dataDir: join(folder, 'data'),
      args: ['--meta-port', '0', '--storage-port', '0'],
    });
    await importSampleGraph(server);
    const meta = await MetaClient.connect({ host: '127.0.0.1', port: server.metaPort! });
    const { id: spaceId, properties } = (await meta.getSpace('basketballplayer')).space!;
    const [leader] = (await meta.getPartsAlloc(spaceId)).parts!.get(1)!;
    const storage = await StorageClient.connect(leader!);
    const parts = new Map(Array.from({ length: properties.partitionCount }, (_none, i) => [i + 1, undefined]));
    const schemaId = (await meta.listEdges(spaceId)).items!.find(({ name }) => name === 'follow')!.id;
    const columns = [{ schemaId, properties: ['_src', 'degree'] }];
    const asked = { spaceId, parts, columns, limit: 1000n, onlyLatestVersion: true, readFromFollower: false };
    const { failedParts, data } = await storage.scanEdge(asked);
    expect(failedParts).toEqual([]);
    expect(data!.columns).toEqual(['follow._src', 'follow.degree']);
    expect(data!.rows).toContainEqual(['player100', 95n]);
    storage.close();
    meta.close();
    expect(await server.stop()).toBe(0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
