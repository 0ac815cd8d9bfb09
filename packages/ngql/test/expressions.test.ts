import { describe, expect, it } from 'vitest';
import { parseExpression, printExpression, printExpressionSource } from '@orrery/ngql';
import { treeText } from './same-tree.ts';

/** Expression -> as NebulaGraph prints it. */
const PRINTED: readonly (readonly [string, string])[] = [
  ['1+1', '(1+1)'],
  ['1 + 2 * 3 - 4', '((1+(2*3))-4)'],
  ['(1 + 2) * 3 % 4 / 5', '((((1+2)*3)%4)/5)'],
  ['-1', '-(1)'],
  ['- -1', '-(-(1))'],
  ['+1', '+(1)'],
  ['1- -1', '(1--(1))'],
  ['-a.b', '-(a.b)'],
  ['!a == b', '(!(a)==b)'],
  ['NOT a == b', '!((a==b))'],
  ['not a and b', '(!(a) AND b)'],
  ['NOT false OR false AND false XOR false', '((!(false) OR (false AND false)) XOR false)'],
  ['a OR b AND c', '(a OR (b AND c))'],
  ['a = ~', ''],
  ['a =~ "x"', '(a=~"x")'],
  ['a <> b', '(a!=b)'],
  ['1 < 2 == true', '((1<2)==true)'],
  ['a<-1', '(a<-(1))'],
  ['a<-1+2 and b', '((a<(-(1)+2)) AND b)'],
  ['a IN [1,2]', '(a IN [1,2])'],
  ['a not in [1, 2]', '(a NOT IN [1,2])'],
  ['a CONTAINS "x"', '(a CONTAINS "x")'],
  ['a NOT CONTAINS "x"', '(a NOT CONTAINS "x")'],
  ['a STARTS WITH "x"', '(a STARTS WITH "x")'],
  ['a NOT STARTS WITH "x"', '(a NOT STARTS WITH "x")'],
  ['a ENDS WITH "x"', '(a ENDS WITH "x")'],
  ['a NOT ENDS WITH "x"', '(a NOT ENDS WITH "x")'],
  ['a IS NULL', 'a IS NULL'],
  ['a + 1 is not null', '(a+1) IS NOT NULL'],
  ['a IS EMPTY', 'a IS EMPTY'],
  ['a IS NOT EMPTY', 'a IS NOT EMPTY'],
  ['1 IS NULL IS NULL', '1 IS NULL IS NULL'],
  ['a ? b : c', '(a ? b : c)'],
  ['CASE WHEN a THEN 1 ELSE 2 END', 'CASE WHEN a THEN 1 ELSE 2 END'],
  ['case x when 1 then "a" when 2 then "b" end', 'CASE x WHEN 1 THEN "a" WHEN 2 THEN "b" END'],
  ['v.player.name', 'v.player.name'],
  ['like._dst', 'like._dst'],
  ['properties(edge).a', 'properties(EDGE).a'],
  ['$-.a', '$-.a'],
  ['$x.a', '$x.a'],
  ['$^.t.a', '$^.t.a'],
  ['$$.t.a', '$$.t.a'],
  ['$x', '$x'],
  ['id($$)', 'id($$)'],
  ['id(vertex)', 'id(VERTEX)'],
  ['a[1]', 'a[1]'],
  ['a[1..2]', 'a[1..2]'],
  ['a[..2]', 'a[..2]'],
  ['a[1..]', 'a[1..]'],
  ['a[0].b[1].c', 'a[0].b[1].c'],
  ['(null).abc', 'NULL.abc'],
  ['[1, "a", []]', '[1,"a",[]]'],
  ['{a: 1, "b": 2}', '{a:1,b:2}'],
  ['{}', '{}'],
  ['{1, 2}', '{1,2}'],
  ['set{1}', '{1}'],
  ['count(*)', 'count(*)'],
  ['COUNT(DISTINCT a)', 'COUNT(distinct a)'],
  ['bit_and(1)', 'bit_and(1)'],
  ['Abs(-1)', 'Abs(-(1))'],
  ['date()', 'date()'],
  ['timestamp("2020")', 'timestamp("2020")'],
  ['(INT)3.14', '(INT)3.14'],
  ['(string)true', '(STRING)true'],
  ['(int)-1.5', '(INT)-(1.5)'],
  ['(int)a.b + 1', '((INT)a.b+1)'],
  ['[n IN range(1,5) WHERE n > 2 | n + 10]', '[n IN range(1,5) WHERE (n>2) | (n+10)]'],
  ['[n in [1] | n]', '[n IN [1] | n]'],
  ['[n IN [1]]', '[(n IN [1])]'],
  ['ALL(n IN [1] WHERE n > 0)', 'all(n IN [1] WHERE (n>0))'],
  ['single(n IN [1] WHERE n > 0)', 'single(n IN [1] WHERE (n>0))'],
  ['reduce(t = 0, n IN [1] | t + n)', 'reduce(t = 0, n IN [1] | (t+n))'],
  ['exists(a.b)', 'exists(a.b)'],
  ['exists(a["b"])', 'exists(a["b"])'],
  ['(v)-[e:like|serve*1..2]->(:team{name:"x"})', '(v)-[e:like|serve*1..2]->(:team{name:"x"})'],
  ['()--()', '()--()'],
  ['({a:1}).a', '{a:1}.a'],
  ['({a:1})-->()', '({a:1})-->()'],
  ['uuid("x")', 'uuid("x")'],
  ['1.0', '1'],
  ['-1.0', '-(1)'],
  ['.5', '0.5'],
  ['1e3', '1000'],
  ['1e30', '1E30'],
  ['1.5E-9', '1.5E-9'],
  ['0x1F', '31'],
  ['017', '15'],
  ['08', '8'],
  ['9223372036854775807', '9223372036854775807'],
  ['-9223372036854775808', '-9223372036854775808'],
  ["'it''s'", ''],
  ["'a\"b'", '"a"b"'],
];

describe('printExpression', () => {
  it.each(PRINTED.filter(([, printed]) => printed !== ''))('%s', (text, printed) => {
    expect(printExpression(parseExpression(text))).toBe(printed);
  });

  it.each(PRINTED.filter(([, printed]) => printed === ''))('refuses %s', (text) => {
    expect(() => parseExpression(text)).toThrow(/syntax error near/);
  });
});

describe('printExpressionSource', () => {
  it.each(PRINTED.filter(([, printed]) => printed !== ''))('reads back: %s', (text) => {
    const tree = parseExpression(text);
    expect(treeText(parseExpression(printExpressionSource(tree)))).toBe(treeText(tree));
  });

  it('keeps what the plain form loses', () => {
    expect(printExpressionSource(parseExpression('1.0'))).toBe('1.0');
    expect(printExpressionSource(parseExpression(String.raw`"a\"b\n"`))).toBe(String.raw`"a\"b\n"`);
    expect(printExpressionSource(parseExpression('(a IS NULL)[0]'))).toBe('(a IS NULL)[0]');
    expect(printExpressionSource(parseExpression('1 + (a IS NULL)'))).toBe('(1 + (a IS NULL))');
    expect(printExpressionSource(parseExpression('[1] - [2]'))).toBe('([1] - [2])');
    expect(printExpressionSource(parseExpression('`select`.`a b`'))).toBe('select.`a b`');
    expect(printExpressionSource(parseExpression('`match`'))).toBe('`match`');
  });
});
