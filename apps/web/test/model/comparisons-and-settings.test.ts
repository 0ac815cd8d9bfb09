import type { Job } from '@orrery/sdk';
import { describe, expect, it } from 'vitest';
import { comparedInputs, comparedRows, comparedTasks } from '../../src/model/compare-jobs.ts';
import { nameOfFile, readWorkflowFile } from '../../src/model/import-file.ts';
import { settingGroups, type Setting } from '../../src/model/settings-groups.ts';

const task = (key: string, status: number, rowCount?: number) => ({
  key,
  taskType: 'Query',
  status,
  result: rowCount === undefined ? null : { columns: [], rowCount },
});
const job = (tasks: unknown[], input: unknown) => ({ tasks, input }) as unknown as Job;

describe('comparing jobs', () => {
  it('puts tasks beside each other by component id', () => {
    const a = job([task('q', 2, 5), task('r', 2, 1), task('only_a', 2)], {});
    const b = job([task('r', 2, 2), task('q', 2, 5), task('only_b', 3)], {});
    expect(comparedTasks(a, b).map(({ name, isDifferent }) => [name, isDifferent])).toEqual([
      ['q', false],
      ['r', true],
      ['only_a', true],
      ['only_b', true],
    ]);
  });

  it('shows parameters of either job, told apart by type', () => {
    const a = job([], { query_1: { name: 'Tim', n: 1 } });
    const b = job([], { query_1: { n: '1', name: 'Tim' }, bfs_1: { ROOT: ['x'] } });
    expect(comparedInputs(a, b)).toEqual([
      { name: 'query_1.name', a: '"Tim"', b: '"Tim"', isDifferent: false },
      { name: 'query_1.n', a: '1', b: '"1"', isDifferent: true },
      { name: 'bfs_1.ROOT', a: undefined, b: '["x"]', isDifferent: true },
    ]);
    expect(comparedInputs(job([], null), job([], {}))).toEqual([]);
  });

  it('marks the cells that differ', () => {
    expect(
      comparedRows(
        [
          ['a', 1],
          ['b', null],
        ],
        [['a', 2]],
      ).map((row) => row.isDifferent),
    ).toEqual([
      [false, true],
      [true, true],
    ]);
  });
});

describe('settings', () => {
  const setting = (path: string, value: unknown, fallback = value) =>
    ({
      path,
      value,
      default: fallback,
      environmentVariable: 'ORRERY_X',
      help: 'Port to listen on',
      source: 'default',
    }) as Setting;
  const all = [setting('server.port', 7003, 7002), setting('jobs.max', 5), setting('server.host', 'h')];
  it('are grouped by their first part and found by any of their texts', () => {
    const names = (text: string, onlyChanged = false) =>
      settingGroups(all, { text, onlyChanged }).map((group) => [group.name, group.settings.map(({ path }) => path)]);
    expect(names('')).toEqual([
      ['server', ['server.port', 'server.host']],
      ['jobs', ['jobs.max']],
    ]);
    expect(names('7003')).toEqual([['server', ['server.port']]]);
    expect(names('LISTEN', true)).toEqual([['server', ['server.port']]]);
    expect(names('nothing')).toEqual([]);
  });
});

describe('files', () => {
  const catalogue = { algorithms: new Map(), engines: ['local'], stores: ['local'] };
  it('show the faults of text and of meaning with their lines', () => {
    expect(readWorkflowFile('name: a\ntasks: [1', catalogue)).toMatchObject({
      ok: false,
      faults: [{ path: '', line: 2 }],
    });
    const read = readWorkflowFile(
      'name: w\ntasks:\n  query_1:\n    type: Query\n    space: s\n    query: YIELD (\n',
      catalogue,
    );
    expect(read).toMatchObject({ ok: false, faults: [{ path: 'tasks.query_1.query', line: 6, column: 5 }] });
  });

  it('are read as a definition', () => {
    const read = readWorkflowFile(
      '{"tasks":{"query_1":{"type":"Query","space":"s","query":"YIELD 1 AS one"}}}',
      catalogue,
    );
    expect(read).toMatchObject({ ok: true, definition: { tasks: { query_1: { space: 's' } } } });
  });

  it('give a workflow without a name their own', () => {
    expect(nameOfFile('my flow.YAML')).toBe('my flow');
    expect(nameOfFile('.json')).toBe('workflow');
    expect(nameOfFile(`${'x'.repeat(200)}.yml`)).toHaveLength(128);
  });
});
