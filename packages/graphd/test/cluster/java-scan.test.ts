import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { buildJavaClient, runJavaScan } from '../../../../tools/testing/java-client.ts';
import { describeWith, skipWithout } from '../../../../tools/testing/requirements.ts';
import type { Graphd } from '../../src/server/start-graphd.ts';
import { tempFolder } from '../storage/temp-store.ts';
import { startScannedGraph } from './scanned-graph.ts';

/** Spaces, parts, hosts, tags in all versions; columns with their type, its length and shape, and whether they may be NULL. */
const SCHEMA = [
  'space\tscanned\t3\tFIXED_STRING\t8',
  'parts\t[1, 2, 3]',
  'hosts\t1',
  'tags\t3',
  'person\tname\tSTRING\t0\tnull\tfalse',
  'person\tage\tINT8\t0\tnull\ttrue',
  'person\theight\tDOUBLE\t0\tnull\ttrue',
  'person\tborn\tDATE\t0\tnull\ttrue',
  'person\twakes\tTIME\t0\tnull\ttrue',
  'person\tseen\tDATETIME\t0\tnull\ttrue',
  'person\thome\tGEOGRAPHY\t0\tPOINT\ttrue',
  'person\ttall\tBOOL\t0\tnull\ttrue',
  'knows\tsince\tTIMESTAMP\t0\tnull\ttrue',
  'knows\toften\tDOUBLE\t0\tnull\ttrue',
  'knows\twords\tSTRING\t0\tnull\ttrue',
  'refused\tspace\tExecuteFailedException',
  'refused\tedge\tExecuteFailedException',
  'refused\ttag\tIllegalArgumentException',
  'refused\tproperty\tExecuteFailedException',
];

describeWith('java', 'the meta and storage services and the official Java client', () => {
  let missing: string | undefined;
  let graphd: Graphd | undefined;
  const folder = tempFolder();

  beforeAll(async () => {
    missing = await buildJavaClient();
    graphd = await startScannedGraph(folder.path);
  }, 370_000);
  afterAll(async () => {
    await graphd?.close();
    folder.remove();
  });
  beforeEach((context) => skipWithout('java', missing, context));

  it('agree on the schema, and read the rows that statements read', { timeout: 60_000 }, async () => {
    const lines = await runJavaScan(graphd!.port, graphd!.scanServices!.meta.port, 'scanned');
    const rows = (kind: string): string[] =>
      lines
        .filter((line) => line.startsWith(`${kind}\t`))
        .map((line) => line.slice(kind.length + 1))
        .sort();
    const said = rows('said');
    expect(rows('scanned')).toEqual(said);
    expect(said).toHaveLength(3 * 139 + 3 * 309 + 100 + 34);
    expect(lines.filter((line) => !/^(said|scanned)\t/.test(line))).toEqual(SCHEMA);
  });
});
