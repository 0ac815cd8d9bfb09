import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { valueText } from '@orrery/contracts';
import type { Value } from '@orrery/contracts';
import { ErrorCode } from '@orrery/wire';
import { EdgeRows } from '../../src/cluster/edge-rows.ts';
import { StorageService } from '../../src/cluster/storage-service.ts';
import { VertexRows } from '../../src/cluster/vertex-rows.ts';
import { randomSource } from '../engine/random-source.ts';
import { TestEngine } from '../engine/test-engine.ts';
import { answerOf, CALL, scanParts, scanRequest, type Scan } from './scan-parts.ts';

/** Vertices of several stripes for each of the parts. */
const VERTICES = 5200;

let engine: TestEngine;
let service: StorageService;

async function start(): Promise<void> {
  engine = await TestEngine.start({ rows: 1e6 });
  service = new StorageService(engine.store);
}

async function rowsOf(statement: string): Promise<Value[][]> {
  return [...(await engine.must(statement)).rows] as Value[][];
}

const sorted = (rows: readonly Value[][]): string[] => rows.map((row) => row.map(valueText).join('\t')).sort();

function spaceId(name: string): number {
  return engine.store.catalog.view.spaces.get(name)!.definition.id;
}

function schemaId(space: string, name: string): number {
  const catalog = engine.store.catalog.view.spaces.get(space)!;
  return (catalog.tags.get(name) ?? catalog.edges.get(name))!.id;
}

describe.each([
  { vids: 'INT64', parts: 1, seed: 20261122 },
  { vids: 'FIXED_STRING(16)', parts: 3, seed: 20261123 },
  { vids: 'INT64', parts: 100, seed: 20261124 },
])('a random graph of $vids ids in $parts parts (seed $seed)', ({ vids, parts, seed }) => {
  const random = randomSource(seed);
  const pick = (n: number): number => Math.floor(random() * n);
  const vid = (i: number): string => (vids === 'INT64' ? String(i * 31 - 5000) : `"v${i}"`);
  let scan: Omit<Scan, 'kind' | 'limit'>;

  beforeAll(async () => {
    await start();
    await engine.must(
      `CREATE SPACE g(partition_num=${parts}, vid_type=${vids}); USE g; ` +
        'CREATE TAG n(w int); CREATE TAG m(s string); CREATE EDGE e(w int); CREATE EDGE f()',
    );
    const ids = Array.from({ length: VERTICES }, (_none, i) => i);
    const tagged = (share: number): number[] => ids.filter(() => random() < share);
    await engine.must(`INSERT VERTEX n(w) VALUES ${ids.map((i) => `${vid(i)}:(${pick(100)})`).join(',')}`);
    await engine.must(
      `INSERT VERTEX m(s) VALUES ${tagged(0.1)
        .map((i) => `${vid(i)}:("s${i}")`)
        .join(',')}`,
    );
    const edge = (): string => `${vid(pick(VERTICES))}->${vid(pick(VERTICES))}@${pick(5) - 2}`;
    const edges = (count: number): string[] => Array.from({ length: count }, edge);
    await engine.must(
      `INSERT EDGE e(w) VALUES ${edges(6000)
        .map((key) => `${key}:(${pick(9)})`)
        .join(',')}`,
    );
    // One vertex with edges for many blocks; the type is at few others.
    const hub = Array.from({ length: 900 }, (_none, i) => `${vid(4100)}->${vid(i)}@${i}:()`);
    await engine.must(`INSERT EDGE f() VALUES ${[...hub, ...edges(20).map((key) => `${key}:()`)].join(',')}`);
    // Stripes without anything, and others with gaps.
    const gone = ids.filter((i) => (i > 2048 && i < 3072) || random() < 0.05);
    await engine.must(`DELETE VERTEX ${gone.map(vid).join(',')} WITH EDGE`);
    scan = { spaceId: spaceId('g') };
  });
  afterAll(() => engine.close());

  it('is read whole, every row once, by any limit', async () => {
    const vertices = await rowsOf('MATCH (v:n) RETURN id(v), v.n.w');
    const columns = [{ schemaId: schemaId('g', 'n'), properties: ['_vid', 'w'] }];
    for (const limit of [13, 1000, 1_000_000]) {
      const read = await scanParts(service, { ...scan, kind: 'scanVertex', columns, limit }, parts);
      expect(read.columns).toEqual(['_vid', 'n._vid', 'n.w']);
      expect(read.rows.every((row) => row[0] === row[1])).toBe(true);
      expect(sorted(read.rows.map((row) => row.slice(1)))).toEqual(sorted(vertices));
      // No part has them all, as far as there are stripes for all of them.
      const shares = read.rowsOfParts.slice(0, 8);
      if (parts > 1) expect(Math.max(...shares)).toBeLessThan(vertices.length * 0.6);
    }

    const edges = await rowsOf('MATCH ()-[e:e]->() RETURN src(e), typeid(e), rank(e), dst(e), e.w');
    const edgeColumns = [{ schemaId: schemaId('g', 'e'), properties: ['_src', '_type', '_rank', '_dst', 'w'] }];
    for (const limit of [17, 1000]) {
      const read = await scanParts(service, { ...scan, kind: 'scanEdge', columns: edgeColumns, limit }, parts);
      expect(read.columns).toEqual(['e._src', 'e._type', 'e._rank', 'e._dst', 'e.w']);
      expect(sorted(read.rows)).toEqual(sorted(edges));
    }
  });

  it('is read with several tags or types, or all there are, in one scan', async () => {
    const both = await rowsOf('MATCH (v) WHERE "n" IN tags(v) OR "m" IN tags(v) RETURN id(v), v.n.w, v.m.s');
    const columns = ['n', 'm'].map((tag) => ({ schemaId: schemaId('g', tag), properties: [] }));
    for (const wanted of [columns, []]) {
      const read = await scanParts(service, { ...scan, kind: 'scanVertex', columns: wanted, limit: 400 }, parts);
      expect(read.columns).toEqual(['_vid', 'n.w', 'm.s']);
      expect(read.rows.some((row) => row[2] === undefined)).toBe(true);
      expect(sorted(read.rows.map((row) => row.map((value) => value ?? null)))).toEqual(sorted(both));
    }

    const e = await rowsOf('MATCH ()-[e:e]->() RETURN src(e), typeid(e), rank(e), dst(e), e.w');
    const f = await rowsOf('MATCH ()-[e:f]->() RETURN src(e), typeid(e), rank(e), dst(e)');
    const none = (count: number): Value[] => Array.from({ length: count }, () => undefined);
    const all = [...e.map((row) => [...row, ...none(4)]), ...f.map((row) => [...none(5), ...row])];
    const read = await scanParts(service, { ...scan, kind: 'scanEdge', limit: 111 }, parts);
    const names = 'e._src e._type e._rank e._dst e.w f._src f._type f._rank f._dst';
    expect(read.columns.join(' ')).toBe(names);
    expect(sorted(read.rows)).toEqual(sorted(all));
  });

  it('may be written while it is read: what was there all the time comes once', async () => {
    const kept = sorted(await rowsOf('MATCH ()-[e:e]->() WHERE rank(e) < 2 RETURN src(e), rank(e), dst(e)'));
    const columns = [{ schemaId: schemaId('g', 'e'), properties: ['_src', '_rank', '_dst'] }];
    let round = 0;
    const write = async (): Promise<void> => {
      if (++round % 4 !== 0) return;
      const edges = Array.from({ length: 5 }, (_none, i) => `${vid(pick(VERTICES))}->${vid(VERTICES + round * 5 + i)}`);
      await engine.must(`INSERT EDGE e(w) VALUES ${edges.map((key) => `${key}@7:(1)`).join(',')}`);
      const doomed = await rowsOf('MATCH ()-[e:e]->() WHERE rank(e) == 2 RETURN src(e), dst(e) LIMIT 40');
      const key = (id: Value): string => (typeof id === 'string' ? `"${id}"` : String(id));
      if (doomed.length === 0) return;
      await engine.must(`DELETE EDGE e ${doomed.map(([src, dst]) => `${key(src)}->${key(dst)}@2`).join(',')}`);
    };
    const read = await scanParts(service, { ...scan, kind: 'scanEdge', columns, limit: 700 }, parts, write);
    const keys = sorted(read.rows);
    expect(new Set(keys).size).toBe(keys.length);
    expect(sorted(read.rows.filter((row) => (row[1] as bigint) < 2n))).toEqual(kept);
  });
});

describe('a scan', () => {
  beforeEach(async () => {
    await start();
    await engine.loadSample();
  });
  afterEach(() => engine.close());
  const scanOf = (kind: Scan['kind'], name: string, properties: string[], limit = 1000): Scan => ({
    kind,
    spaceId: spaceId('basketballplayer'),
    columns: [{ schemaId: schemaId('basketballplayer', name), properties }],
    limit,
  });
  const code = async (scan: Scan, part = 1, cursor?: Uint8Array): Promise<number | undefined> =>
    (await answerOf(service, scan, part, cursor)).failedParts[0]?.errorCode;

  it('is refused with the code that says why', async () => {
    const players = scanOf('scanVertex', 'player', ['name']);
    expect(await code({ ...players, spaceId: 99 })).toBe(ErrorCode.E_SPACE_NOT_FOUND);
    expect(await code(players, 2)).toBe(ErrorCode.E_PART_NOT_FOUND);
    expect(await code(players, 0)).toBe(ErrorCode.E_PART_NOT_FOUND);
    expect(await code({ ...players, columns: [{ schemaId: 99, properties: [] }] })).toBe(ErrorCode.E_TAG_NOT_FOUND);
    expect(await code({ ...players, kind: 'scanEdge' })).toBe(ErrorCode.E_EDGE_NOT_FOUND);
    expect(await code(scanOf('scanVertex', 'player', ['nick']))).toBe(ErrorCode.E_TAG_PROP_NOT_FOUND);
    expect(await code(scanOf('scanEdge', 'follow', ['_vid']))).toBe(ErrorCode.E_EDGE_PROP_NOT_FOUND);
    const twice = { ...players, columns: [...players.columns!, ...players.columns!] };
    expect(await code(twice)).toBe(ErrorCode.E_INVALID_OPERATION);
    const filtered = { ...scanRequest(players, new Map([[1, undefined]])), filter: Buffer.from('x') };
    expect((await service.scanVertex(filtered, CALL)).failedParts).toEqual([
      { partId: 1, errorCode: ErrorCode.E_INVALID_FILTER },
    ]);
    expect(await code(scanOf('scanVertex', 'player', ['age', 'name', 'age']))).toBe(ErrorCode.E_INVALID_OPERATION);
    expect(await code(scanOf('scanEdge', 'follow', ['_src', '_src']))).toBe(ErrorCode.E_INVALID_OPERATION);
    await engine.must('DROP EDGE serve');
    expect(await code({ ...players, kind: 'scanEdge' })).toBe(ErrorCode.E_EDGE_NOT_FOUND);
  });

  it('takes no cursor of something else, nor one of what was cleared since', async () => {
    const follow = scanOf('scanEdge', 'follow', ['_src'], 5);
    const cursor = (await answerOf(service, follow, 1)).cursors.get(1)!;
    expect(cursor).toBeDefined();
    expect(await code(follow, 1, cursor)).toBeUndefined();
    expect(await code(follow, 1, new Uint8Array(0))).toBeUndefined();
    for (const wrong of [cursor.subarray(1), Buffer.alloc(cursor.length, 0xff)]) {
      expect(await code(follow, 1, wrong)).toBe(ErrorCode.E_INVALID_DATA);
    }
    expect(await code(scanOf('scanEdge', 'serve', ['_src']), 1, cursor)).toBe(ErrorCode.E_INVALID_DATA);
    expect(await code(scanOf('scanVertex', 'player', ['name']), 1, cursor)).toBe(ErrorCode.E_INVALID_DATA);
    await engine.must('CLEAR SPACE basketballplayer');
    expect(await code(follow, 1, cursor)).toBe(ErrorCode.E_INVALID_DATA);
  });

  it('has the names of its columns even without rows, and ends', async () => {
    await engine.must('CREATE SPACE none(partition_num=2, vid_type=INT64); USE none; CREATE EDGE e(w int)');
    const columns = [{ schemaId: schemaId('none', 'e'), properties: ['_src', 'w'] }];
    const scan: Scan = { kind: 'scanEdge', spaceId: spaceId('none'), columns, limit: 10 };
    const answer = await answerOf(service, scan, 2);
    expect(answer.data).toMatchObject({ columns: ['e._src', 'e.w'], rows: [] });
    expect([...answer.cursors]).toEqual([[2, undefined]]);
  });

  it('leaves out what has expired, of tags and edges, also while it is read', async () => {
    await engine.must(
      'CREATE SPACE t(partition_num=2, vid_type=INT64); USE t; ' +
        'CREATE TAG n(at timestamp) TTL_DURATION = 100, TTL_COL = "at"; ' +
        'CREATE EDGE e(at timestamp) TTL_DURATION = 100, TTL_COL = "at"',
    );
    const at = (i: number): string => (i % 3 === 0 ? '0' : 'now()');
    const ids = Array.from({ length: 60 }, (_none, i) => i);
    await engine.must(`INSERT VERTEX n(at) VALUES ${ids.map((i) => `${i}:(${at(i)})`).join(',')}`);
    await engine.must(`INSERT EDGE e(at) VALUES ${ids.map((i) => `${i}->${i + 1}:(${at(i)})`).join(',')}`);
    const living = ids.filter((i) => i % 3 !== 0).map((i) => [BigInt(i)]);
    const scan = { spaceId: spaceId('t'), limit: 7 };
    const nodes = [{ schemaId: schemaId('t', 'n'), properties: [] }];
    const vertices = await scanParts(service, { ...scan, kind: 'scanVertex', columns: nodes }, 2);
    expect(vertices.rows.map((row) => row.slice(0, 1))).toEqual(living);
    const columns = [{ schemaId: schemaId('t', 'e'), properties: ['_src'] }];
    expect((await scanParts(service, { ...scan, kind: 'scanEdge', columns }, 2)).rows).toEqual(living);
    let answers = 0;
    const late = await scanParts(service, { ...scan, kind: 'scanEdge', columns }, 2, () => {
      if (++answers === 2) engine.advance(200);
      return Promise.resolve();
    });
    expect(late.rows).toEqual(living.slice(0, 14));
  });

  it('reads rows of all versions of a schema as the newest', async () => {
    await engine.must(
      'CREATE SPACE v(partition_num=1, vid_type=INT64); USE v; CREATE TAG n(a int8, b string); ' +
        'INSERT VERTEX n(a, b) VALUES 1:(1, "x"); ALTER TAG n ADD (c double DEFAULT 2.5); ' +
        'INSERT VERTEX n(a, b, c) VALUES 2:(2, "y", 7.5); ALTER TAG n DROP (b); ALTER TAG n CHANGE (a int); ' +
        'INSERT VERTEX n(a) VALUES 3:(3)',
    );
    const scan: Scan = { kind: 'scanVertex', spaceId: spaceId('v'), limit: 2 };
    const { columns, rows } = await scanParts(service, scan, 1);
    expect(columns).toEqual(['_vid', 'n.a', 'n.c']);
    expect(rows).toEqual([
      [1n, 1n, 2.5],
      [2n, 2n, 7.5],
      [3n, 3n, 2.5],
    ]);
  });

  it('gives every kind of value as statements do', async () => {
    await engine.must(
      'CREATE SPACE k(partition_num=1, vid_type=FIXED_STRING(8)); USE k; ' +
        'CREATE EDGE e(b bool, i int8, f float, s string, x fixed_string(4), d date, t time, dt datetime, ts timestamp, ' +
        'p duration, g geography, l LIST<STRING>, z SET<INT>); ' +
        'INSERT EDGE e(b, i, f, s, x, d, t, dt, ts, p, g, l, z) VALUES "a"->"b"@-3:(true, -8, 1.5, "石佛 😀", "abcd", ' +
        'date("1976-04-25"), time("06:30:00.5"), datetime("2023-02-28T12:30:45.123456"), 1700000000, ' +
        'duration({months: 14, seconds: 5}), ST_GeogFromText("POINT(1.5 -2)"), ["x", "y"], {1, 2}), ' +
        '"b"->"a":(NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)',
    );
    const names = ['b', 'i', 'f', 's', 'x', 'd', 't', 'dt', 'ts', 'p', 'g', 'l', 'z'];
    const columns = [{ schemaId: schemaId('k', 'e'), properties: ['_src', '_rank', ...names] }];
    const scan: Scan = { kind: 'scanEdge', spaceId: spaceId('k'), columns, limit: 10 };
    const { rows } = await scanParts(service, scan, 1);
    const said = await rowsOf(
      `MATCH ()-[e:e]->() RETURN src(e) AS src, rank(e), ${names.map((name) => `e.${name}`).join(', ')} ORDER BY src`,
    );
    expect(rows).toEqual(said);
    expect(rows[1]!.slice(2).every((value) => value === null)).toBe(true);
  });

  it('ends an answer at its limits: rows over all parts, and bytes', async () => {
    await engine.must('CREATE SPACE l(partition_num=2, vid_type=INT64); USE l; CREATE TAG n(s string)');
    const ids = Array.from({ length: 3000 }, (_none, i) => i);
    await engine.must(`INSERT VERTEX n(s) VALUES ${ids.map((i) => `${i}:("${'x'.repeat(100)}")`).join(',')}`);
    const columns = [{ schemaId: schemaId('l', 'n'), properties: [] }];
    const scan: Scan = { kind: 'scanVertex', spaceId: spaceId('l'), columns, limit: 1_000_000 };

    const small = new StorageService(engine.store, { page: { bytes: 10_000 } });
    const first = await answerOf(small, scan, 1);
    expect(first.data!.rows.length).toBeGreaterThan(20);
    expect(first.data!.rows.length).toBeLessThan(100);
    expect((await scanParts(small, scan, 2)).rows).toHaveLength(3000);

    const request = scanRequest({ ...scan, limit: 1100 }, new Map([1, 2].map((part) => [part, undefined])));
    const both = await service.scanVertex(request, CALL);
    expect(both.data!.rows).toHaveLength(1100);
    const rest = await service.scanVertex({ ...request, limit: 10_000n, parts: both.cursors }, CALL);
    expect([...rest.cursors.values()]).toEqual([undefined, undefined]);
    expect(new Set([...both.data!.rows, ...rest.data!.rows].map(([vid]) => vid)).size).toBe(3000);
  });

  it('goes on from any place, whether there is a row or what has expired or is of another tag', async () => {
    await engine.must(
      'CREATE SPACE p(partition_num=1, vid_type=INT64); USE p; CREATE TAG n(w int); CREATE TAG m(); ' +
        'CREATE EDGE e(at timestamp) TTL_DURATION = 100, TTL_COL = "at"; CREATE EDGE f()',
    );
    const ids = Array.from({ length: 300 }, (_none, i) => i);
    const each = (text: (i: number) => string): string => ids.map(text).join(',');
    await engine.must(`INSERT VERTEX n(w) VALUES ${each((i) => `${i}:(${i})`)}`);
    await engine.must(`INSERT VERTEX m() VALUES ${each((i) => `${i * 7}:()`)}`);
    await engine.must(
      `INSERT EDGE e(at) VALUES ${each((i) => `${i % 9}->${i}@${i - 100}:(${i % 4 < 2 ? 0 : 'now()'})`)}`,
    );
    await engine.must(`INSERT EDGE f() VALUES ${each((i) => `${i}->${i + 1}:()`)}`);
    using snapshot = engine.store.snapshot();
    const reader = snapshot.space(spaceId('p'));
    const part = { number: 1, count: 1 };
    for (const scan of [
      new VertexRows(reader, [{ schemaId: schemaId('p', 'm'), properties: ['_vid'] }]),
      new EdgeRows(reader, []),
    ]) {
      const places: { cursor: Uint8Array; row: Value[] | undefined }[] = [];
      const rows = scan.open(part, undefined);
      while (rows.advance()) places.push({ cursor: rows.cursor(), row: rows.isRow ? rows.row() : undefined });
      expect(places.some(({ row }) => row === undefined)).toBe(true);
      for (const [i, { cursor, row }] of places.entries()) {
        const rest = scan.open(part, cursor);
        for (const place of places.slice(i, i + 3)) {
          expect(rest.advance()).toBe(true);
          expect(rest.isRow ? rest.row() : undefined).toEqual(place.row);
        }
        expect(row === undefined || row.length === scan.columns.length).toBe(true);
      }
    }
  });

  it('looks up one stripe in a step, and goes on from any, where only other parts have rows', async () => {
    await engine.must(
      'CREATE SPACE s(partition_num=2, vid_type=INT64); USE s; CREATE TAG n(); CREATE EDGE e(); CREATE EDGE f()',
    );
    const STRIPES = 16;
    const ids = Array.from({ length: STRIPES * 512 }, (_none, i) => 2 * i);
    // Numbers are given in this order. Of the second part only the last stripe has vertices and edges of type f.
    await engine.must(`INSERT EDGE e() VALUES ${ids.map((i) => `${i}->${i + 1}:()`).join(',')}`);
    const stripe = (id: number): number => Math.floor(id / 1024);
    const own = ids.filter((id) => stripe(id) % 2 === 0 || stripe(id) === STRIPES - 1);
    await engine.must(`INSERT VERTEX n() VALUES ${own.map((i) => `${i}:()`).join(',')}`);
    await engine.must(`INSERT EDGE f() VALUES ${own.map((i) => `${i}->${i}:()`).join(',')}`);
    using snapshot = engine.store.snapshot();
    const reader = snapshot.space(spaceId('s'));
    for (const scan of [
      new VertexRows(reader, []),
      new EdgeRows(reader, [{ schemaId: schemaId('s', 'f'), properties: [] }]),
    ]) {
      const stepsFrom = (number: number, cursor?: Uint8Array): { rows: number; lookUps: Uint8Array[] } => {
        const part = scan.open({ number, count: 2 }, cursor);
        const lookUps: Uint8Array[] = [];
        let rows = 0;
        while (part.advance()) {
          if (part.isRow) rows++;
          else lookUps.push(part.cursor());
        }
        return { rows, lookUps };
      };
      expect(stepsFrom(1).rows).toBe((STRIPES / 2) * 512);
      const { rows, lookUps } = stepsFrom(2);
      expect(rows).toBe(512);
      expect(lookUps.length).toBeGreaterThanOrEqual(STRIPES / 2 - 2);
      expect(new Set(lookUps.map((cursor) => Buffer.from(cursor).toString('hex'))).size).toBe(lookUps.length);
      for (const [i, cursor] of lookUps.entries()) {
        const rest = stepsFrom(2, cursor);
        expect(rest.rows).toBe(512);
        expect(rest.lookUps.length).toBeLessThanOrEqual(lookUps.length - i);
      }
    }
  });

  it('names few of the parts that are not there, and does not stop at one', async () => {
    await engine.must('CREATE SPACE three(partition_num=3, vid_type=INT64); USE three; CREATE TAG n()');
    const scan: Scan = { kind: 'scanVertex', spaceId: spaceId('three'), limit: 10 };
    const ask = (parts: readonly number[]) =>
      service.scanVertex(scanRequest(scan, new Map(parts.map((part) => [part, undefined]))), CALL);
    const some = await ask([2, 4, 1]);
    expect(some.failedParts).toEqual([{ partId: 4, errorCode: ErrorCode.E_PART_NOT_FOUND }]);
    expect([...some.cursors.keys()]).toEqual([2, 1]);
    const { failedParts, data } = await ask(Array.from({ length: 300_000 }, (_none, i) => i));
    expect(failedParts).toHaveLength(1000);
    expect(failedParts.slice(0, 2)).toEqual([0, 4].map((partId) => ({ ...some.failedParts[0], partId })));
    expect(data).toBeUndefined();
  });
});

describe('a scan by a clock that runs 5 ms with every look at it, so that each look ends a slice', () => {
  const VERTICES_OF_PART = 2000;
  let looks: number;
  let atLook: () => void;
  let scan: Scan;

  beforeEach(async () => {
    await start();
    looks = 0;
    atLook = () => {};
    await engine.must('CREATE SPACE l(partition_num=2, vid_type=INT64); USE l; CREATE TAG n(w int)');
    const ids = Array.from({ length: 4096 }, (_none, i) => i);
    await engine.must(`INSERT VERTEX n(w) VALUES ${ids.map((i) => `${i}:(${i})`).join(',')}`);
    scan = { kind: 'scanVertex', spaceId: spaceId('l'), limit: 1_000_000 };
  });
  afterEach(() => engine.close());

  const timed = (timeMs: number): StorageService =>
    new StorageService(engine.store, {
      page: { timeMs },
      clock: () => {
        atLook();
        return 5 * ++looks;
      },
    });

  it('ends an answer after its time, and goes on to the end all the same', async () => {
    for (const timeMs of [-1, 100]) {
      const late = timed(timeMs);
      let answers = 0;
      const { rows } = await scanParts(late, scan, 2, () => Promise.resolve(void answers++));
      expect(new Set(rows.map(([vid]) => vid)).size).toBe(4096);
      expect(rows).toHaveLength(4096);
      expect(answers).toBeGreaterThan(10);
    }
  });

  it('leaves the parts that it had no time for where they were', async () => {
    const request = scanRequest(scan, new Map([1, 2].map((part) => [part, undefined])));
    const first = await timed(-1).scanVertex(request, CALL);
    expect(first.data!.rows.length).toBeGreaterThan(0);
    expect(first.data!.rows.length).toBeLessThan(VERTICES_OF_PART);
    const rest = await service.scanVertex({ ...request, parts: first.cursors }, CALL);
    expect(rest.failedParts).toEqual([]);
    expect(new Set([...first.data!.rows, ...rest.data!.rows].map(([vid]) => vid)).size).toBe(4096);
  });

  it('stops when its client goes, in the middle or before its turn, and lets others in', async () => {
    const many = timed(1e9);
    const request = scanRequest(scan, new Map([1, 2].map((part) => [part, undefined])));
    const controllers = Array.from({ length: 20 }, () => new AbortController());
    atLook = () => looks > 100 && controllers.forEach((controller) => controller.abort());
    const answers = await Promise.all(
      controllers.map(({ signal }) =>
        many.scanVertex(request, { ...CALL, connection: { ...CALL.connection, signal } }),
      ),
    );
    for (const { failedParts, data, cursors } of answers) {
      expect(failedParts).toEqual([1, 2].map((partId) => ({ partId, errorCode: ErrorCode.E_RPC_FAILURE })));
      // Not the rows of a part that failed.
      expect([data, cursors.size]).toEqual([undefined, 0]);
    }
    // Each answer looks at most a few times after its client has gone; to read to the end takes hundreds of looks.
    expect(looks).toBeLessThan(300);
    atLook = () => {};
    expect((await many.scanVertex(request, CALL)).data!.rows).toHaveLength(4096);
  });
});
