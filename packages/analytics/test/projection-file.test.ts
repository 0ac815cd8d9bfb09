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
  loadProjection,
  runAlgorithm,
  saveProjection,
} from '../src/index.ts';
import type { AlgorithmResult, Projection } from '../src/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'orrery-projection-'));
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await closeAnalytics();
});

const LIMIT = { memoryLimitBytes: 256 * 1024 ** 2 };
const COUNT = 20_000;

function scanOf(column: (ids: number[]) => VidColumn, weighted: boolean): EdgeScan {
  const sources = Array.from({ length: COUNT }, (_, i) => (i * 31) % 700);
  const targets = Array.from({ length: COUNT }, (_, i) => (i * 7919 + 3) % 900);
  const src = column(sources);
  const dst = column(targets);
  return {
    vidType: src.type,
    edgeCount: COUNT,
    async *batches() {
      const weight = Float64Array.from({ length: COUNT }, (_, i) => (i % 13) + 0.5);
      yield { count: COUNT, src, dst, ...(weighted ? { weight } : {}) };
    },
    close: async () => {},
  };
}

async function ranks(projection: Projection, id: string, root: string | bigint): Promise<AlgorithmResult> {
  const names = algorithms.get(id)!.parameters;
  const parameters = Object.fromEntries(
    names.map(({ name, default: value }) => [name, name === 'ROOT' ? root : value]),
  );
  return runAlgorithm(id, projection, parameters as never, { threads: 2, directed: true, ...LIMIT });
}

describe('a projection in a file', () => {
  const ints = (ids: number[]): VidColumn => ({
    type: 'int64',
    values: BigInt64Array.from(ids, (id) => BigInt(id) - 300n),
  });
  const texts = (ids: number[]): VidColumn => utf8Column(ids.map((id) => (id === 5 ? '\uFEFF😀' : `player${id}`)));
  for (const [name, column, weighted, root] of [
    ['ints, no weights', ints, false, -300n],
    ['ints with weights', ints, true, -300n],
    ['strings with weights', texts, true, 'player0'],
  ] as const) {
    it(`comes back as it was: ${name}`, async () => {
      const path = join(folder, `${name}.projection`);
      const built = await buildProjection(
        { kind: 'scan', scan: scanOf(column, weighted) },
        { threads: 2, weighted, ...LIMIT },
      );
      // Another orientation is there while it is saved.
      const before = [await ranks(built, 'PageRank', root), await ranks(built, 'SSSP', root)];
      await saveProjection(built, path);
      const loaded = await loadProjection(path, LIMIT);
      const { vidType, vertexCount, edgeCount } = built;
      expect(loaded).toMatchObject({ vidType, vertexCount, edgeCount, weighted });
      expect(vidsOf(loaded.vids)).toEqual(vidsOf(built.vids));
      const after = [await ranks(loaded, 'PageRank', root), await ranks(loaded, 'SSSP', root)];
      expect(after.map(({ columns }) => columns)).toEqual(before.map(({ columns }) => columns));
      built.close();
      loaded.close();
    });
  }

  it('refuses what is no projection or not whole, and what does not fit', async () => {
    const path = join(folder, 'whole');
    const built = await buildProjection(
      { kind: 'scan', scan: scanOf(ints, false) },
      { threads: 1, weighted: false, ...LIMIT },
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
