import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EdgeScan } from '@orrery/contracts';
import { ErrorCode, StorageClient } from '@orrery/wire';
import { openClusterEdgeScan, type ClusterEdgeScanOptions } from '../src/index.ts';
import { ClusterMeta } from '../src/scan/cluster-meta.ts';
import { ClusterReach } from '../src/scan/cluster-reach.ts';
import { StorageHosts } from '../src/scan/storage-hosts.ts';
import { FullPort } from './full-port.ts';
import { RunningGraph } from './running-graph.ts';
import { all, numberedEdges } from './scanned-edges.ts';
import { SmallCluster } from './small-cluster.ts';

const PAGE = 16;
const running = new RunningGraph();
let cluster: SmallCluster;
let reports: string[];

beforeEach(async () => {
  reports = [];
  running.graph.edges = numberedEdges(1000);
  cluster = new SmallCluster(running.graph, 6);
  await cluster.listen(2);
});

afterEach(async () => {
  await cluster.close();
  expect(cluster.errors).toEqual([]);
});

function open(request: object = {}, { storage, ...options }: Partial<ClusterEdgeScanOptions> = {}): Promise<EdgeScan> {
  return openClusterEdgeScan(
    running.pool,
    running.root,
    { space: 'social', edges: ['knows'], ...request },
    {
      mode: 'storage',
      storage: { pageEdges: PAGE, retryMs: 1, ...storage },
      report: (line) => reports.push(line),
      ...options,
    },
  );
}

const expected = (weight: (i: number) => unknown, time: (i: number) => unknown = () => undefined): string[] =>
  running.graph.edges.map((edge, i) => [edge.src, edge.dst, weight(i), time(i)].join(' ')).toSorted();
const nothing = (): undefined => undefined;

describe('storage', () => {
  it('reads every edge once, page by page, at both hosts, and only the columns that are wanted', async () => {
    const scan = await open({ weight: 'degree' });
    expect([scan.vidType, scan.edgeCount]).toEqual(['string', undefined]);
    expect(await all(scan)).toEqual(expected((i) => (i % 10 === 0 ? 1 : i)));
    expect(reports).toEqual([
      `space social is read at its storage service: 6 parts at 127.0.0.1:${cluster.address(0).port}, 127.0.0.1:${cluster.address(1).port}`,
    ]);
    expect(new Set(cluster.asked.map(({ host }) => host))).toEqual(new Set([0, 1]));
    for (const { request } of cluster.asked) {
      expect(request).toMatchObject({ limit: BigInt(PAGE), readFromFollower: false });
      expect(request.columns).toEqual([{ schemaId: 5, properties: ['_src', '_dst', 'degree'] }]);
    }
    expect(running.graph.statements.filter((text) => text.includes('MATCH'))).toEqual([]);
  });

  it('reads times, ranks, and one property as both weight and time', async () => {
    const start = Date.UTC(2020, 0, 1);
    expect(await all(await open({ time: 'since' }))).toEqual(expected(nothing, (i) => start + (i % 60) * 1000 + 500));
    expect(await all(await open({ time: 'at', weight: '_rank' }))).toEqual(
      expected(
        (i) => i,
        (i) => (1_600_000_000 + i) * 1000,
      ),
    );
    expect(await all(await open({ time: '_rank', weight: '_rank' }))).toEqual(
      expected(
        (i) => i,
        (i) => i,
      ),
    );
    expect(cluster.asked.at(-1)!.request.columns[0]!.properties).toEqual(['_src', '_dst', '_rank']);
    await expect(open({ time: 'degree' }).then(all)).rejects.toThrow(/its time degree is NULL/);
  });

  it('reads int ids, and an edge type twice when it is asked for twice', async () => {
    running.graph.edges = [{ src: 9007199254740993n, dst: -1n, rank: 0n, props: new Map() }];
    const scan = await open({ space: 'numbers', edges: ['knows', 'knows'] });
    expect(scan.vidType).toBe('int64');
    expect(await all(scan)).toEqual(['9007199254740993 -1  ', '9007199254740993 -1  ']);
  });

  it.each([
    [true, 'names'],
    [false, 'does not name'],
  ])('follows a leader that moves (%s: the host %s it)', async (namesLeader) => {
    cluster.namesLeader = namesLeader;
    // By each part's own requests: which part is asked when depends on how fast the answers come, and one that moved
    // at each of five requests would be given up.
    const asked = new Map<number, number>();
    let moves = 0;
    cluster.beforePage = ({ part }) => {
      const nth = (asked.get(part) ?? 0) + 1;
      asked.set(part, nth);
      // A leader that is named may have moved on before it is asked.
      if (nth % 5 !== 2 && !(namesLeader && nth % 5 === 3)) return;
      cluster.leaders[part - 1] = 1 - cluster.leaders[part - 1]!;
      // The meta service hears of it later.
      if (!namesLeader && ++moves % 2 === 0) cluster.believed.splice(0, cluster.partCount, ...cluster.leaders);
    };
    expect(await all(await open({ weight: '_rank' }))).toEqual(expected((i) => i));
    expect(Math.min(...asked.values())).toBeGreaterThan(10);
  });

  it('begins with a leader that the meta service has wrong', async () => {
    cluster.believed.fill(0);
    expect(await all(await open())).toEqual(expected(nothing));
  });

  it('goes on from the last cursor when a host is lost, and reads every edge once', async () => {
    let pages = 0;
    cluster.beforePage = async ({ host }) => {
      if (++pages % 20 === 0) await cluster.restart(host);
    };
    expect(await all(await open({ weight: '_rank' }))).toEqual(expected((i) => i));
    expect(
      cluster.asked.filter(({ request }) => request.parts.values().next().value === undefined).length,
    ).toBeLessThan(20);
  });

  it('looks for a part elsewhere when its host does not even refuse', async () => {
    await using gone = await FullPort.open();
    const leader = { host: '127.0.0.1', port: gone.port };
    let pages = 0;
    cluster.beforePage = ({ part }) => {
      if (++pages !== 20) return;
      const failed = { errorCode: ErrorCode.E_LEADER_CHANGED, partId: part, leader };
      return { failedParts: [failed], latencyUs: 1, cursors: new Map() };
    };
    const storage = { pageEdges: PAGE, retryMs: 1, connectTimeoutMs: 200 };
    expect(await all(await open({}, { storage }))).toEqual(expected(nothing));
  });

  it('gives up when a host stays away, by the reason', async () => {
    cluster.beforePage = ({ host }) => void (host === 1 && cluster.storage[1]!.close());
    const port = cluster.address(1).port;
    await expect(open().then(all)).rejects.toMatchObject({
      kind: 'unreachable',
      message: expect.stringMatching(new RegExp(`part \\d at storage host 127.0.0.1:${port}.*asked 5 times`)) as string,
    });
  });

  it('gives up on what asking again does not change, with the code of storage', async () => {
    cluster.beforePage = ({ part }) =>
      part === 4
        ? { failedParts: [{ errorCode: ErrorCode.E_EDGE_NOT_FOUND, partId: 4 }], latencyUs: 1, cursors: new Map() }
        : undefined;
    await expect(open().then(all)).rejects.toMatchObject({
      kind: 'statement',
      code: ErrorCode.E_EDGE_NOT_FOUND,
      message: expect.stringContaining('does not read part 4: E_EDGE_NOT_FOUND') as string,
    });
    expect(cluster.asked.filter(({ part }) => part === 4)).toHaveLength(1);
  });

  it.each([
    ['no cursor', (): [number, Uint8Array][] => [], /answered part \d without a cursor/],
    [
      'a cursor that stands still',
      (part: number): [number, Uint8Array][] => [[part, Buffer.from('x')]],
      /does not get on/,
    ],
  ])('refuses an answer with %s', async (_name, cursors, message) => {
    cluster.beforePage = ({ part }) => ({ failedParts: [], latencyUs: 1, cursors: new Map(cursors(part)) });
    await expect(open().then(all)).rejects.toMatchObject({
      kind: 'protocol',
      message: expect.stringMatching(message) as string,
    });
  });

  it('refuses a leader that is named with a port that there is not', async () => {
    const leader = { host: '127.0.0.1', port: -1 };
    cluster.beforePage = ({ part: partId }) => ({
      failedParts: [{ errorCode: ErrorCode.E_LEADER_CHANGED, partId, leader }],
      latencyUs: 1,
      cursors: new Map(),
    });
    await expect(open().then(all)).rejects.toMatchObject({
      kind: 'protocol',
      message: expect.stringContaining('announces a host at "127.0.0.1:-1", which is no address') as string,
    });
  });

  it('takes no more than its bound ahead of a consumer that waits', async () => {
    const scan = await open();
    const batches = scan.batches()[Symbol.asyncIterator]();
    await batches.next();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(cluster.asked.length).toBeLessThanOrEqual(1 + 4 + 1);
    await batches.return?.();
    await scan.close();
    await expect.poll(() => cluster.storage.map(({ connectionCount }) => connectionCount)).toEqual([0, 0]);
  });

  it('reads what stays once while others write', async () => {
    const stays = expected(nothing);
    let pages = 0;
    cluster.beforePage = () => {
      const i = ++pages;
      running.graph.edges.push({ src: `v${i % 37}`, dst: 'new', rank: BigInt(-i), props: new Map() });
    };
    const found = await all(await open());
    expect(found.filter((edge) => !edge.includes('new'))).toEqual(stays);
    expect(new Set(found.filter((edge) => edge.includes('new'))).size).toBeLessThanOrEqual(37);
  });

  it('stops on signal', async () => {
    const scan = await open();
    const controller = new AbortController();
    const read = async (): Promise<void> => {
      for await (const batch of scan.batches(controller.signal)) if (batch.count > 0) controller.abort();
    };
    await expect(read()).rejects.toMatchObject({ kind: 'aborted' });
    await scan.close();
  });

  it('checks names and rights at graphd, before storage is asked', async () => {
    await expect(open({ edges: ['likes'] })).rejects.toThrow(/EdgeNotFound/);
    await expect(open({ weight: 'note' })).rejects.toThrow(/a weight must be a number/);
    const guest = { ...running.root, user: 'guest', password: 'guest' };
    const request = { space: 'numbers', edges: ['knows'] };
    await expect(openClusterEdgeScan(running.pool, guest, request, { mode: 'auto' })).rejects.toMatchObject({
      kind: 'permission',
    });
    expect(cluster.asked).toEqual([]);
  });
});

describe('the way', () => {
  const auto = { mode: 'auto' } as const;

  async function readsByStatements(reason: RegExp, options: Partial<ClusterEdgeScanOptions> = auto): Promise<void> {
    expect(await all(await open({ weight: '_rank' }, options))).toEqual(expected((i) => i));
    expect(cluster.asked).toEqual([]);
    expect(reports).toEqual([expect.stringMatching(reason)]);
    if (options.mode === 'auto') await expect(open()).rejects.toThrow(/./);
  }

  it('is storage where it is reached', async () => {
    expect(await all(await open({}, auto))).toEqual(expected(nothing));
    expect(reports[0]).toMatch(/read at its storage service/);
  });

  it('is statements as configured', () => readsByStatements(/by statements, as configured/, { mode: 'statements' }));

  it('is statements where a storage host does not answer', async () => {
    await cluster.storage[1]!.close();
    await readsByStatements(/because storage host 127.0.0.1:\d+ does not answer: cannot connect/);
  });

  it('is statements where a storage host announces a port that there is not', async () => {
    Object.assign(cluster.address(1), { port: 70_000 });
    await readsByStatements(
      /because the cluster of 127.0.0.1 announces a host at "127.0.0.1:70000", which is no address/,
    );
  });

  it('is statements where graphd names no meta service', async () => {
    running.graph.metaHosts = [];
    await readsByStatements(/because graphd names no host of the meta service/);
  });

  it('is statements where the meta service is something else', async () => {
    running.graph.metaHosts = [{ host: '127.0.0.1', port: running.root.port }];
    await readsByStatements(/because asking the meta service at .* for space social: Method name getSpace not found/);
  });

  it('is statements where the meta service is that of another cluster', async () => {
    cluster.spaceIds.set('social', 2);
    await readsByStatements(/space social is number 2 at the meta service but 1 at graphd/);
  });

  it('asks the next meta host where one is away', async () => {
    running.graph.metaHosts = [{ host: '127.0.0.1', port: 1 }, ...running.graph.metaHosts];
    expect(await all(await open())).toEqual(expected(nothing));
  });
});

it('reaches hosts by other addresses than they announce, where it is told them', async () => {
  await using there = new DisposableCluster('storage.invalid');
  const away = await there.listen();
  await expect(open()).rejects.toMatchObject({ kind: 'unreachable' });
  const reachable = new Map(
    [away.meta.port, ...away.storage.map(({ port }) => port)].map((port) => [
      `storage.invalid:${port}`,
      { host: '127.0.0.1', port },
    ]),
  );
  expect(await all(await open({}, { storage: { pageEdges: PAGE, reachable } }))).toEqual(expected(nothing));
  expect(away.asked.length).toBeGreaterThan(0);
});

it('takes nothing on this machine for a host of a cluster elsewhere, however it is called', async () => {
  const reachable = new Map([['127.0.0.1:9559', { host: 'meta.example', port: 1 }]]);
  const reach = new ClusterReach('graph.example', reachable);
  expect(reach.of({ host: '127.0.0.1', port: 9559 })).toEqual({ host: 'meta.example', port: 1 });
  expect(reach.of({ host: '10.0.0.5', port: 9779 })).toEqual({ host: '10.0.0.5', port: 9779 });
  for (const [host, port] of [
    ['10.0.0.5', 0],
    ['10.0.0.5', 65_536],
    ['', 9779],
  ] as const) {
    expect(() => reach.of({ host, port })).toThrow(/graph.example announces a host at .*, which is no address/);
  }
  for (const host of ['127.0.0.1', '127.9.9.9', '0.0.0.0', '::1', '::', '::ffff:127.0.0.1']) {
    expect(() => reach.of({ host, port: 9779 })).toThrow(/the cluster of graph.example announces .*:9779, which is/);
    expect(new ClusterReach('127.0.0.1').of({ host, port: 9779 })).toEqual({ host, port: 9779 });
  }
  const { port } = cluster.address(0);
  for (const host of ['localhost', 'LOCALHOST', '127.1', '2130706433']) {
    const connecting = StorageClient.connect({ ...reach.of({ host, port }), connectTimeoutMs: 2_000 });
    await expect(connecting).rejects.toMatchObject({ kind: 'unreachable' });
  }
  const here = await StorageClient.connect(new ClusterReach('localhost').of({ host: 'localhost', port }));
  here.close();
});

it('takes no answer of a host that is longer than any page or list of parts', async () => {
  const announced = Buffer.alloc(4);
  announced.writeUInt32BE(128 * 2 ** 20 + 1);
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => socket.write(announced));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const host = { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
  const reach = new ClusterReach(host.host);
  const hosts = new StorageHosts(reach, 2_000);
  const meta = new ClusterMeta([host], { reach, timeoutMs: 30_000 });
  try {
    const request = { spaceId: 1, parts: new Map(), columns: [], limit: 1n };
    const scan = { ...request, onlyLatestVersion: false, readFromFollower: false };
    const refusal = { message: expect.stringContaining('more than the limit of 134217728') as string };
    await expect(hosts.with(host, undefined, (client) => client.scanEdge(scan))).rejects.toMatchObject(refusal);
    await expect(meta.spaceId('social')).rejects.toMatchObject(refusal);
  } finally {
    hosts.close();
    meta.close();
    server.close();
  }
});

class DisposableCluster {
  readonly #cluster: SmallCluster;
  constructor(announced: string) {
    this.#cluster = new SmallCluster(running.graph, 3, announced);
  }
  async listen(): Promise<SmallCluster> {
    await this.#cluster.listen(2);
    return this.#cluster;
  }
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#cluster.close();
  }
}
