import { describe, expect, it } from 'vitest';
import { describeStatement } from '@orrery/ngql';

describe('parameters', () => {
  it('lists them with all their places', () => {
    const { parameters, error } = describeStatement(
      'MATCH (v:player{name:${name}}) WHERE v.a IN [${ids}] AND v.b == "x ${name}" // ${gone}\n RETURN id(v) AS src LIMIT ${n}',
    );
    expect(error).toBeUndefined();
    expect(parameters.map(({ name, occurrences }) => [name, occurrences.map(({ context }) => context)])).toEqual([
      ['name', ['literal', 'string']],
      ['ids', ['literal']],
      ['n', ['literal']],
    ]);
  });

  it.each([
    'GO ${n} STEPS FROM ${vid} OVER e WHERE e.x > ${x} YIELD dst(edge) AS d | LIMIT ${a}, ${b}',
    'MATCH (v)-[e*1..${n}]->(w) RETURN v SKIP ${a} LIMIT ${b}',
    'INSERT EDGE e(a) VALUES ${s}->${d}@${r}:(${v})',
    'UPDATE VERTEX ON t ${v} SET a = ${x}',
    'CHANGE PASSWORD u FROM ${old} TO ${new}',
    'FIND ALL PATH FROM ${a} TO ${b} OVER * UPTO ${n} STEPS YIELD path AS p',
    'RETURN [${ids}][${i}] AS x, -${n} AS y, f.${"a"}'.replace(', f.${"a"}', ''),
  ])('takes them wherever a literal may stand: %s', (text) => {
    expect(describeStatement(text).error).toBeUndefined();
  });
});

describe('columns', () => {
  it.each<[string, readonly (string | undefined)[] | undefined]>([
    ['MATCH (v) RETURN v.player.name, count(*) AS n, 1+1', ['v.player.name', 'n', '(1+1)']],
    ['RETURN ${x}, "a${x}", ${x} AS y, "b"', [undefined, undefined, 'y', '"b"']],
    ['RETURN *', undefined],
    ['GO FROM "a" OVER e', undefined],
    ['GO FROM "a" OVER e YIELD dst(edge) AS d | ORDER BY $-.d | LIMIT 3', ['d']],
    ['GO FROM "a" OVER e YIELD dst(edge) AS d, e.x | YIELD $-.*, 1 AS one', ['$-.d', '$-.e.x', 'one']],
    ['$v = YIELD 1 AS a, 2 AS b; YIELD $v.*', ['$v.a', '$v.b']],
    ['$v = YIELD 1 AS a; ORDER BY $v.a', ['a']],
    ['YIELD $v.*', undefined],
    ['$v = YIELD 1 AS a', ['a']],
    ['YIELD 1 AS a UNION YIELD 2 AS a', ['a']],
    ['YIELD [1] AS a | UNWIND $-.a AS b', ['b']],
    ['GO FROM "a" OVER e YIELD e.x AS x | GROUP BY $-.x YIELD $-.x, count(*)', ['$-.x', 'count(*)']],
    ['USE s; YIELD 1 AS a', ['a']],
    ['YIELD 1 AS a; USE s', undefined],
    ['SHOW TAGS', undefined],
    ['FETCH PROP ON t "a" YIELD vertex AS v', ['v']],
    ['UPDATE VERTEX ON t "a" SET x = 1 YIELD x AS y', ['y']],
    ['', undefined],
  ])('%s', (text, columns) => {
    expect(describeStatement(text).columns).toEqual(columns);
  });
});

describe('readOnly and yieldsRows', () => {
  it.each<[string, boolean, boolean]>([
    ['GO FROM "a" OVER e YIELD e.x', true, true],
    ['USE s', true, false],
    ['SHOW SPACES', true, true],
    ['DESCRIBE TAG t', true, true],
    ['YIELD 1 AS a | DELETE VERTEX $-.a', false, false],
    ['$v = YIELD 1 AS a', true, true],
    ['YIELD 1; DROP SPACE s; YIELD 2', false, true],
    ['EXPLAIN INSERT VERTEX t() VALUES "a":()', true, false],
    ['PROFILE INSERT VERTEX t() VALUES "a":()', false, false],
    ['PROFILE YIELD 1', true, true],
    ['UPDATE VERTEX ON t "a" SET x = 1', false, false],
    ['UPDATE VERTEX ON t "a" SET x = 1 YIELD x', false, true],
    ['SUBMIT JOB STATS', false, true],
    ['KILL SESSION 1', false, false],
    ['CHANGE PASSWORD u FROM "a" TO "b"', false, false],
    ['CREATE TAG t()', false, false],
    ['GET CONFIGS v', true, true],
  ])('%s', (text, readOnly, yieldsRows) => {
    expect(describeStatement(text)).toMatchObject({ readOnly, yieldsRows, error: undefined });
  });
});

describe('faults', () => {
  it('have the position of the text as given', () => {
    const { error, parameters, columns, readOnly } = describeStatement('MATCH (v{a:${name}})\nWHERE v.x > RETURN ${y}');
    expect(error).toMatchObject({ message: "syntax error near `RETURN'", offset: 33, line: 2, column: 13 });
    expect(parameters.map(({ name }) => name)).toEqual(['name', 'y']);
    expect(columns).toBeUndefined();
    expect(readOnly).toBe(false);
  });

  it('refuses a parameter as a name', () => {
    expect(describeStatement('USE `${space}`').error?.message).toBe(
      "A parameter can be a value or a part of a string, not a name: near `${space}'",
    );
  });

  it('never throws on a text', () => {
    for (const text of ['"', '`', '/*', '${', '$', '\u0000', '(((', 'YIELD ${x', "'${x}"]) {
      expect(describeStatement(text).error, text).toBeDefined();
    }
  });
});
