import { describe, expect, it } from 'vitest';
import { NgqlSyntaxError, parse } from '@orrery/ngql';

const errorOf = (text: string, parameters?: ReadonlySet<string>): NgqlSyntaxError => {
  try {
    parse(text, parameters ? { parameters } : {});
  } catch (error) {
    if (error instanceof NgqlSyntaxError) return error;
    throw error;
  }
  throw new Error(`${text} parses`);
};

describe('messages', () => {
  it.each([
    ['FOO', "syntax error near `FOO'"],
    ['MATCH (v)', "syntax error near `)'"],
    ['ORDER BY', "syntax error near `BY'"],
    ['YIELD 1 | ', "syntax error near `| '"],
    ['USE', "syntax error near `USE'"],
    ['USE match', "syntax error near `match'"],
    ['CREATE USER u&b', "syntax error near `&b'"],
    ['GO -1 STEPS FROM "a" OVER e', "syntax error near `-1 STEPS'"],
    ['RETURN 1--1', "syntax error near `--'"],
    ['RETURN [2]-[3]', "syntax error near `]-'"],
    ['YIELD 1; LIMIT 1', "syntax error near `LIMIT'"],
    ['YIELD 1; EXPLAIN YIELD 1', "syntax error near `EXPLAIN'"],
    ['MATCH (v) RETURN v | LIMIT 1', "syntax error near `| LIMIT '"],
    ['YIELD 9223372036854775808', "Out of range: near `9223372036854775808'"],
    ['YIELD -9223372036854775809', "Out of range: near `9223372036854775809'"],
    ['YIELD 1e999', "Out of range: near `1e999'"],
    [String.raw`YIELD "\777"`, String.raw`Out of range: near ` + "`\\777'"],
    ['YIELD "abc', 'Unterminated string: near `"abc\''],
    ['YIELD "a\nb"', 'Unterminated string (write a line break as \\n): near `"a\''],
    ['YIELD `abc', "Unterminated backtick near ``abc'"],
    ['YIELD ``', "syntax error near ```'"],
    ['YIELD 1 /* abc', "unterminated comment near `/* abc'"],
    ['YIELD nope(1)', "Unknown function  near `nope'"],
    ['YIELD abs(1, 2)', "Unknown function  near `abs'"],
    ['YIELD sum(*)', "Could not apply aggregation function on `*` near `sum'"],
    [
      'YIELD avg(rand() + 1)',
      "Can't use non-deterministic (random) functions inside of aggregate functions near `rand() + 1'",
    ],
    ['MATCH (v.player) RETURN v', "Invalid node pattern near `(v.player)'"],
    ['FETCH PROP ON t "a" YIELD vertex', "please add alias when using `vertex'. near `vertex'"],
    ['FETCH PROP ON t $v', "Variable is not supported in vid near `$v'"],
    [
      'GO FROM "a" OVER e WHERE count(*) > 1',
      "Invalid use of aggregating function in where clause. near `count(*) > 1'",
    ],
    [
      'GO FROM "a" OVER e YIELD e.x, count(*)',
      "Invalid use of aggregating function in yield clause. near `e.x, count(*)'",
    ],
    [
      'MATCH (v) OPTIONAL MATCH (w) WHERE w.a > 1 RETURN v',
      "Where clause in optional match is not supported. near `WHERE w.a > 1'",
    ],
    ['RETURN exists("a")', 'The exists only accept LabelAttribute, Attribute and Subscript near `exists("a")\''],
    ['YIELD ${x}', "syntax error near `${x}'"],
  ])('%s', (text, message) => {
    expect(errorOf(text).message).toBe(message);
  });

  it('tells parameters from variables where it knows the parameters', () => {
    const known = new Set(['p']);
    expect(errorOf('YIELD $v + 1', known).message).toBe("Direct output of variable is prohibited near `$v + 1'");
    expect(errorOf('GO FROM $p OVER e', known).message).toBe("Parameter is not supported in vid near `$p'");
    expect(parse('YIELD $p + 1', { parameters: known }).statements).toHaveLength(1);
  });

  it('quotes no more than 80 characters', () => {
    const name = 'x'.repeat(200);
    expect(errorOf(`YIELD ${name}(1)`).message).toBe(`Unknown function  near \`${'x'.repeat(80)}'`);
  });
});

describe('positions', () => {
  it('counts lines and columns from 1', () => {
    expect(errorOf('YIELD 1 AS a |\n  GO FORM "a"')).toMatchObject({ offset: 20, end: 24, line: 2, column: 6 });
    expect(errorOf('FOO')).toMatchObject({ offset: 0, end: 3, line: 1, column: 1 });
  });
});

describe('hostile nesting', () => {
  const deep = 100_000;
  it.each([
    ['parentheses', `YIELD ${'('.repeat(deep)}1${')'.repeat(deep)}`],
    ['open parentheses', `YIELD ${'('.repeat(deep)}`],
    ['lists', `YIELD ${'['.repeat(deep)}`],
    ['maps', `YIELD ${'{a:'.repeat(deep)}`],
    ['signs', `YIELD ${'- '.repeat(deep)}1`],
    ['NOT', `YIELD ${'NOT '.repeat(deep)}true`],
    ['casts', `YIELD ${'(INT)'.repeat(deep)}1`],
    ['calls', `YIELD ${'abs('.repeat(deep)}`],
    ['CASE', `YIELD ${'CASE '.repeat(deep)}`],
    ['sums', `YIELD 1${' + 1'.repeat(deep)}`],
    ['attributes', `YIELD a${'.b'.repeat(deep)}`],
    ['subscripts', `YIELD a${'[0]'.repeat(deep)}`],
    ['null tests', `YIELD 1${' IS NULL'.repeat(deep)}`],
    ['conditions', `YIELD 1${' ? 1 : 1'.repeat(deep)}`],
    ['less than minus', `YIELD 1${'<-1'.repeat(deep)}`],
    ['comprehensions', `YIELD ${'[x IN '.repeat(deep)}`],
    ['node patterns', `MATCH ${'(v{a:'.repeat(deep)}`],
    ['invalid nodes', `MATCH ${'(a+'.repeat(deep)}`],
    ['statements', `${'('.repeat(deep)}YIELD 1`],
    ['pipes', `YIELD 1${' | YIELD 1'.repeat(deep)}`],
    ['unions', `YIELD 1${' UNION YIELD 1'.repeat(deep)}`],
  ])('%s end in an error, not in a stack overflow', (_what, text) => {
    expect(errorOf(text).message).toMatch(
      /syntax error|depth exceeds the maximum depth:512|combines more than 512 parts/,
    );
  });

  it('goes as deep as NebulaGraph', () => {
    expect(parse(`YIELD 1${' + 1'.repeat(500)}`).statements).toHaveLength(1);
    expect(parse(`YIELD ${'('.repeat(400)}1${')'.repeat(400)}`).statements).toHaveLength(1);
  });
});
