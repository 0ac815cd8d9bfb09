import { describe, expect, it } from 'vitest';
import {
  DataSet,
  DateTimeValue,
  DateValue,
  DurationValue,
  EdgeValue,
  GeographyValue,
  NullValue,
  PathValue,
  SetValue,
  TimeValue,
  utf8Column,
  valueText,
  VertexValue,
  vidsOf,
} from '../src/index.ts';
import type { Value } from '../src/index.ts';

const props = (entries: Record<string, Value>): Map<string, Value> => new Map(Object.entries(entries));
const tim = new VertexValue('player100', [{ name: 'player', props: props({ name: 'Tim Duncan', age: 42n }) }]);
const tony = new VertexValue(101n, []);

describe('the text of a value', () => {
  const cases: [Value, string][] = [
    [null, 'NULL'],
    [undefined, '__EMPTY__'],
    [NullValue.NaN, 'NaN'],
    [NullValue.OVERFLOW, 'ERR_OVERFLOW'],
    [9223372036854775807n, '9223372036854775807'],
    [1, '1.0'],
    [-0, '-0.0'],
    [0.1, '0.1'],
    [Infinity, 'Infinity'],
    [true, 'true'],
    ['say "hi"\\\n\0', '"say \\"hi\\"\\\\\\n\\u0000"'],
    [[1n, 1, 'a', null], '[1, 1.0, "a", NULL]'],
    [props({ b: 1n, a: 'x', __proto: false }), '{__proto: false, a: "x", b: 1}'],
    [new SetValue([2n, 1n]), '{1, 2}'],
    [new DateValue(2017, 3, 4), '2017-03-04'],
    [new DateValue(-5, 3, 4), '-000005-03-04'],
    [new TimeValue(23, 1, 2, 30), '23:01:02.000030'],
    [new DateTimeValue(2017, 3, 4, 22, 30, 40, 3000), '2017-03-04T22:30:40.003000'],
    [new DurationValue(14, 60n, 0), 'P14MT60.000000000S'],
    [new DurationValue(0, -1n, -500_000), 'P0MT-1.500000000S'],
    [new GeographyValue({ kind: 'point', point: { x: 3, y: 8 } }), 'POINT(3 8)'],
    [tim, '("player100" :player{age: 42, name: "Tim Duncan"})'],
    [tony, '(101)'],
    [new EdgeValue('a', 'b', 1, 'follow', 0n, props({ degree: 95n })), '[:follow "a"->"b" @0 {degree: 95}]'],
    [new EdgeValue('a', 'b', -1, 'follow', 7n, props({})), '[:follow "b"->"a" @7 {}]'],
    [
      new PathValue(tony, [
        { dst: tony, typeId: 1, name: 'follow', ranking: 0n, props: props({ degree: 1n }) },
        { dst: tony, typeId: -1, name: 'follow', ranking: 2n, props: props({}) },
      ]),
      '<(101)-[:follow@0 {degree: 1}]->(101)<-[:follow@2 {}]-(101)>',
    ],
    [new DataSet(['a'], [[1n], ['x']]), '[[1], ["x"]]'],
  ];
  for (const [value, text] of cases) it(text, () => expect(valueText(value)).toBe(text));
});

it('ids keep a byte order mark', () => {
  const ids = ['\uFEFFa', '', '\0', '漢字', '__proto__'];
  expect(vidsOf(utf8Column(ids))).toEqual(ids);
});
