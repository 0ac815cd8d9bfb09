import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { utf8Column, vidsOf } from '@orrery/contracts';
import type { EdgeScan, VidColumn } from '@orrery/contracts';
import { afterAll, describe, expect, it } from 'vitest';
import {
  algorithms,
  buildProjection,
  closeAnalytics,
  coerceParameters,
  loadProjection,
  runAlgorithm,
  saveProjection,
} from '../src/index.ts';
import type { AlgorithmResult, EdgeValueKind, Projection } from '../src/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'orrery-projection-'));
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await closeAnalytics();
});

const LIMIT = { memoryLimitBytes: 256 * 1024 ** 2 };
const COUNT = 20_000;

function scanOf(column: (ids: number[]) => VidColumn, edgeValue: EdgeValueKind): EdgeScan {
  const sources = Array.from({ length: COUNT }, (_, i) => (i * 31) % 700);
  const targets = Array.from({ length: COUNT }, (_, i) => (i * 7919 + 3) % 900);
  const src = column(sources);
  const dst = column(targets);
  return {
    vidType: src.type,
    edgeCount: COUNT,
    async *batches() {
      const weight = Float64Array.from({ length: COUNT }, (_, i) => (i % 13) + 0.5);
      const timeMs = BigInt64Array.from({ length: COUNT }, (_, i) => 2n ** 53n + BigInt(i % 17));
      yield {
        count: COUNT,
        src,
        dst,
        ...(edgeValue === 'weight' ? { weight } : edgeValue === 'time' ? { timeMs } : {}),
      };
    },
    close: async () => {},
  };
}

/** Times are 2^53 + 0 … 16: a double could not tell them apart. */
async function ranks(projection: Projection, id: string, root: string | bigint): Promise<AlgorithmResult> {
  const given = { ROOT: root, BEGIN_TIME: 2n ** 53n + 1n, END_TIME: 2n ** 53n + 5n };
  const descriptor = algorithms.get(id)!;
  const taken = Object.entries(given).filter(([key]) => descriptor.parameters.some(({ name }) => name === key));
  return runAlgorithm(id, projection, coerceParameters(descriptor, Object.fromEntries(taken)), {
    threads: 2,
    directed: true,
    ...LIMIT,
  });
}

describe('a projection in a file', () => {
  const ints = (ids: number[]): VidColumn => ({
    type: 'int64',
    values: BigInt64Array.from(ids, (id) => BigInt(id) - 300n),
  });
  const texts = (ids: number[]): VidColumn => utf8Column(ids.map((id) => (id === 5 ? '\uFEFF😀' : `player${id}`)));
  for (const [name, column, edgeValue, root] of [
    ['ints, no weights', ints, 'none', -300n],
    ['ints with weights', ints, 'weight', -300n],
    ['ints with times', ints, 'time', -300n],
    ['strings with weights', texts, 'weight', 'player0'],
    ['strings with times', texts, 'time', 'player0'],
  ] as const) {
    it(`comes back as it was: ${name}`, async () => {
      const path = join(folder, `${name}.projection`);
      const built = await buildProjection(
        { kind: 'scan', scan: scanOf(column, edgeValue) },
        { threads: 2, edgeValue, ...LIMIT },
      );
      // Another orientation is there while it is saved.
      const ids = ['PageRank', 'SSSP', ...(edgeValue === 'time' ? ['DegreeWithTime'] : [])];
      const all = async (projection: Projection): Promise<unknown> => {
        const results = [];
        for (const id of ids) results.push(await ranks(projection, id, root));
        return results;
      };
      const before = await all(built);
      await saveProjection(built, path);
      const loaded = await loadProjection(path, LIMIT);
      const { vidType, vertexCount, edgeCount } = built;
      expect(loaded).toMatchObject({ vidType, vertexCount, edgeCount, edgeValue });
      expect(vidsOf(loaded.vids)).toEqual(vidsOf(built.vids));
      expect(await all(loaded)).toEqual(before);
      built.close();
      loaded.close();
    });
  }

  it('refuses what is no projection or not whole, and what does not fit', async () => {
    const path = join(folder, 'whole');
    const built = await buildProjection(
      { kind: 'scan', scan: scanOf(ints, 'none') },
      { threads: 1, edgeValue: 'none', ...LIMIT },
    );
    await saveProjection(built, path);
    built.close();
    await expect(loadProjection(path, { memoryLimitBytes: 65_536 })).rejects.toMatchObject({
      message: expect.stringContaining('memory'),
    });
    truncateSync(path, readFileSync(path).length - 1);
    await expect(loadProjection(path, LIMIT)).rejects.toThrow('ends too early');
    writeFileSync(path, 'something else');
    await expect(loadProjection(path, LIMIT)).rejects.toThrow('is no projection of this version');
    expect(readdirSync(folder).filter((name) => name.includes('partial'))).toEqual([]);
  });
});
