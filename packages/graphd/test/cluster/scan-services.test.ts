import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GeoShape, ErrorCode, ListHostsType, MetaClient, PropertyType, StorageClient } from '@orrery/wire';
import { startGraphd } from '../../src/index.ts';
import type { Graphd } from '../../src/server/start-graphd.ts';
import { tempFolder } from '../storage/temp-store.ts';
import { startScannedGraph, tell } from './scanned-graph.ts';

describe('the meta and storage services', () => {
  const folder = tempFolder();
  let graphd: Graphd;
  let meta: MetaClient;
  let spaceId: number;

  beforeAll(async () => {
    graphd = await startScannedGraph(folder.path);
    meta = await MetaClient.connect(graphd.scanServices!.meta);
    spaceId = (await meta.listSpaces()).spaces![0]!.id;
  });
  afterAll(async () => {
    meta.close();
    await graphd.close();
    folder.remove();
  });

  it('tell of spaces, and of every version of their tags and edge types, the newest last', async () => {
    expect(await meta.getSpace('scanned')).toMatchObject({
      errorCode: 0,
      space: {
        id: spaceId,
        properties: { name: 'scanned', partitionCount: 3, vidType: { type: PropertyType.FIXED_STRING, length: 8 } },
      },
    });
    const { items } = await meta.listTags(spaceId);
    expect(items!.map(({ name, version, schema }) => [name, version, schema.columns.length])).toEqual([
      ['person', 0, 8],
      ['pet', 0, 1],
      ['pet', 1, 2],
    ]);
    expect(items![0]!.schema.columns[6]).toMatchObject({
      name: 'home',
      type: { type: PropertyType.GEOGRAPHY, geoShape: GeoShape.POINT },
      nullable: true,
    });
    const columnsOf = async (version: number) => {
      const answer = await meta.getTag(spaceId, 'pet', version);
      return answer.schema?.columns.map(({ name }) => name) ?? answer.errorCode;
    };
    expect(await columnsOf(-1)).toEqual(['name', 'legs']);
    expect(await columnsOf(0)).toEqual(['name']);
    expect(await columnsOf(2)).toBe(ErrorCode.E_TAG_NOT_FOUND);
    const often = (await meta.listEdges(spaceId)).items!.filter(({ name }) => name === 'knows');
    expect(often.map(({ schema }) => schema.columns[1]!.type.type)).toEqual([PropertyType.FLOAT, PropertyType.DOUBLE]);
  });

  it('tell of the time to live', async () => {
    await tell(graphd, 'CREATE EDGE seen(at timestamp) TTL_DURATION = 60, TTL_COL = "at"');
    expect((await meta.getEdge(spaceId, 'seen', -1)).schema).toMatchObject({ ttlColumn: 'at', ttlSeconds: 60 });
    await tell(graphd, 'DROP EDGE seen');
  });

  it('have one storage host, which leads every part, as statements say', async () => {
    const { storage } = graphd.scanServices!;
    const { parts } = await meta.getPartsAlloc(spaceId);
    expect([...parts!]).toEqual([1, 2, 3].map((part) => [part, [storage]]));
    for (const type of [ListHostsType.ALLOC, ListHostsType.STORAGE]) {
      const { hosts } = await meta.listHosts(type);
      expect(hosts).toHaveLength(1);
      expect(hosts![0]).toMatchObject({ address: storage, status: 0, version: '3.8.0' });
      expect(hosts![0]!.leaderParts.get('scanned')).toEqual([1, 2, 3]);
    }
    expect((await meta.listHosts(ListHostsType.GRAPH)).hosts![0]!.address.port).toBe(graphd.port);
    expect((await meta.listHosts(ListHostsType.AGENT)).hosts).toEqual([]);
    expect((await meta.listParts(spaceId, [2])).parts).toEqual([
      { id: 2, leader: storage, peers: [storage], lost: [] },
    ]);
    const address = `${storage.host}:${storage.port}`;
    expect(await tell(graphd, 'SHOW PARTS 2')).toEqual([[2n, address, address, '']]);
    expect((await tell(graphd, 'SHOW HOSTS STORAGE'))[0]!.slice(0, 2)).toEqual([storage.host, BigInt(storage.port)]);
    expect((await tell(graphd, 'SHOW HOSTS'))[0]!.slice(0, 2)).toEqual([storage.host, BigInt(storage.port)]);
    const metaPort = graphd.scanServices!.meta.port;
    expect((await tell(graphd, 'SHOW HOSTS META'))[0]![1]).toBe(BigInt(metaPort));
    expect((await tell(graphd, 'SHOW META LEADER'))[0]![0]).toBe(`127.0.0.1:${metaPort}`);
    expect((await tell(graphd, 'SHOW HOSTS GRAPH'))[0]![1]).toBe(BigInt(graphd.port));
  });

  it('refuse what is not there with the code that says so', async () => {
    expect((await meta.getSpace('nowhere')).errorCode).toBe(ErrorCode.E_SPACE_NOT_FOUND);
    const unknown = spaceId + 1;
    const answers = [
      meta.listTags(unknown),
      meta.listEdges(unknown),
      meta.getTag(unknown, 'person', -1),
      meta.getEdge(unknown, 'knows', -1),
      meta.getPartsAlloc(unknown),
      meta.listParts(unknown, []),
    ];
    for (const answer of answers) expect((await answer).errorCode).toBe(ErrorCode.E_SPACE_NOT_FOUND);
    expect((await meta.getTag(spaceId, 'knows', -1)).errorCode).toBe(ErrorCode.E_TAG_NOT_FOUND);
    expect((await meta.getEdge(spaceId, 'person', -1)).errorCode).toBe(ErrorCode.E_EDGE_NOT_FOUND);
    expect((await meta.listParts(spaceId, [4])).errorCode).toBe(ErrorCode.E_PART_NOT_FOUND);
  });

  it('take requests of a million parts, and no larger ones', async () => {
    const storage = await StorageClient.connect({ ...graphd.scanServices!.storage, encoding: 'binary' });
    const parts = new Map(Array.from({ length: 1_000_000 }, (_none, i) => [i + 1, Buffer.alloc(24)]));
    const asked = { spaceId, parts, columns: [], limit: 1n, onlyLatestVersion: false, readFromFollower: false };
    expect((await storage.scanEdge(asked)).failedParts[0]).toEqual({
      partId: 4,
      errorCode: ErrorCode.E_PART_NOT_FOUND,
    });
    storage.close();
    const million = Array.from({ length: 1_000_000 }, () => 1 << 30);
    expect((await meta.listParts(spaceId, million)).errorCode).toBe(ErrorCode.E_PART_NOT_FOUND);
    for (const [{ host, port }, mib] of [
      [graphd.scanServices!.storage, 41],
      [graphd.scanServices!.meta, 6],
    ] as const) {
      const socket = connect({ host, port });
      const frame = Buffer.alloc(8);
      frame.writeUInt32BE(mib * 2 ** 20);
      socket.write(frame);
      await once(socket, 'close');
    }
  });

  it('are scanned over the wire, by cursors that pass through it unchanged', async () => {
    const storage = await StorageClient.connect(graphd.scanServices!.storage);
    const schemaId = (await meta.listEdges(spaceId)).items!.find(({ name }) => name === 'knows')!.id;
    const columns = [{ schemaId, properties: ['_src', '_rank', '_dst'] }];
    const rows: unknown[] = [];
    let parts: ReadonlyMap<number, Uint8Array | undefined> = new Map([1, 2, 3].map((part) => [part, undefined]));
    while (parts.size > 0) {
      const asked = { spaceId, parts, columns, limit: 40n, onlyLatestVersion: false, readFromFollower: false };
      const answer = await storage.scanEdge(asked);
      expect(answer.failedParts).toEqual([]);
      rows.push(...answer.data!.rows);
      parts = new Map([...answer.cursors].filter(([, cursor]) => cursor !== undefined));
    }
    const said = await tell(graphd, 'MATCH ()-[e:knows]->() RETURN src(e), rank(e), dst(e)');
    expect(rows).toHaveLength(said.length);
    expect(new Set(rows.map(String))).toEqual(new Set(said.map(String)));
    storage.close();
  });
});

describe('a graph', () => {
  it('has them only if asked, and then both or neither', async () => {
    const folder = tempFolder();
    try {
      const plain = await startGraphd({ dataDir: folder.path, port: 0 });
      expect(plain.scanServices).toBeUndefined();
      const taken = plain.port;
      const other = tempFolder();
      const start = (scanServices: object) => startGraphd({ dataDir: other.path, port: 0, scanServices });
      await expect(start({ metaPort: taken, storagePort: 0 })).rejects.toThrow('EADDRINUSE');
      await expect(start({ metaPort: 0, storagePort: taken })).rejects.toThrow('EADDRINUSE');
      await expect(start({ host: '0.0.0.0', metaPort: 0, storagePort: 0 })).rejects.toThrow(
        'graph.storage.announcedHost',
      );
      const whole = await start({ host: '0.0.0.0', announcedHost: 'graph.example', metaPort: 0, storagePort: 0 });
      expect(whole.scanServices).toMatchObject({ meta: { host: 'graph.example' }, storage: { host: 'graph.example' } });
      const { port } = whole.scanServices!.meta;
      await whole.close();
      await expect(MetaClient.connect({ host: '127.0.0.1', port })).rejects.toThrow();
      await plain.close();
      other.remove();
    } finally {
      folder.remove();
    }
  });
});
