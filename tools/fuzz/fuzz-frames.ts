import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Value } from '@orrery/contracts';
import { startGraphd, type Graphd, type Logger } from '@orrery/graphd';
import { MetaClient, StorageClient, WireClient } from '@orrery/wire';
import { choiceOf } from './choice.ts';
import { seededRandom } from '../crash/seeded-random.ts';

/** A connection whose client has said all it wants to is closed in less than this. */
const CLOSE_MS = 5000;
const PARAMETERS = new Map<string, Value>([
  ['n', 1n],
  ['s', 'text'],
]);

/** What there is to scan. */
const SCANNED =
  'CREATE SPACE s(partition_num = 2, vid_type = INT64); USE s; CREATE TAG t(w int); CREATE EDGE e(w int); ' +
  'INSERT VERTEX t(w) VALUES 1:(1), 2:(2), 3:(3); INSERT EDGE e(w) VALUES 1->2:(1), 2->3:(2), 3->1:(3)';

interface Request {
  readonly port: number;
  readonly bytes: Buffer;
}

/** A graphd with its meta and storage services, to which changed request frames are sent. */
export class FuzzFrames {
  readonly #graphd: Graphd;
  readonly #client: WireClient;
  readonly #sessionId: bigint;
  readonly #requests: readonly Request[];
  readonly #defects: string[];
  readonly #dataDir: string;

  private constructor(
    graphd: Graphd,
    client: WireClient,
    session: { sessionId: bigint; requests: readonly Request[]; defects: string[]; dataDir: string },
  ) {
    this.#graphd = graphd;
    this.#client = client;
    this.#sessionId = session.sessionId;
    this.#requests = session.requests;
    this.#defects = session.defects;
    this.#dataDir = session.dataDir;
  }

  static async open(): Promise<FuzzFrames> {
    const dataDir = mkdtempSync(join(tmpdir(), 'orrery-fuzz-frames-'));
    const defects: string[] = [];
    const logger: Logger = {
      info: () => {},
      warn: () => {},
      error: (fields, message) => defects.push(`${message}: ${String((fields as { err?: Error }).err?.stack)}`),
    };
    const scanServices = { metaPort: 0, storagePort: 0 };
    const graphd = await startGraphd({ dataDir, port: 0, scanServices, drainMs: 0, logger });
    const client = await WireClient.connect({ host: '127.0.0.1', port: graphd.port });
    const { sessionId } = await client.authenticate('root', 'nebula');
    if (sessionId === undefined) throw new Error('root could not log in');
    const requests = [
      ...(await recordCalls(graphd.port, (port) => askGraph(port, sessionId))),
      ...(await recordCalls(graphd.scanServices!.meta.port, askMeta)),
      ...(await recordCalls(graphd.scanServices!.storage.port, askStorage)),
    ];
    return new FuzzFrames(graphd, client, { sessionId, requests, defects, dataDir });
  }

  /**
   * Sends one request with bytes changed, and lets a healthy client ask something.
   * @returns what went wrong, with the bytes; undefined if nothing did
   */
  async send(seed: number, index: number): Promise<string | undefined> {
    const { pick, below, chance } = choiceOf(seededRandom((seed ^ Math.imul(index + 1, 0x85ebca6b)) >>> 0));
    const request = pick(this.#requests);
    const bytes = Buffer.from(request.bytes);
    for (let edits = 1 + below(4); edits > 0; edits--) bytes[below(bytes.length)] = below(256);
    const sent = chance(0.2) ? bytes.subarray(0, below(bytes.length)) : bytes;
    const socket = connect(request.port, '127.0.0.1');
    // The server may reset a connection that it has closed for its bytes.
    socket.on('error', () => {});
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.resume();
    socket.end(sent);
    let inTime = true;
    const timer = setTimeout(() => {
      inTime = false;
      socket.destroy();
    }, CLOSE_MS);
    await closed;
    clearTimeout(timer);
    const fault = inTime ? this.#defects.shift() : `the connection stayed open for ${CLOSE_MS / 1000} s`;
    if (fault !== undefined) return `${fault}\nframe: ${sent.toString('hex')}`;
    await this.#client.execute(this.#sessionId, 'YIELD 1');
    return undefined;
  }

  async close(): Promise<void> {
    this.#client.close();
    await this.#graphd.close();
    rmSync(this.#dataDir, { recursive: true, force: true });
  }
}

/** Takes up the bytes of calls as clients send them, on their way to the server. */
async function recordCalls(port: number, ask: (port: number) => Promise<void>): Promise<Request[]> {
  const requests: Request[] = [];
  const relays: Socket[] = [];
  const proxy = createServer((socket) => {
    const upstream = connect(port, '127.0.0.1');
    relays.push(socket, upstream);
    socket.on('data', (bytes: Buffer) => requests.push({ port, bytes }));
    socket.pipe(upstream).pipe(socket);
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  await ask((proxy.address() as AddressInfo).port);
  for (const relay of relays) relay.destroy();
  proxy.close();
  return requests;
}

async function askGraph(port: number, sessionId: bigint): Promise<void> {
  const client = await WireClient.connect({ host: '127.0.0.1', port });
  await client.execute(sessionId, SCANNED);
  await client.execute(sessionId, 'YIELD 1 AS a | YIELD $-.a + 1');
  await client.execute(sessionId, 'RETURN $n AS n, $s AS s', PARAMETERS);
  client.close();
}

async function askMeta(port: number): Promise<void> {
  const client = await MetaClient.connect({ host: '127.0.0.1', port });
  await client.listSpaces();
  await client.getSpace('s');
  await client.getTag(1, 't', -1);
  await client.getPartsAlloc(1);
  await client.listParts(1, [1, 2]);
  client.close();
}

async function askStorage(port: number): Promise<void> {
  const client = await StorageClient.connect({ host: '127.0.0.1', port });
  const request = { spaceId: 1, columns: [], limit: 2n, onlyLatestVersion: false, readFromFollower: true };
  for (const scan of ['scanVertex', 'scanEdge'] as const) {
    const { cursors } = await client[scan]({ ...request, parts: new Map([[1, undefined]]) });
    await client[scan]({
      ...request,
      parts: cursors,
      columns: [{ schemaId: scan === 'scanEdge' ? 2 : 1, properties: ['w'] }],
    });
  }
  client.close();
}
