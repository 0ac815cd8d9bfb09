import { createServer, connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Double, type WorkflowDefinition } from '@orrery/contracts';
import { ConnectionError, OrreryClient, OrreryError, type JobEvent } from '@orrery/sdk';
import { ApiHarness } from '../../api/test/api-harness.ts';
import { SAMPLE_WORKFLOW } from '../../api/test/fixtures/sample-workflow.ts';
import { serverSentEvents } from '../src/server-sent-events.ts';

const harness = new ApiHarness();
let client: OrreryClient;
let workflow = '';
const ADA = { address: '127.0.0.1', port: 9669, user: 'ada', password: 'lovelace:1815' };
const DEFINITION = SAMPLE_WORKFLOW as unknown as WorkflowDefinition;

beforeAll(async () => {
  await harness.start();
  client = new OrreryClient({ baseUrl: `http://127.0.0.1:${harness.port}/` });
  await client.connect(ADA);
  workflow = (await client.workflows.create(DEFINITION)).id;
});
afterAll(() => harness.stop());

const refusal = async (promise: Promise<unknown>): Promise<OrreryError> => {
  const error = await promise.then(
    () => new Error('it was not refused'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof OrreryError)) throw error;
  return error;
};

/** A TCP proxy whose connections can be cut, as a network would. */
async function cuttableProxy(): Promise<{ port: number; cut(): void; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    const onward = connect(harness.port, '127.0.0.1');
    for (const end of [socket, onward]) {
      sockets.add(end);
      end.on('error', () => {});
      end.on('close', () => sockets.delete(end));
    }
    socket.pipe(onward).pipe(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: (server.address() as { port: number }).port,
    cut,
    close: () => {
      cut();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

describe('OrreryClient', () => {
  it('logs in, says who it is, and out', async () => {
    const other = new OrreryClient({ baseUrl: `http://127.0.0.1:${harness.port}` });
    expect((await refusal(other.session())).name).toBe('ErrUnauthorized');
    await other.connect(ADA);
    expect(await other.session()).toMatchObject({ user: 'ada', isRoot: false });
    const { token } = other;
    await other.logout();
    expect(other.token).toBeUndefined();
    expect(
      (await refusal(new OrreryClient({ baseUrl: `http://127.0.0.1:${harness.port}`, token: token! }).session())).code,
    ).toBe(40104001);
    expect((await refusal(other.connect({ ...ADA, password: 'wrong' }))).name).toBe('ErrSession');
  });

  it('saves, reads, compares and prints workflows without losing a digit', async () => {
    const text =
      'name: big\ntasks:\n  q: { type: Query, space: s, query: "YIELD ${x} AS x, ${y} AS y", params: { x: 9007199254740993, y: 1.0 } }\n';
    const { id, version } = await client.workflows.create(text);
    const { definition } = await client.workflows.get(id, version);
    expect(definition.tasks['q']!.params).toEqual({ x: 9007199254740993n, y: new Double(1) });
    await client.workflows.update(id, { ...definition, description: 'more' }, { ifVersion: 1, comment: 'why' });
    expect((await client.workflows.versions(id)).map((one) => one.comment)).toEqual(['why', '']);
    expect((await client.workflows.diff(id, { from: 1 })).changes).toEqual([
      { path: 'description', kind: 'added', after: 'more' },
    ]);
    expect(await client.workflows.definitionText(id, { version: 1 })).toContain('x: 9007199254740993, y: 1.0');
    expect((await client.workflows.rename(id, 'bigger')).name).toBe('bigger');
    const copy = await client.workflows.clone(id, 'copy');
    expect((await client.workflows.list({ search: 'copy' })).items.map((item) => item.id)).toEqual([copy.id]);
    await client.workflows.delete(copy.id);
    expect((await refusal(client.workflows.get(copy.id))).name).toBe('ErrNotFound');
  });

  it('throws what the server refuses, with its faults', async () => {
    const error = await refusal(
      client.workflows.create({ tasks: { a: { type: 'Nothing' } } } as unknown as WorkflowDefinition),
    );
    expect([error.name, error.code, error.faults.map((fault) => fault.path)]).toEqual([
      'ErrParam',
      40004001,
      ['tasks.a.input', 'tasks.a.type'],
    ]);
    expect(await client.workflows.validate('tasks: {}')).toMatchObject({ valid: false, faults: [{ path: 'tasks' }] });
    expect((await refusal(client.workflows.create('a: [1'))).message).toMatch(/line 1, column/);
  });

  it('says when nobody is there', async () => {
    const nobody = new OrreryClient({ baseUrl: 'http://127.0.0.1:1' });
    await expect(nobody.health()).rejects.toThrow(ConnectionError);
    await expect(nobody.health()).rejects.toThrow(/the server at http:\/\/127\.0\.0\.1:1 was not reached/);
  });

  it('posts jobs, follows them and reads their results', async () => {
    const { id } = await client.jobs.post(
      workflow,
      { query_1: { name: 9007199254740993n, rows: 30, sleepMs: 100 } },
      { idempotencyKey: 'sdk-1' },
    );
    expect(
      (
        await client.jobs.post(
          workflow,
          { query_1: { name: 9007199254740993n, rows: 30, sleepMs: 100 } },
          { idempotencyKey: 'sdk-1' },
        )
      ).id,
    ).toBe(id);
    const job = await client.jobs.wait(id);
    expect([job.status, job.input]).toEqual([2, { query_1: { name: 9007199254740993n, rows: 30, sleepMs: 100 } }]);
    const page = await client.jobs.result(id, 'pagerank_1', {
      limit: 1,
      sort: [{ column: 'VALUE', descending: true }],
      filters: [{ column: 'VALUE', operator: 'lt', value: '1' }],
    });
    expect([page.total, page.rows]).toEqual([6, [['player105', expect.closeTo(0.9), '9007199254740998']]]);
    expect((await client.jobs.sample(id, 'pagerank_1', 1))[0]).toEqual(['player100', '0.150000', '9007199254740993']);
    expect((await client.jobs.statistics(id, 'pagerank_1', { column: 'VALUE' })).count).toBe(30);
    const csv = await new Response(await client.jobs.download(id, 'pagerank_1')).text();
    expect(csv.trimEnd().split(/\r?\n/)).toHaveLength(31);
    expect((await client.jobs.logs(id, 'query_1')).map((line) => line.message)).toContainEqual(
      expect.stringMatching(/^runs YIELD/),
    );
    expect((await client.jobs.list({ workflowId: workflow, status: ['2'] })).items.map((item) => item.id)).toContain(
      id,
    );
    expect(await client.jobs.rerun(id, {}, { wait: '30s' })).toMatchObject({ status: 2 });
    expect(await client.jobs.resume(id, { redo: ['pagerank_1'] }, { wait: '30s' })).toMatchObject({ status: 2 });
    await client.jobs.delete(id);
    expect((await refusal(client.jobs.get(id))).name).toBe('ErrNotFound');
  });

  it('follows a job over lost connections without losing or doubling an event', async () => {
    const proxy = await cuttableProxy();
    const shaky = new OrreryClient({ baseUrl: `http://127.0.0.1:${proxy.port}`, token: client.token! });
    const { id } = await client.jobs.post(workflow, { query_1: { sleepMs: 1500 } });
    const cutter = setInterval(() => proxy.cut(), 400);
    const events: JobEvent[] = [];
    for await (const event of shaky.jobs.events(id)) events.push(event);
    clearInterval(cutter);
    await proxy.close();
    const sequence = events.map((event) => event.sequence);
    expect(sequence).toEqual([...sequence].sort((a, b) => a - b));
    const changes = sequence.filter((number) => number > sequence[0]!);
    expect(changes).toEqual([...new Set(changes)]);
    expect(events.filter((event) => event.type === 'job').at(-1)).toMatchObject({ job: { status: 2 } });
    expect(events.filter((event) => event.type === 'task' && event.task.key === 'pagerank_1').at(-1)).toMatchObject({
      task: { status: 2 },
    });
  });

  it('stops following when it is told to, and gives up on a server that stays away', async () => {
    const { id } = await client.jobs.post(workflow, { query_1: { sleepMs: 60_000 } });
    const reason = new Error('enough');
    const stop = new AbortController();
    setTimeout(() => stop.abort(reason), 200);
    await expect(client.jobs.wait(id, stop.signal)).rejects.toBe(reason);
    await client.jobs.cancel(id);
    expect((await client.jobs.wait(id)).status).toBe(4);
    const nobody = new OrreryClient({ baseUrl: 'http://127.0.0.1:1' });
    const follow = async () => {
      for await (const event of nobody.jobs.events(1, { patienceMs: 100 }))
        throw new Error(`an event from nobody: ${event.type}`);
    };
    await expect(follow()).rejects.toThrow(ConnectionError);
  });

  it('asks for the rest', async () => {
    expect((await client.catalogue()).algorithms.map((algorithm) => algorithm.id)).toEqual(['PageRank', 'KCore']);
    expect((await client.parse('YIELD ${x} AS a')).columns).toEqual(['a']);
    expect((await client.estimate({ workflowId: workflow })).map((estimate) => estimate.task)).toEqual([
      'query_1',
      'pagerank_1',
    ]);
    expect(await client.graph.spaces()).toEqual(['basketballplayer', 'numbers']);
    expect((await client.graph.space('numbers')).vidType).toBe('int64');
    expect((await client.graph.query({ statement: 'YIELD 1' })).rows[0]![0]).toBe('9007199254740993');
    expect((await client.graph.neighbourhood({ space: 'basketballplayer', vids: ['player100'] })).edges).toHaveLength(
      1,
    );
    expect((await client.health()).ok).toBe(true);
    expect((await refusal(client.settings())).name).toBe('ErrForbidden');
  });
});

describe('serverSentEvents', () => {
  it('reads the format in any cut', async () => {
    const text =
      ': hello\n\nid: 1\nevent: job\ndata: {"a":"ü"}\n\ndata: one\r\ndata:two\r\n\r\nid: 3\n\nevent: x\ndata\n\n';
    const bytes = new TextEncoder().encode(text);
    for (const size of [1, 2, 3, 7, 1000]) {
      const stream = new ReadableStream<Uint8Array>({
        start(controller) {
          for (let at = 0; at < bytes.length; at += size) controller.enqueue(bytes.slice(at, at + size));
          controller.close();
        },
      });
      const events = [];
      for await (const event of serverSentEvents(stream)) events.push(event);
      expect(events, `in pieces of ${size}`).toEqual([
        { id: '1', event: 'job', data: '{"a":"ü"}' },
        { id: '1', event: 'message', data: 'one\ntwo' },
        { id: '3', event: 'message', data: undefined },
        { id: '3', event: 'x', data: '' },
      ]);
    }
  });
});
