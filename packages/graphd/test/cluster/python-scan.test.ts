import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { installNebulaPython, NEBULA_PYTHON } from '../../../../tools/testing/nebula-python.ts';
import { describeWith, skipWithout } from '../../../../tools/testing/requirements.ts';
import type { Graphd } from '../../src/server/start-graphd.ts';
import { tempFolder } from '../storage/temp-store.ts';
import { startScannedGraph } from './scanned-graph.ts';

interface Seen {
  readonly parts: number[];
  readonly hosts: string[];
  readonly refused: string[];
  /** Rows of one scan, and of a statement that asks for the same. */
  readonly [name: string]: unknown;
}

describeWith('python', 'the meta and storage services and the official Python client', () => {
  let missing: string | undefined;
  let graphd: Graphd | undefined;
  const folder = tempFolder();

  beforeAll(async () => {
    missing = await installNebulaPython();
    graphd = await startScannedGraph(folder.path);
  }, 320_000);
  afterAll(async () => {
    await graphd?.close();
    folder.remove();
  });
  beforeEach((context) => skipWithout('python', missing, context));

  it('read the rows that statements read', { timeout: 60_000 }, async () => {
    const { meta, storage } = graphd!.scanServices!;
    const script = join(import.meta.dirname, 'scan.py');
    const args = [script, String(graphd!.port), String(meta.port), 'scanned'];
    const { stdout } = await promisify(execFile)(NEBULA_PYTHON, args, { maxBuffer: 64 << 20 });
    const { parts, hosts, refused, ...scans } = JSON.parse(stdout) as Seen;
    expect(parts).toEqual([1, 2, 3]);
    expect(hosts).toEqual([`127.0.0.1:${storage.port}`]);
    expect(refused).toEqual([
      'SpaceNotFoundException',
      'TagNotFoundException',
      'EdgeNotFoundException',
      expect.stringMatching(/part id: 1 failed: -10$/),
    ]);
    const sizes = Object.entries(scans as Record<string, { scanned: string[][]; said: string[][] }>).map(
      ([name, { scanned, said }]) => {
        expect(scanned, name).toEqual(said);
        return [name, said.length];
      },
    );
    expect(Object.fromEntries(sizes)).toEqual({
      'person * by 3': 139,
      'person * by 1000': 139,
      'person age by 50': 139,
      'knows * by 3': 309,
      'knows * by 1000': 309,
      'knows words by 50': 309,
      'parts one by one': 309,
      'as nodes': 100,
      'as relationships': 34,
    });
  });
});
