import type { AlgorithmDescriptor, WorkflowDefinition } from '@orrery/contracts';
import { expect, it } from 'vitest';
import { isIdColumn } from '../../src/model/id-columns.ts';
import { timeText, timeTicks } from '../../src/model/time-ticks.ts';
import { withParameter } from '../../src/model/url-parameter.ts';

it('a choice stands in the URL where it is not the default', () => {
  const old = new URLSearchParams('task=a&level=warn');
  expect(withParameter(old, 'level', 'error', 'info').toString()).toBe('task=a&level=error');
  expect(withParameter(old, 'level', 'info', 'info').toString()).toBe('task=a');
  expect(old.toString()).toBe('task=a&level=warn');
});

it('an axis of time has whole hours, days, months and years', () => {
  const ticks = (low: string, high: string, count = 4) =>
    timeTicks(Date.parse(low), Date.parse(high), count).map(timeText);
  expect(ticks('2020-02-28T01:00Z', '2020-02-28T19:00Z')).toEqual([
    '2020-02-28 06:00',
    '2020-02-28 12:00',
    '2020-02-28 18:00',
  ]);
  expect(ticks('2020-02-27T12:00Z', '2020-03-02T12:00Z')).toEqual([
    '2020-02-28',
    '2020-02-29',
    '2020-03-01',
    '2020-03-02',
  ]);
  expect(ticks('2020-01-15T00:00Z', '2020-05-10T00:00Z')).toEqual([
    '2020-02-01',
    '2020-03-01',
    '2020-04-01',
    '2020-05-01',
  ]);
  expect(ticks('1950-05-01T00:00Z', '1990-01-01T00:00Z', 5)).toEqual(['1960', '1970', '1980', '1990']);
  expect(timeTicks(5, 5)).toEqual([5]);
  expect(timeTicks(Number.NaN, 5)).toEqual([]);
});

it('vertex ids are no measures, also where parameters make them ids', () => {
  const kcore = {
    id: 'KCore',
    parameters: [{ name: 'TYPE', type: 'enum', default: 'vertex', values: ['vertex', 'subgraph'], help: '' }],
    columns: ({ TYPE }: { TYPE: string }) => [
      { name: 'VID', type: 'vid' },
      { name: 'VALUE', type: TYPE === 'subgraph' ? 'vid' : 'int64' },
    ],
  } as unknown as AlgorithmDescriptor;
  const catalogue = { algorithms: new Map([['KCore', kcore]]), engines: [], stores: [] };
  const definition = {
    tasks: { a: { type: 'KCore', params: { TYPE: 'subgraph' } }, b: { type: 'KCore' } },
  } as unknown as WorkflowDefinition;
  expect(isIdColumn('VALUE', 'a', definition, catalogue)).toBe(true);
  expect(isIdColumn('VALUE', 'b', definition, catalogue)).toBe(false);
  expect(isIdColumn('VALUE', 'a', definition, undefined)).toBe(false);
  for (const name of ['VID', 'VID1', 'vid2']) expect(isIdColumn(name, 'x', undefined, undefined)).toBe(true);
});
