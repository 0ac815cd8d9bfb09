import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DateTimeValue, vidsOf, type GraphCredentials, type Value } from '@orrery/contracts';
import { startGraphd, type Graphd } from '@orrery/graphd';
import { ErrorCode } from '@orrery/wire';
import {
  describeSpace,
  insertEdges,
  insertVertices,
  listSpaces,
  NebulaPool,
  openConnectionEdgeScan,
  writeVertexProperty,
} from '../src/index.ts';

let dataDir: string;
let graphd: Graphd;
let root: GraphCredentials;
const pool = new NebulaPool();

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'orrery-nebula-'));
  graphd = await startGraphd({ dataDir, port: 0 });
  root = { address: '127.0.0.1', port: graphd.port, user: 'root', password: 'nebula' };
  for (const statement of [
    'CREATE SPACE social (vid_type=FIXED_STRING(16))',
    'USE social; CREATE TAG person(name string NOT NULL DEFAULT "nobody", score double NULL, age int64 NULL COMMENT "in years")',
    'USE social; CREATE EDGE knows(weight double NULL, since datetime NULL)',
    'CREATE SPACE numbers (vid_type=INT64)',
    'USE numbers; CREATE TAG n(label int64); CREATE EDGE e()',
  ]) {
    await pool.execute(root, statement);
  }
});

afterAll(async () => {
  await pool.close();
  await graphd.close();
  await rm(dataDir, { recursive: true });
});

it('logs in, and tells a refused account', async () => {
  await pool.ping(root);
  await expect(pool.ping({ ...root, password: 'wrong' })).rejects.toMatchObject({
    kind: 'refused',
    code: ErrorCode.E_BAD_USERNAME_PASSWORD,
  });
});

it('reads the schema', async () => {
  using loan = await pool.acquire(root);
  expect((await listSpaces(loan.session)).toSorted()).toEqual(['numbers', 'social']);
  const schema = await describeSpace(loan.session, 'social');
  expect(schema).toMatchObject({ vidType: 'string', vidTypeText: 'FIXED_STRING(16)' });
  expect(schema.tags).toEqual([
    {
      name: 'person',
      properties: [
        { name: 'name', type: 'string', nullable: false, default: 'nobody' },
        { name: 'score', type: 'double', nullable: true },
        { name: 'age', type: 'int64', nullable: true, comment: 'in years' },
      ],
    },
  ]);
  expect(schema.edges.map(({ name }) => name)).toEqual(['knows']);
  expect(schema.indexes).toEqual([]);
  expect(await describeSpace(loan.session, 'numbers')).toMatchObject({ vidType: 'int64', vidTypeText: 'INT64' });
});

it('writes vertices and edges, writes a property back, and scans the edges', async () => {
  const people = Array.from({ length: 2000 }, (_, i) => ({ vid: `v${i}`, values: [`"name" \\ ${i}\n`, BigInt(i)] }));
  const person = { space: 'social', tag: 'person', properties: ['name', 'age'] };
  expect(await insertVertices(pool, root, person, people, { concurrency: 2 })).toEqual({ written: 2000, rejected: 0 });
  const since = new DateTimeValue(2021, 3, 4, 5, 6, 7, 0);
  const edges = Array.from({ length: 3000 }, (_, i) => ({
    src: `v${i % 2000}`,
    dst: `v${(i * 7) % 2000}`,
    rank: BigInt(i),
    values: [i % 3 === 0 ? null : i / 8, since],
  }));
  const knows = { space: 'social', edge: 'knows', properties: ['weight', 'since'] };
  expect(await insertEdges(pool, root, knows, edges)).toEqual({ written: 3000, rejected: 0 });

  const rejections: unknown[] = [];
  const scores = [
    ...Array.from({ length: 300 }, (_, i) => ({ vid: `v${i}`, value: i / 16 })),
    { vid: 'v1', value: 'text' as Value },
    { vid: 'a vertex id that is too long', value: 1 },
  ];
  for (const mode of ['update', 'upsert', 'insert'] as const) {
    rejections.length = 0;
    const outcome = await writeVertexProperty(
      pool,
      root,
      { space: 'social', tag: 'person', property: 'score', mode },
      scores,
      { onRejected: ({ vid }) => rejections.push(vid) },
    );
    expect([mode, outcome]).toEqual([mode, { written: 300, rejected: 2 }]);
    expect(rejections.toSorted()).toEqual(['a vertex id that is too long', 'v1']);
    const { rows } = await pool.execute(root, 'FETCH PROP ON person "v7" YIELD person.name, person.score, person.age', {
      space: 'social',
    });
    expect(rows).toEqual([mode === 'insert' ? ['nobody', 7 / 16, null] : ['"name" \\ 7\n', 7 / 16, 7n]]);
  }
  const missing = await writeVertexProperty(
    pool,
    root,
    { space: 'social', tag: 'person', property: 'score', mode: 'update' },
    [{ vid: 'nobody', value: 1 }],
  );
  expect(missing).toEqual({ written: 0, rejected: 1 });

  for (const pageEdges of [10_000, 700]) {
    const request = { space: 'social', edges: ['knows'], weight: 'weight', time: 'since' };
    const scan = await openConnectionEdgeScan(pool, root, request, { pageEdges });
    expect([scan.vidType, scan.edgeCount]).toEqual(['string', 3000]);
    const found: string[] = [];
    for await (const batch of scan.batches()) {
      const src = vidsOf(batch.src);
      const dst = vidsOf(batch.dst);
      src.forEach((id, i) => found.push(`${id} ${dst[i]} ${batch.weight![i]} ${batch.timeMs![i]}`));
    }
    const time = Date.UTC(2021, 2, 4, 5, 6, 7);
    expect(found.toSorted()).toEqual(
      edges.map((edge) => `${edge.src} ${edge.dst} ${edge.values[0] ?? 1} ${time}`).toSorted(),
    );
  }
});

it('writes and scans a space of int ids', async () => {
  const edges = [
    { src: 9007199254740993n, dst: -1n, values: [] },
    { src: '5', dst: 9223372036854775807n, values: [] },
    { src: -(2n ** 63n), dst: 0n, values: [] },
  ];
  const target = { space: 'numbers', edge: 'e', properties: [] };
  expect(await insertEdges(pool, root, target, edges)).toEqual({ written: 3, rejected: 0 });
  const scan = await openConnectionEdgeScan(pool, root, { space: 'numbers', edges: ['e'], weight: '_rank' });
  const found: string[] = [];
  for await (const batch of scan.batches()) {
    vidsOf(batch.src).forEach((id, i) => found.push(`${id} ${vidsOf(batch.dst)[i]}`));
  }
  expect(found.toSorted()).toEqual(edges.map(({ src, dst }) => `${src} ${dst}`).toSorted());
});

it('sends parameters of every kind that a statement can take', async () => {
  const params = new Map<string, Value>([
    ['int', -(2n ** 63n)],
    ['double', 1],
    ['text', '"; DROP SPACE social; //'],
    ['list', [1n, null, 'x', [true]]],
    ['map', new Map<string, Value>([['k', 2n]])],
  ]);
  const { rows } = await pool.execute(root, 'RETURN $int, $double, $text, $list, $map', { params });
  expect(rows).toEqual([[...params.values()]]);
});

it('kills at the graph what was aborted', async () => {
  const slow = 'UNWIND range(1, 30000) AS a UNWIND range(1, 30000) AS b RETURN count(a + b)';
  const controller = new AbortController();
  const outcome = expect(pool.execute(root, slow, { signal: controller.signal })).rejects.toMatchObject({
    kind: 'aborted',
  });
  const running = async (): Promise<number> =>
    (await pool.execute(root, 'SHOW LOCAL QUERIES')).rows.filter((row) => row.includes(slow)).length;
  await expect.poll(running).toBe(1);
  controller.abort();
  await outcome;
  await expect.poll(running, { timeout: 5_000 }).toBe(0);
});

it('gives the errors of the graph', async () => {
  await expect(pool.execute(root, 'MATCH (v RETURN v')).rejects.toMatchObject({ code: ErrorCode.E_SYNTAX_ERROR });
  await expect(
    pool.execute(root, 'FETCH PROP ON nobody "a" YIELD vertex AS v', { space: 'social' }),
  ).rejects.toMatchObject({ kind: 'statement' });
  await expect(pool.acquire(root, { space: 'nowhere' })).rejects.toMatchObject({
    kind: 'statement',
    message: /SpaceNotFound/,
  });
});

it('goes on after a space was dropped and made again', async () => {
  await pool.execute(root, 'CREATE SPACE again (vid_type=INT64)');
  await pool.execute(root, 'CREATE TAG t()', { space: 'again' });
  await pool.execute(root, 'DROP SPACE again');
  await pool.execute(root, 'CREATE SPACE again (vid_type=INT64)');
  expect((await pool.execute(root, 'SHOW TAGS', { space: 'again' })).rows).toEqual([]);
});
