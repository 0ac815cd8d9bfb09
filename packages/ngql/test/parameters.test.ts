import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  findParameters,
  NgqlSyntaxError,
  ParameterError,
  parse,
  substituteParameters,
  walkExpression,
  type Expression,
  type ParameterScalar,
  type SubstitutionValue,
} from '@orrery/ngql';
import { double, hostileText, int64 } from '../../../tools/testing/ngql-arbitraries.ts';
import { tokenize } from '../src/lexer/lexer.ts';
import { treeText } from './same-tree.ts';
import { options } from './seed.ts';

const substitute = (text: string, values: Record<string, SubstitutionValue>): string =>
  substituteParameters(text, new Map(Object.entries(values)));

describe('findParameters', () => {
  it('tells places apart', () => {
    const text = 'RETURN ${a}, "x${b}", \'${c}\', `${d}` /* ${e} */ // ${f}\n# ${g}\n, ${h_1}';
    expect(findParameters(text).map(({ name, context }) => `${name} ${context}`)).toEqual([
      'a literal',
      'b string',
      'c string',
      'd backticks',
      'e comment',
      'f comment',
      'g comment',
      'h_1 literal',
    ]);
    for (const { name, start, end } of findParameters(text)) expect(text.slice(start, end)).toBe(`\${${name}}`);
  });

  it.each([
    ['RETURN ${}'],
    ['RETURN ${1a}'],
    ['RETURN ${ a }'],
    ['RETURN ${a'],
    ['RETURN $${a}'],
    [String.raw`RETURN "\${a}"`],
    ['RETURN {a: 1}'],
  ])('finds none in %s', (text) => {
    expect(findParameters(text)).toEqual([]);
  });

  it('is not misled by quotes in comments and comments in quotes', () => {
    const text = String.raw`RETURN "/*${'${a}'}*/", 'it\'s // ${'${b}'}' /* " */, ${'${c}'} # '` + '\n + ${d}';
    expect(findParameters(text).map(({ name, context }) => [name, context])).toEqual([
      ['a', 'string'],
      ['b', 'string'],
      ['c', 'literal'],
      ['d', 'literal'],
    ]);
  });
});

describe('substituteParameters', () => {
  it('puts literals outside of quotes', () => {
    const text =
      'MATCH (v:player{name:${name}})--(w) WHERE w.age > ${age} AND id(w) IN [${ids}] RETURN ${d}, ${b}, ${n}';
    expect(
      substitute(text, { name: 'Tim "D" Duncan', age: 9007199254740993n, ids: ['a', 1n], d: 1, b: true, n: null }),
    ).toBe(
      String.raw`MATCH (v:player{name:"Tim \"D\" Duncan"})--(w) WHERE w.age > 9007199254740993 AND id(w) IN ["a", 1] RETURN 1.0, true, NULL`,
    );
  });

  it('puts text into quotes', () => {
    expect(substitute(`RETURN "a \${x} b", '\${x}', "\${l}"`, { x: `'"`, l: ['p', 1n, 1.5, true, null] })).toBe(
      String.raw`RETURN "a \'\" b", '\'\"', "p,1,1.5,true,NULL"`,
    );
  });

  it('leaves comments and escaped dollars alone', () => {
    const text = String.raw`RETURN "\${x}" /* ${'${y}'} */ # ${'${z}'}`;
    expect(substitute(text, {})).toBe(text);
  });

  it('is done in one pass', () => {
    expect(substitute('RETURN ${a}, ${b}', { a: '${b}', b: '${a}' })).toBe(String.raw`RETURN "\${b}", "\${a}"`);
  });

  it.each<[string, Record<string, SubstitutionValue>, string]>([
    ['RETURN a${x}', { x: 5n }, 'RETURN a 5'],
    ['RETURN 1-${x}', { x: -5n }, 'RETURN 1- -5'],
    ['RETURN 1${x}', { x: 5n }, 'RETURN 1 5'],
    ['RETURN ${x}.name', { x: 5n }, 'RETURN 5 .name'],
    ['RETURN ${x}e5', { x: 5n }, 'RETURN 5 e5'],
    ['RETURN ${x}${y}', { x: 5n, y: 6n }, 'RETURN 5  6'],
    ['RETURN [1]${x}', { x: -5n }, 'RETURN [1] -5'],
    ['RETURN a<${x}', { x: -5n }, 'RETURN a< -5'],
    ['RETURN a/${x}', { x: 'b' }, 'RETURN a/ "b"'],
    ['RETURN \u205f${x}', { x: 5n }, 'RETURN \u205f 5'],
  ])('keeps tokens apart: %s', (text, values, substituted) => {
    expect(substitute(text, values)).toBe(substituted);
  });

  it.each<[string, string, string]>([
    [String.raw`"\1${'${x}'}"`, '23', '\u000123'],
    [String.raw`"\12${'${x}'}4"`, '', '\n4'],
    [String.raw`"\u12${'${x}'}"`, '34', 'u1234'],
    [String.raw`"\x${'${x}'}0041"`, '', 'x0041'],
    [String.raw`"\1${'${y}${x}'}"`, '23', '\u000123'],
    [String.raw`"\101${'${x}'}"`, '7', 'A7'],
    [String.raw`"\\1${'${x}'}"`, '2', String.raw`\12`],
  ])('joins no escape: %s', (literal, value, read) => {
    const text = substitute(`RETURN ${literal} AS a`, { x: value, y: '' });
    expect(constants(text)).toEqual([read]);
  });

  it('names every missing parameter', () => {
    const failing = (): string => substitute('RETURN ${a}, "${b}", ${c}, ${a} /* ${d} */', { c: 1n });
    expect(failing).toThrow(new ParameterError('2 parameters have no value: a, b', ['a', 'b']));
    expect(() => substitute('RETURN ${toString}', {})).toThrow('1 parameter has no value: toString');
  });

  it.each<[string, SubstitutionValue, string]>([
    ['RETURN ${x}', Number.NaN, 'parameter x is NaN, which nGQL cannot write'],
    ['RETURN "${x}"', Number.POSITIVE_INFINITY, 'parameter x is Infinity, which nGQL cannot write'],
    ['RETURN [${x}]', [1n, Number.NEGATIVE_INFINITY], 'parameter x is -Infinity, which nGQL cannot write'],
    ['RETURN ${x}', 2n ** 63n, 'parameter x is 9223372036854775808, which is no 64-bit integer'],
    ['RETURN ${x}', [], 'parameter x is an empty list, which has no literal outside of quotes'],
    ['USE `${x}`', 'a', 'parameter x stands in backticks (line 1, column 6)'],
  ])('refuses %s with %s', (text, value, message) => {
    expect(() => substitute(text, { x: value })).toThrow(message);
    expect(() => substitute(text, { x: value })).toThrow(ParameterError);
  });

  it('refuses a text whose string does not end', () => {
    expect(() => substitute('RETURN "${x}', { x: 'a' })).toThrow(NgqlSyntaxError);
  });
});

/** Where a value may stand; `${x}` and `${y}` get hostile values. */
const TEMPLATES: readonly string[] = [
  'RETURN ${x} AS a',
  'RETURN [${x}, ${y}] AS a, "${x}" AS b',
  `RETURN 'it\\'s \${x}' + "\${y}\\\\" AS a`,
  'MATCH (v:player{name:${x}})--(w{a:${y}}) WHERE v.name == ${x} OR w.a<${y} RETURN v',
  'MATCH (v) WHERE id(v) IN [${x}] AND v.b =~ ".*${x}${y}.*" RETURN v.a-${y} AS d LIMIT 10',
  'LOOKUP ON player WHERE player.name == ${x} YIELD id(vertex) AS id | YIELD $-.id AS i WHERE $-.id != ${y}',
  'GO FROM "a" OVER e WHERE e.x>${x} AND NOT e.y==${y} YIELD e.x+${x} AS z',
  'INSERT VERTEX player(name, age) VALUES "a${x}":(${x}, ${y}), "b":("${y}", f1.${x})'.replace('f1.${x}', '${x}'),
  'INSERT EDGE e(a) VALUES "${x}"->"${y}":(${x})',
  'FETCH PROP ON player "${x}", \'${y}\' YIELD properties(vertex) AS p',
  'UPDATE VERTEX ON t "x" SET a = ${x}, b = "\\1${y}" WHEN c > ${y} YIELD a',
  'YIELD ${x} AS a /* ${x} */ # ${y}\n; YIELD case when ${x} then ${y} else "-${x}" end AS b',
  'YIELD concat("\\u1${x}2", ${y})AS a',
  'YIELD {a:${x},b:[${y},1][0]} AS a',
  '$v = YIELD "${x}" AS a; YIELD $v.a+${y} AS b',
];

const scalarValue: fc.Arbitrary<ParameterScalar> = fc.oneof(
  hostileText,
  hostileText,
  int64,
  double,
  fc.boolean(),
  fc.constant(null),
);

/** Every constant of a text's trees, in the order of the tree; a sign before a number is part of it. */
function constants(text: string): unknown[] {
  const found: unknown[] = [];
  const visit = (node: unknown): void => {
    if (node === null || typeof node !== 'object') return;
    if (!('kind' in node)) return Object.values(node).forEach(visit);
    if (isNegative(node)) {
      const { value } = (node as unknown as { operand: { value: bigint } }).operand;
      found.push(-value);
    } else if (node.kind === 'constant') found.push((node as { value?: unknown }).value);
    else Object.values(node).forEach(visit);
  };
  visit(parse(text).statements);
  return found;
}

function isNegative(node: object): boolean {
  const { kind, operator, operand } = node as { kind?: string; operator?: string; operand?: Expression };
  return kind === 'unary' && operator === '-' && operand?.kind === 'constant' && typeof operand.value !== 'string';
}

/** The tree with every literal, negative or not, as one blank. */
function shape(text: string): string {
  return treeText(
    JSON.parse(
      JSON.stringify(parse(text).statements, (_key, value: unknown) => {
        if (value !== null && typeof value === 'object' && isNegative(value)) return { kind: 'constant', value: '' };
        return typeof value === 'bigint' ? String(value) : value;
      }),
    ),
    { blank: true },
  );
}

/** Pieces of text that open, close and break everything that the lexer knows. */
const piece = fc.constantFrom(
  '${x}',
  '"',
  "'",
  '`',
  '\\',
  '\n',
  '/*',
  '*/',
  '//',
  '#',
  '$',
  '{',
  '}',
  'a',
  '1',
  '.',
  '-',
  ' ',
  ',',
  '(',
  ')',
  '[',
  ']',
  '<',
  '0x',
  '"\\1',
);

describe('whatever the values hold', () => {
  it('the statement has the shape it has with harmless values', () => {
    fc.assert(
      fc.property(fc.constantFrom(...TEMPLATES), scalarValue, scalarValue, (template, x, y) => {
        const hostile = substitute(template, { x, y });
        expect(shape(hostile), hostile).toBe(shape(substitute(template, { x: 'harmless', y: 'harmless' })));
      }),
      options(8000),
    );
  });

  it('literals read back to exactly the value', () => {
    fc.assert(
      fc.property(scalarValue, scalarValue, (x, y) => {
        const text = substitute('RETURN [${x},-1,${y}] AS a', { x, y });
        expect(treeText(constants(text))).toBe(treeText([x, -1n, y]));
      }),
      options(5000),
    );
  });

  it('lists read back item by item', () => {
    fc.assert(
      fc.property(fc.array(scalarValue, { minLength: 1, maxLength: 5 }), (items) => {
        expect(treeText(constants(substitute('RETURN [${x}] AS a', { x: items })))).toBe(treeText(items));
      }),
      options(2000),
    );
  });

  it('text in quotes reads back to exactly the text', () => {
    fc.assert(
      fc.property(hostileText, hostileText, fc.constantFrom('"', "'"), (x, y, quote) => {
        const text = substitute(`RETURN ${quote}<\${x}|\${y}\${x}>${quote} AS a`, { x, y });
        expect(constants(text)).toEqual([`<${x}|${y}${x}>`]);
      }),
      options(5000),
    );
  });

  it('places are told apart as the lexer does', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        const text = pieces.join('');
        let tokens;
        try {
          tokens = tokenize(text, { placeholders: true });
        } catch (error) {
          expect(error).toBeInstanceOf(NgqlSyntaxError);
          return;
        }
        const { types, starts } = tokens;
        const placeholders = [...types.keys()].filter((index) => types[index] === 'placeholder');
        const literals = findParameters(text).filter(({ context }) => context === 'literal');
        expect(
          literals.map(({ start }) => start),
          text,
        ).toEqual(placeholders.map((index) => starts[index]));
      }),
      options(20_000),
    );
  });

  it('substitution into any text throws a clear error or leaves every other token as it was', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), scalarValue, (pieces, x) => {
        const text = pieces.join('');
        let substituted: string;
        try {
          substituted = substitute(text, { x });
        } catch (error) {
          expect(error instanceof ParameterError || error instanceof NgqlSyntaxError, String(error)).toBe(true);
          return;
        }
        const marker = 'marker_of_the_value';
        const marked = substitute(text, { x: marker });
        expect(marked.split(marker).length - 1).toBe(
          findParameters(text).filter(({ context }) => context !== 'comment').length,
        );
        expect(substitute(substituted, { x: marker })).toBe(substituted);
      }),
      options(5000),
    );
  });
});

describe('walkExpression', () => {
  it('visits parents before what is inside them', () => {
    const [statement] = parse('RETURN [a, 1 + b][0].c AS x').statements;
    if (statement?.kind !== 'match') throw new Error('no match');
    const kinds: string[] = [];
    walkExpression(statement.return.columns[0]!.expression, (inner) => void kinds.push(inner.kind));
    expect(kinds).toEqual(['attribute', 'subscript', 'list', 'label', 'binary', 'constant', 'label', 'constant']);
  });
});
