import { execFileSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { algorithms } from '@orrery/analytics';
import { describeWith, find } from '../testing/requirements.ts';

/** Names under which the suite asks for an algorithm. */
const LDBC_NAMES: Record<string, string> = {
  BFS: 'LDBC.BFS',
  ClusteringCoefficient: 'LDBC.LCC',
  ConnectedComponent: 'LDBC.WCC',
  LPA: 'LDBC.CDLP',
  PageRank: 'LDBC.PR',
  SSSP: 'LDBC.SSSP',
};

describeWith('shared', 'the analytics conformance suite', () => {
  it('passes every case of every algorithm that is built, under one convention', { timeout: 300_000 }, () => {
    const runner = realpathSync(join(find('shared')!, 'conformance/analytics/run.mjs'));
    const adapter = join(import.meta.dirname, 'analytics.ts');
    const names = [...algorithms.keys()].flatMap((id) => [id, ...(LDBC_NAMES[id] ? [LDBC_NAMES[id]] : [])]);
    const options = ['--adapter', adapter, '--strict-conventions', '--only', names.join(',')];
    const output = execFileSync(process.execPath, [runner, ...options], { encoding: 'utf8' });
    const last = output.trimEnd().split('\n').at(-1);
    expect(last, output).toMatch(/^[1-9]\d* passed, 0 failed, 0 skipped$/);
    for (const name of names) expect(output).toMatch(new RegExp(`^${name.replace('.', '\\.')} +[1-9]`, 'm'));
  });
});
