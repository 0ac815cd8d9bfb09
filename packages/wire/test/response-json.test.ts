import { expect, it } from 'vitest';
import { DataSet, parseLossless } from '@orrery/contracts';
import { responseJson } from '../src/response-json.ts';
import { everyKind } from './arbitrary-value.ts';

it('writes every kind of value with all its digits', () => {
  const text = responseJson({
    errorCode: 0,
    latencyUs: 7.6,
    data: new DataSet([...everyKind.keys()], [[...everyKind.values()]]),
  });
  expect(text).toContain('9007199254740993,-9223372036854775808,9223372036854775807,1.5,1.0,"Tim');
  const { results } = parseLossless(text) as unknown as { results: [{ data: [{ row: unknown[]; meta: unknown[] }] }] };
  const kinds = [...everyKind.keys()];
  const cell = (kind: string): unknown => results[0].data[0].row[kinds.indexOf(kind)];
  const meta = (kind: string): unknown => results[0].data[0].meta[kinds.indexOf(kind)];
  expect(cell('overflow')).toBeNull();
  expect(cell('date')).toBe('1976-04-25');
  expect(cell('time')).toBe('23:59:58.999999Z');
  expect(cell('datetime')).toBe('2023-02-28T12:30:45.123456Z');
  expect(cell('duration')).toBe('P14MT3605.000007000S');
  expect(cell('polygon')).toBe('POLYGON((0 0, 1 0, 1 1, 0 0))');
  expect(cell('vertex')).toEqual({ 'player.name': 'Tim Duncan', 'player.age': 42 });
  expect(meta('vertex')).toEqual({ id: 'player100', type: 'vertex' });
  expect(meta('edge')).toEqual({
    id: { name: 'follow', src: 'player100', dst: 'player101', type: 5, ranking: 3 },
    type: 'edge',
  });
  expect(cell('path')).toEqual([{}, { degree: 1 }, {}, {}, {}]);
  expect(meta('path')).toHaveLength(5);
  expect(Object.keys(cell('map') as object)).toEqual(['a', '__proto__']);
});

it('writes an error and a plan', () => {
  const plan = {
    nodes: [{ name: 'Start', id: 0, outputVar: 'x', description: [{ key: 'k', value: 'v' }], dependencies: [] }],
    nodeIndexById: new Map([[0, 0]]),
    format: 'row',
    optimizeTimeUs: 5,
  };
  expect(responseJson({ errorCode: -1004, latencyUs: 1, errorMessage: 'SyntaxError', comment: 'c', plan })).toBe(
    '{"errors":[{"code":-1004,"message":"SyntaxError"}],"results":[{"errors":{"code":-1004,"message":"SyntaxError"},' +
      '"latencyInUs":1,"planDesc":{"planNodeDescs":[{"name":"Start","id":0,"outputVar":"x","description":{"k":"v"},' +
      '"dependencies":[]}],"nodeIndexMap":{"0":0},"format":"row","optimize_time_in_us":5},"comment":"c"}]}',
  );
});
