import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import {
  checkAftermath,
  CRASH_MARK,
  CRASH_WORKFLOW,
  leftOverProcesses,
  type Acknowledged,
} from '../tools/crash/aftermath.ts';
import { importSampleGraph } from '../tools/testing/sample-graph.ts';
import { HttpClient, startServerProcess, type ServerProcess } from '../tools/testing/server-process.ts';

/*
 * The whole server, with the embedded graph and real tasks, killed once at each point around which durability is
 * ordered. packages/jobs tests the same points of the controller alone, and those inside executors.
 */
const POINTS = [
  'before-commit@5',
  'after-commit@5',
  'before-claim',
  'after-claim',
  'before-child-start@2',
  'after-child-start@2',
  'before-flush',
  'after-flush',
  'before-rename',
  'after-rename',
  'before-result-commit',
  'after-result-commit',
];

let folder: string;
let dataDir: string;
let graphPort = 0;
let workflowId: string;
const mark = `crash-test-${process.pid}`;
let running: ServerProcess | undefined;

async function start(fault?: string): Promise<ServerProcess> {
  const environment = { [CRASH_MARK]: mark, ...(fault === undefined ? {} : { ORRERY_FAULT: fault }) };
  running = await startServerProcess({ dataDir, graphPort, environment });
  graphPort = running.graphPort;
  return running;
}

async function signedIn(server: ServerProcess): Promise<HttpClient> {
  const client = new HttpClient(server.url);
  await client.connect(server.graphHost, server.graphPort);
  return client;
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'orrery-fault-'));
  dataDir = join(folder, 'data');
  const server = await start();
  await importSampleGraph(server);
  const client = await signedIn(server);
  ({ id: workflowId } = await client.data<{ id: string }>('POST', '/api/v1/workflows', CRASH_WORKFLOW));
  expect(await server.stop()).toBe(0);
}, 120_000);

afterEach(async () => {
  await running?.kill();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('after a kill at a fault point', () => {
  it.each(POINTS)('%s: every acknowledged job ends once, with whole results', { timeout: 120_000 }, async (point) => {
    const acknowledged = new Map<number, Acknowledged>();
    const faulty = await start(point);
    const gone = new Promise((resolve) => faulty.child.once('exit', resolve));
    const poster = await signedIn(faulty);
    let alive = true;
    void gone.then(() => (alive = false));
    for (let i = 0; alive && i < 200; i++) {
      const player = `player${100 + (i % 50)}`;
      const body = { input: { query_1: { id: player } } };
      const path = `/api-open/v1/workflows/${workflowId}/jobs`;
      await poster.data<{ id: number }>('POST', path, body).then(
        ({ id }) => acknowledged.set(id, { player }),
        () => undefined,
      );
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(alive, `the server never came to ${point}`).toBe(false);

    const server = await start();
    const client = await signedIn(server);
    expect(await checkAftermath({ client, acknowledged, dataDir, workflowId })).toEqual([]);
    expect(await server.stop()).toBe(0);
    expect(leftOverProcesses(mark).filter((pid) => pid !== `process ${process.pid} is left over`)).toEqual([]);
  });
});
