import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { DateTimeValue, DateValue, type EdgeScan, type Value, type VidColumn, vidsOf } from '@orrery/contracts';
import { describe, expect, it } from 'vitest';
import { edgeTypeSizes } from '../../src/scan/edge-type-sizes.ts';
import { openEdgeScan } from '../../src/scan/edge-scan.ts';
import { property, spaceOptions, STRING_VIDS, tempFolder } from '../storage/temp-store.ts';
import { openStore } from '../../src/storage/lmdb-store.ts';
import type { VidDefinition } from '../../src/catalog/definitions.ts';

interface Row {
  readonly src: string | bigint;
  readonly dst: string | bigint;
  readonly weight: number | undefined;
  readonly timeMs: bigint | undefined;
}

async function rowsOf(scan: EdgeScan, dense: boolean): Promise<Row[]> {
  const rows: Row[] = [];
  const add = (count: number, src: unknown[], dst: unknown[], weight?: Float64Array, timeMs?: BigInt64Array): void => {
    for (let i = 0; i < count; i++) {
      rows.push({ src: src[i] as Row['src'], dst: dst[i] as Row['dst'], weight: weight?.[i], timeMs: timeMs?.[i] });
    }
  };
  if (dense) {
    const ids: unknown[] = vidsOf((await scan.dense!.vertexIds()) as VidColumn);
    expect(ids).toHaveLength(scan.dense!.indexCount);
    for await (const { count, src, dst, weight, timeMs } of scan.dense!.batches()) {
      add(
        count,
        Array.from(src, (i) => ids[i]),
        Array.from(dst, (i) => ids[i]),
        weight,
        timeMs,
      );
    }
  } else {
    for await (const { count, src, dst, weight, timeMs } of scan.batches()) {
      add(count, vidsOf(src), vidsOf(dst), weight, timeMs);
    }
  }
  return sorted(rows);
}

function keyOf(row: Row): string {
  return String([row.src, row.dst, row.weight]);
}

function sorted(rows: readonly Row[]): Row[] {
  return rows.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

describe.each<{ vid: VidDefinition; id: (i: number) => string | bigint }>([
  { vid: STRING_VIDS, id: (i) => `ü${i}` },
  { vid: { kind: 'int64' }, id: (i) => 9007199254740993n - BigInt(i) },
])('a scan of edge types in a space of $vid.kind ids', ({ vid, id }) => {
  it('has every edge once, its weight and time, with NULL, older rows and expired ones', async () => {
    const folder = tempFolder();
    let nowMs = 0;
    const store = await openStore({ dataDir: folder.path, clock: () => nowMs });
    try {
      const { space, e, f } = await store.catalog.edit((editor) => ({
        space: editor.createSpace('s', spaceOptions(vid)),
        e: editor.createEdge('s', {
          name: 'e',
          properties: [property('w', { kind: 'int32' }), property('at', { kind: 'datetime' })],
        }),
        f: editor.createEdge('s', {
          name: 'f',
          properties: [property('w', { kind: 'int64' }), property('at', { kind: 'timestamp' })],
          ttl: { column: 'at', durationSeconds: 100n },
        }),
      }));
      await store.write(space.id, (writer) => {
        for (let i = 0; i < 2000; i++) {
          const at = new DateTimeValue(1969, 12, 31, 23, 59, 59, (i % 1000) * 1000);
          writer.putEdge(
            {
              src: writer.indexFor(id(i)),
              dst: writer.indexFor(id((i * 7) % 2000)),
              typeId: e.id,
              rank: BigInt(i % 3),
            },
            [i % 7 === 0 ? null : BigInt(-i), at],
          );
        }
        const f1 = { src: writer.indexFor(id(5000)), dst: writer.indexFor(id(1)), typeId: f.id };
        writer.putEdge({ ...f1, rank: -1n }, [2n ** 40n + 5n, 10n]);
        writer.putEdge({ ...f1, rank: 0n }, [6n, 500n]);
      });
      // Rows of an older version beside new ones.
      await store.catalog.edit((editor) =>
        editor.alterEdge('s', 'e', {
          add: [property('added', { kind: 'double' }, { default: { text: '2.5', constant: 2.5 } })],
        }),
      );
      await store.write(space.id, (writer) =>
        writer.putEdge({ src: writer.indexOf(id(3))!, dst: writer.indexOf(id(4))!, typeId: e.id, rank: 9n }, [
          7n,
          new DateTimeValue(2001, 9, 9, 1, 46, 40, 1999),
          0.5,
        ]),
      );
      const wanted: Row[] = [];
      for (let i = 0; i < 2000; i++) {
        const timeMs = BigInt(-1000 + (i % 1000));
        wanted.push({ src: id(i), dst: id((i * 7) % 2000), weight: i % 7 === 0 ? 1 : -i, timeMs });
      }
      wanted.push({ src: id(3), dst: id(4), weight: 7, timeMs: 1_000_000_000_001n });
      const early: Row[] = [
        { src: id(5000), dst: id(1), weight: 2 ** 40 + 5, timeMs: 10_000n },
        { src: id(5000), dst: id(1), weight: 6, timeMs: 500_000n },
      ];
      await store.close();

      for (const dense of [true, false]) {
        nowMs = 0;
        const request = { space: 's', edges: ['e', 'f'], weight: 'w', time: 'at' };
        const scan = openEdgeScan(folder.path, request, { clock: () => nowMs });
        expect(scan.vidType).toBe(vid.kind === 'int64' ? 'int64' : 'string');
        expect(scan.edgeCount).toBe(2003);
        expect(await rowsOf(scan, dense)).toEqual(sorted([...wanted, ...early]));
        await scan.close();
        const later = openEdgeScan(folder.path, request, { clock: () => 200_000 });
        expect(await rowsOf(later, dense)).toEqual(sorted([...wanted, early[1]!]));
        await later.close();
        const ranks = openEdgeScan(folder.path, { space: 's', edges: ['f'], weight: '_rank' }, { clock: () => 0 });
        expect((await rowsOf(ranks, dense)).map(({ weight, timeMs }) => [weight, timeMs])).toEqual([
          [-1, undefined],
          [0, undefined],
        ]);
        await ranks.close();
        const rankTimes = openEdgeScan(folder.path, { space: 's', edges: ['f'], time: '_rank' }, { clock: () => 0 });
        expect((await rowsOf(rankTimes, dense)).map(({ timeMs }) => timeMs)).toEqual([-1n, 0n]);
        await rankTimes.close();
        const added = openEdgeScan(folder.path, { space: 's', edges: ['e'], weight: 'added' });
        const weights = (await rowsOf(added, dense)).map(({ weight }) => weight);
        expect(weights.filter((weight) => weight === 2.5)).toHaveLength(2000);
        expect(weights.filter((weight) => weight === 0.5)).toHaveLength(1);
        await added.close();
      }
      expect(await edgeTypeSizes(folder.path, 's', ['f'])).toEqual({ vertexCount: 4, edgeCount: 2 });
      for (const [bad, message] of [
        [{ space: 'x', edges: ['e'] }, 'space x does not exist'],
        [{ space: 's', edges: ['x'] }, 'no edge type x'],
        [{ space: 's', edges: ['e'], weight: 'x' }, 'no property x'],
        [{ space: 's', edges: ['e'], weight: 'at' }, 'is datetime, not a number'],
        [{ space: 's', edges: ['e'], time: 'added' }, 'is double, not a datetime, date, timestamp or int'],
      ] as const) {
        expect(() => openEdgeScan(folder.path, bad)).toThrow(message);
      }
    } finally {
      await store.close();
      folder.remove();
    }
  });
});

it('an edge without a time is refused by its ends, unless it is expired; dates and far moments', async () => {
  const folder = tempFolder();
  const store = await openStore({ dataDir: folder.path, clock: () => 0 });
  try {
    const { space, e } = await store.catalog.edit((editor) => ({
      space: editor.createSpace('s', spaceOptions(STRING_VIDS)),
      e: editor.createEdge('s', {
        name: 'e',
        properties: [
          property('day', { kind: 'date' }),
          property('at', { kind: 'timestamp' }),
          property('until', { kind: 'int64' }),
        ],
        ttl: { column: 'until', durationSeconds: 10n },
      }),
    }));
    const day = new DateValue(1969, 12, 31);
    await store.write(space.id, (writer) => {
      const put = (src: string, dst: string, values: Value[]): void => {
        writer.putEdge({ src: writer.indexFor(src), dst: writer.indexFor(dst), typeId: e.id, rank: 0n }, values);
      };
      put('a', 'b', [day, 1n, 1000n]);
      put('say "x"', 'b', [null, 2n ** 60n, 100n]);
    });
    await store.close();
    const read = async (time: string, nowMs: number): Promise<unknown> => {
      const scan = openEdgeScan(folder.path, { space: 's', edges: ['e'], time }, { clock: () => nowMs });
      return (await rowsOf(scan, false).finally(() => scan.close())).map(({ timeMs }) => timeMs);
    };
    await expect(read('day', 0)).rejects.toThrow(
      'edge "say \\"x\\""->"b" of type e: its time day is NULL; every edge needs a time',
    );
    await expect(read('at', 0)).rejects.toThrow(
      'edge "say \\"x\\""->"b" of type e: its time at is 1152921504606846976, which milliseconds of 64 bits do not reach',
    );
    expect(await read('day', 200_000)).toEqual([-86_400_000n]);
    expect(await read('at', 200_000)).toEqual([1000n]);
  } finally {
    await store.close();
    folder.remove();
  }
});

it('another process reads whole states while this one writes', { timeout: 60_000 }, async () => {
  const folder = tempFolder();
  const store = await openStore({ dataDir: folder.path });
  try {
    const { space, edge } = await store.catalog.edit((editor) => ({
      space: editor.createSpace('s', spaceOptions()),
      edge: editor.createEdge('s', { name: 'e', properties: [property('w', { kind: 'double' })] }),
    }));
    // Every statement adds 50 edges whose weights sum up to 0 and moves 50 others without changing the sum.
    let statements = 0;
    const write = (): Promise<void> =>
      store.write(space.id, (writer) => {
        const n = statements++;
        for (let i = 0; i < 50; i++) {
          const key = { src: writer.indexFor(`v${i}`), dst: writer.indexFor(`w${n}`), typeId: edge.id, rank: 0n };
          writer.putEdge(key, [i - 24.5]);
          if (n > 0) writer.putEdge({ ...key, dst: writer.indexFor(`w${n >> 1}`) }, [24.5 - i]);
        }
      });
    await write();
    const program = fileURLToPath(new URL('scan-reader.ts', import.meta.url));
    const child = spawn(process.execPath, [program, folder.path], { stdio: ['pipe', 'pipe', 'inherit'] });
    const exit = once(child, 'exit') as Promise<[number]>;
    const seen: { expected: number; count: number; sum: number }[] = [];
    const lines = createInterface(child.stdout);
    lines.on('line', (line) => seen.push(JSON.parse(line) as (typeof seen)[number]));
    const linesEnd = once(lines, 'close');
    const states = (): number => new Set(seen.map(({ count }) => count)).size;
    while (child.exitCode === null && (seen.length < 40 || states() < 3)) {
      await write();
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
    child.stdin.end();
    expect((await exit)[0]).toBe(0);
    await linesEnd;
    for (const { expected, count, sum } of seen) {
      expect(count).toBe(expected);
      expect(count % 50).toBe(0);
      expect(sum).toBe(0);
    }
  } finally {
    await store.close();
    folder.remove();
  }
});
