import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DateTimeValue, DateValue, DurationValue, NullValue, SetValue, TimeValue, type Value } from '@orrery/contracts';
import { parse, parseExpression, printExpressionSource, printStatement, printString, printValue } from '@orrery/ngql';
import { double, expression, hostileText, int64, statement } from '../../../tools/testing/ngql-arbitraries.ts';
import { treeText } from './same-tree.ts';
import { options } from './seed.ts';

describe('generated trees', () => {
  it('expressions read back from their source', () => {
    fc.assert(
      fc.property(expression, (tree) => {
        expect(treeText(parseExpression(printExpressionSource(tree)))).toBe(treeText(tree));
      }),
      options(3000),
    );
  });

  it('statements read back from their print', () => {
    fc.assert(
      fc.property(statement, (tree) => {
        expect(treeText(parse(printStatement(tree)).statements)).toBe(treeText([tree]));
      }),
      options(2000),
    );
  });
});

/** The value of a literal; a sign is part of it. */
function valueOf(text: string): Value {
  const tree = parseExpression(text);
  const negative = tree.kind === 'unary' && tree.operator === '-';
  const inner = negative ? tree.operand : tree;
  if (inner.kind !== 'constant') throw new Error(`${text} is no literal`);
  const { value } = inner;
  return negative ? -(value as bigint) : value;
}

describe('printValue', () => {
  const scalar = fc.oneof(fc.constant(null), fc.boolean(), int64, double, hostileText);

  it('writes scalars that read back to exactly themselves', () => {
    fc.assert(
      fc.property(scalar, (value) => {
        expect(treeText(valueOf(printValue(value)))).toBe(treeText(value));
      }),
      options(5000),
    );
  });

  it('writes strings on one line, the same for both quotes', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const printed = printString(text);
        expect(printed).not.toMatch(/[\n\r]/);
        expect(valueOf(`'${printed.slice(1, -1)}'`)).toBe(text);
      }),
      options(2000),
    );
  });

  it.each<[Value, string]>([
    [[1n, 1, 'a', null], '[1, 1.0, "a", NULL]'],
    [
      new Map<string, Value>([
        ['a', 1n],
        ['a b', 2n],
        ['match', [true]],
      ]),
      '{a: 1, `a b`: 2, `match`: [true]}',
    ],
    [
      new Map<string, Value>([
        ['`', 1n],
        ['', 2n],
      ]),
      '{"`": 1, "": 2}',
    ],
    [new SetValue([1n, 2n]), 'set{1, 2}'],
    [new DateValue(2020, 1, 2), 'date("2020-01-02")'],
    [new TimeValue(1, 2, 3, 45), 'time("01:02:03.000045")'],
    [new DateTimeValue(987, 1, 2, 3, 4, 5, 6), 'datetime("0987-01-02T03:04:05.000006")'],
    [new DurationValue(1, -2n, 3), 'duration({months: 1, seconds: -2, microseconds: 3})'],
    [-(2n ** 63n), '-9223372036854775808'],
    [9007199254740993n, '9007199254740993'],
    [1, '1.0'],
    ['${x}', String.raw`"\${x}"`],
  ])('%s', (value, printed) => {
    expect(printValue(value)).toBe(printed);
    expect(parseExpression(printed)).toBeDefined();
  });

  it.each<[Value, string]>([
    [Number.NaN, 'nGQL has no literal for NaN'],
    [Number.NEGATIVE_INFINITY, 'nGQL has no literal for -Infinity'],
    [undefined, 'nGQL has no literal for EMPTY'],
    [NullValue.BAD_TYPE, 'nGQL has no literal for a NullValue'],
  ])('refuses %s', (value, message) => {
    expect(() => printValue(value)).toThrow(message);
  });
});
