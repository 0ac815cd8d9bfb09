import { describe, expect, it } from 'vitest';
import { DateValue, INT64_MAX, INT64_MIN, type Value } from '@orrery/contracts';
import {
  insertEdges,
  insertVertices,
  writeVertexProperty,
  type PropertyRow,
  type PropertyTarget,
} from '../src/index.ts';
import { RunningGraph } from './running-graph.ts';

const running = new RunningGraph();
const SCORE: PropertyTarget = { space: 'social', tag: 'person', property: 'score', mode: 'insert' };

interface Rejection {
  readonly row: PropertyRow;
  readonly reason: string;
}

async function write(
  target: PropertyTarget,
  rows: Iterable<PropertyRow> | AsyncIterable<PropertyRow>,
  options: Parameters<typeof writeVertexProperty>[4] = {},
): Promise<{ written: number; rejected: number; rejections: Rejection[] }> {
  const rejections: Rejection[] = [];
  const progress = await writeVertexProperty(running.pool, running.root, target, rows, {
    onRejected: (row, reason) => rejections.push({ row, reason }),
    ...options,
  });
  return { ...progress, rejections };
}

function inserts(): string[] {
  return running.graph.statements.filter((statement) => /^(INSERT|UPDATE|UPSERT)/.test(statement));
}

async function* broken(): AsyncGenerator<PropertyRow> {
  for (let i = 0; i < 600; i++) yield { vid: `v${i}`, value: 1 };
  throw new Error('the file ended early');
}

describe('write-back of a property', () => {
  it('writes all rows in batches', async () => {
    const progress: unknown[] = [];
    const rows = Array.from({ length: 1300 }, (_, i) => ({ vid: `v${i}`, value: i / 4 }));
    const outcome = await write(SCORE, rows, { onProgress: (p) => progress.push(p) });
    expect(outcome).toEqual({ written: 1300, rejected: 0, rejections: [] });
    expect(inserts()).toHaveLength(3);
    expect(running.graph.vertices.size).toBe(1300);
    expect(running.graph.vertices.get('v7')).toEqual(new Map([['score', 1.75]]));
    expect(progress.slice(0, 3)).toEqual([
      { written: 512, rejected: 0 },
      { written: 1024, rejected: 0 },
      { written: 1300, rejected: 0 },
    ]);
  });

  it('isolates the rows that the graph refuses and writes all others', async () => {
    const bad = new Set([0, 3, 4, 511, 700]);
    const rows = Array.from({ length: 1024 }, (_, i) => ({ vid: `v${i}`, value: bad.has(i) ? 'text' : 0.5 }));
    const { written, rejected, rejections } = await write(SCORE, rows);
    expect([written, rejected]).toEqual([1019, 5]);
    expect(rejections.map(({ row }) => row.vid).toSorted()).toEqual(['v0', 'v3', 'v4', 'v511', 'v700']);
    expect(new Set(rejections.map(({ reason }) => reason))).toEqual(
      new Set(['Storage Error: The data type does not meet the requirements. Use the correct type of data.']),
    );
    expect(running.graph.vertices.size).toBe(1019);
    expect(inserts().length).toBeLessThan(2 + 2 * 5 * 10);
  });

  it('rejects what no statement could carry, with the reason, and asks the graph nothing', async () => {
    const rows: PropertyRow[] = [
      { vid: 'much too long', value: 1 },
      { vid: 'ok', value: Number.NaN },
      { vid: null, value: 1 },
      { vid: 'fine', value: 1 },
      { vid: 'ü'.repeat(5), value: 1 },
      { vid: 'ü'.repeat(4), value: 1 },
    ];
    const { written, rejections } = await write(SCORE, rows);
    expect(written).toBe(2);
    expect(rejections.map(({ reason }) => reason)).toEqual([
      '"much too long" is longer than the 8 bytes of FIXED_STRING(8)',
      expect.stringMatching(/NaN/) as string,
      'null is no string, which the vertex ids of this space are',
      '"üüüüü" is longer than the 8 bytes of FIXED_STRING(8)',
    ]);
    expect(inserts()).toHaveLength(1);
  });

  it('takes ints and their text for each other as ids, and fits numbers without loss', async () => {
    await write({ ...SCORE, space: 'numbers' }, [
      { vid: '42', value: 3n },
      { vid: INT64_MIN, value: 1 },
      { vid: String(INT64_MAX), value: 1 },
    ]);
    expect([...running.graph.vertices.keys()]).toEqual([42n, INT64_MIN, INT64_MAX]);
    expect(running.graph.vertices.get(42n)).toEqual(new Map([['score', 3]]));
    const { rejections } = await write({ ...SCORE, space: 'numbers' }, [
      { vid: '042', value: 1 },
      { vid: '9223372036854775808', value: 1 },
      { vid: 'x', value: 1 },
      { vid: 1.5, value: 1 },
      { vid: 1n, value: 9007199254740993n },
    ]);
    expect(rejections).toHaveLength(5);
    running.graph.vertices.clear();
    const ages = await write({ ...SCORE, property: 'age' }, [
      { vid: 1n, value: 30 },
      { vid: '2', value: 30.5 },
      { vid: '3', value: null },
    ]);
    expect(running.graph.vertices).toEqual(new Map([['1', new Map([['age', 30n]])]]));
    expect(ages.rejections.map(({ reason }) => reason)).toEqual([
      '30.5 is no int, which property age (int64) is',
      "property age can't be NULL",
    ]);
  });

  it('carries hostile text as data', async () => {
    const texts = [
      '"',
      "'",
      '\\',
      '\n',
      '`',
      '${x}',
      '"); DROP SPACE social; //',
      '\u0000',
      '石佛 😀',
      '/* */',
      '#',
      '--',
    ];
    const rows = texts.flatMap((text, i) => [
      { vid: `v${i}`, value: text },
      { vid: text.slice(0, 2), value: 'x' },
    ]);
    const { rejections } = await write({ ...SCORE, property: 'name' }, rows, { batchRows: 5 });
    expect(rejections).toEqual([]);
    texts.forEach((text, i) => {
      expect(running.graph.vertices.get(`v${i}`)?.get('name')).toBe(text);
      expect(running.graph.vertices.has(text.slice(0, 2))).toBe(true);
    });
  });

  it('updates only the property, and upserts what is not there', async () => {
    running.graph.vertices.set(
      'a',
      new Map<string, Value>([
        ['name', 'Ann'],
        ['score', 1],
      ]),
    );
    const updated = await write({ ...SCORE, mode: 'update' }, [
      { vid: 'a', value: 2 },
      { vid: 'b', value: 3 },
    ]);
    expect(updated).toMatchObject({ written: 1, rejected: 1 });
    expect(updated.rejections[0]).toMatchObject({ row: { vid: 'b' }, reason: /Vertex or edge not found/ });
    expect(running.graph.vertices.get('a')).toEqual(
      new Map<string, Value>([
        ['name', 'Ann'],
        ['score', 2],
      ]),
    );
    expect(await write({ ...SCORE, mode: 'upsert' }, [{ vid: 'b', value: 3 }])).toMatchObject({ written: 1 });
    expect(running.graph.vertices.get('b')).toEqual(new Map([['score', 3]]));
  });

  it('says before it writes that space, tag or property is missing', async () => {
    const rows = [{ vid: 'a', value: 1 }];
    await expect(write({ ...SCORE, space: 'nowhere' }, rows)).rejects.toThrow(/SpaceNotFound/);
    await expect(write({ ...SCORE, tag: 'nobody' }, rows)).rejects.toThrow(/TagNotFound/);
    await expect(write({ ...SCORE, property: 'rank' }, rows)).rejects.toThrow(
      'tag person has no property rank; it has name, score, age',
    );
    expect(inserts()).toEqual([]);
  });

  it('ends batches early when their text grows', async () => {
    const rows = Array.from({ length: 40 }, (_, i) => ({ vid: `v${i}`, value: 'x'.repeat(1000) }));
    await write({ ...SCORE, property: 'name' }, rows, { batchLength: 10_000 });
    expect(inserts().length).toBeGreaterThanOrEqual(4);
    for (const statement of inserts()) expect(statement.length).toBeLessThan(12_000);
    expect(running.graph.vertices.size).toBe(40);
  });

  it('stops on signal, and takes no more rows', async () => {
    const controller = new AbortController();
    let taken = 0;
    async function* endless(): AsyncGenerator<PropertyRow> {
      for (;;) {
        if (++taken === 2000) controller.abort();
        yield { vid: `v${taken}`, value: 1 };
      }
    }
    await expect(write(SCORE, endless(), { signal: controller.signal })).rejects.toMatchObject({ kind: 'aborted' });
    expect(taken).toBeLessThan(4000);
  });

  it('stops when more rows are bad than it may reject', async () => {
    const rows = Array.from({ length: 100 }, (_, i) => ({ vid: `v${i}`, value: 'bad' }));
    await expect(write(SCORE, rows, { maxRejected: 10 })).rejects.toThrow(/more than 10 rows were rejected/);
  });

  it('passes on the error of the source of rows, after what was begun has ended', async () => {
    await expect(write(SCORE, broken(), { concurrency: 4 })).rejects.toThrow('the file ended early');
  });

  it('fails as a whole when the connection is lost, and sends nothing twice', async () => {
    running.graph.before.set('INSERT', () => {
      if (inserts().length === 2) void running.server.close();
    });
    const rows = Array.from({ length: 2000 }, (_, i) => ({ vid: `v${i}`, value: 1 }));
    await expect(write(SCORE, rows)).rejects.toMatchObject({ kind: 'lost' });
    expect(new Set(inserts()).size).toBe(inserts().length);
    expect(inserts()).toHaveLength(2);
  });
});

it('writes vertices and edges with several properties, on several sessions', async () => {
  const vertices = Array.from({ length: 3000 }, (_, i) => ({ vid: `v${i}`, values: [`name ${i}`, BigInt(i)] }));
  const target = { space: 'social', tag: 'person', properties: ['name', 'age'] };
  expect(await insertVertices(running.pool, running.root, target, vertices, { concurrency: 4 })).toEqual({
    written: 3000,
    rejected: 0,
  });
  expect(running.graph.vertices.get('v2999')).toEqual(
    new Map<string, Value>([
      ['name', 'name 2999'],
      ['age', 2999n],
    ]),
  );
  expect(running.graph.sessions.size).toBeGreaterThan(1);
  const edges = Array.from({ length: 1000 }, (_, i) => ({
    src: `v${i}`,
    dst: `v${i + 1}`,
    rank: i % 2 === 0 ? undefined : BigInt(-i),
    values: [BigInt(i)],
  }));
  const knows = { space: 'social', edge: 'knows', properties: ['degree'] };
  const rejected: unknown[] = [];
  const outcome = await insertEdges(
    running.pool,
    running.root,
    knows,
    [...edges, { src: 'a', dst: 'b', values: [] }, { src: 1.5, dst: 'b', values: [1n] }],
    { onRejected: (row, reason) => rejected.push([row.src, reason]) },
  );
  expect(outcome).toEqual({ written: 1000, rejected: 2 });
  expect(rejected).toEqual([
    ['a', '0 values for 1 properties'],
    [1.5, '1.5 is no string, which the vertex ids of this space are'],
  ]);
  expect(running.graph.edges).toHaveLength(1000);
  expect(running.graph.edges[3]).toEqual({ src: 'v3', dst: 'v4', rank: -3n, props: new Map([['degree', 3n]]) });
  await expect(
    insertVertices(running.pool, running.root, { ...target, properties: ['name'] }, [
      { vid: 'd', values: [new DateValue(2020, 1, 1)] },
    ]),
  ).resolves.toEqual({ written: 0, rejected: 1 });
});
