import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  Double,
  parseLossless,
  stringifyLossless,
  type LosslessJson,
  type WorkflowDefinition,
} from '@orrery/contracts';
import { parseDefinitionText, printDefinition, type TextFault } from '@orrery/workflow';
import { printYaml, parseYaml } from '../src/lossless-yaml.ts';
import { jsonStructure } from '../src/json-structure.ts';

function valueOf(text: string): LosslessJson {
  const parsed = parseDefinitionText(text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.faults));
  return parsed.value;
}
function faultsOf(text: string, format?: 'json' | 'yaml'): readonly TextFault[] {
  const parsed = parseDefinitionText(text, format);
  return parsed.ok ? [] : parsed.faults;
}

describe('parseDefinitionText', () => {
  it('reads the numbers of YAML as they are written', () => {
    expect(valueOf('a: 9007199254740993\nb: 1.0\nc: 10\nd: 1e3\ne: -0.5\nf: 0x10\ng: "20"\nh: +7\ni: .5')).toEqual({
      a: 9007199254740993n,
      b: new Double(1),
      c: 10,
      d: new Double(1000),
      e: -0.5,
      f: 16,
      g: '20',
      h: 7,
      i: 0.5,
    });
  });

  it('reads JSON the same way', () => {
    expect(valueOf('{"a":9007199254740993,"b":1.0,"c":1e3}')).toEqual({
      a: 9007199254740993n,
      b: new Double(1),
      c: new Double(1000),
    });
  });

  it('keeps words as words: no booleans but true and false, no dates', () => {
    expect(valueOf('a: yes\nb: no\nc: 2024-01-01\nd: true\ne: ~\nf:')).toEqual({
      a: 'yes',
      b: 'no',
      c: '2024-01-01',
      d: true,
      e: null,
      f: null,
    });
  });

  it.each([
    ['a: 1\nb: 2\na: 3', 3, 1, /unique/],
    ['a: &x 1\nb: *x', 1, 7, /anchors/],
    ['a: !!binary aGk=', 1, undefined, /tags/],
    ['a: .inf', 1, 4, /not a finite number/],
    ['a: [1, 2', 1, undefined, /./],
    ['a: 1\n---\nb: 2', 2, 1, /document/],
    ['? [a, b]\n: 1', 1, 3, /key must be text/],
  ])('refuses %j with its place', (text, line, column, message) => {
    const [fault] = faultsOf(text, 'yaml');
    expect(fault?.line).toBe(line);
    if (column !== undefined) expect(fault?.column).toBe(column);
    expect(fault?.message).toMatch(message);
  });

  it('refuses a billion laughs before it laughs', () => {
    const bomb = ['a: &a [lol,lol,lol,lol,lol,lol,lol,lol,lol]'];
    for (const [from, to] of ['ab', 'bc', 'cd', 'de', 'ef', 'fg', 'gh', 'hi'].map((pair) => [...pair])) {
      bomb.push(`${to}: &${to} [${Array.from({ length: 9 }, () => `*${from}`).join(',')}]`);
    }
    expect(faultsOf(bomb.join('\n')).length).toBeGreaterThan(0);
  });

  it('refuses duplicate keys of JSON with their place, escapes resolved', () => {
    expect(faultsOf('{"a":1,\n "b":{"c":1,"\\u0063":2}}')).toMatchObject([
      { line: 2, column: 13, message: 'the key "c" occurs twice' },
    ]);
    expect(faultsOf('{"a":{"x":1},"b":{"x":1}}')).toEqual([]);
  });

  it.each(['json', 'yaml'] as const)(
    'bounds the nesting of %s without running out of stack',
    (format) => {
      for (const depth of [65, 10_000, 100_000]) {
        expect(faultsOf(`${'['.repeat(depth)}${']'.repeat(depth)}`, format)[0]?.message).toMatch(
          /nested deeper than 64/,
        );
      }
      expect(faultsOf(`${'{"a":'.repeat(63)}1${'}'.repeat(63)}`, format)).toEqual([]);
    },
    60_000,
  );

  it('bounds the length', () => {
    expect(faultsOf('#'.repeat(4 * 1024 * 1024 + 1))[0]?.message).toMatch(/at most 4194304 characters/);
  });

  it('survives hostile keys', () => {
    const value = valueOf('{"__proto__":{"polluted":1},"constructor":2}') as Record<string, unknown>;
    expect(Object.keys(value)).toEqual(['__proto__', 'constructor']);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    expect(Object.keys(valueOf('__proto__: {x: 1}') as object)).toEqual(['__proto__']);
  });
});

const scalar = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(
    '',
    ' ',
    'true',
    'null',
    '~',
    '1',
    '1.0',
    '0x1F',
    '- a',
    'a: b',
    '#',
    '*a',
    '&a',
    '!t',
    'a\nb',
    'a\n',
    '\n',
    '${x}',
    '"',
    "'",
    '\\',
    '\u2028',
    '\t',
    'x '.repeat(80),
  ),
  fc.integer(),
  fc
    .bigInt({ min: -(2n ** 70n), max: 2n ** 70n })
    .map((int) => (int > 2n ** 53n || int < -(2n ** 53n) ? int : Number(int))),
  fc
    .double({ noNaN: true, noDefaultInfinity: true })
    .map((value) => (Number.isInteger(value) ? new Double(value) : value)),
  fc.boolean(),
  fc.constant(null),
);
const json = fc.letrec<{ value: LosslessJson }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    scalar as fc.Arbitrary<LosslessJson>,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(
      fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('a', 'y', '1', '__proto__', 'null')),
      tie('value'),
      { maxKeys: 4, noNullPrototype: true },
    ),
  ),
})).value;

describe('printing', () => {
  it('reads back to the same value, whatever it holds', () => {
    fc.assert(
      fc.property(json, (value) => {
        const text = printYaml(value);
        const parsed = parseYaml(text);
        expect(parsed.ok ? stringifyLossless(parsed.value) : parsed.faults, text).toBe(stringifyLossless(value));
      }),
      { seed: 20260722, numRuns: 1500 },
    );
  });

  it('writes a file as the documentation shows it', () => {
    const definition: WorkflowDefinition = {
      layout: { query_1: { x: 80, y: 120 } },
      tasks: {
        query_1: {
          params: { name: 'Tim Duncan' },
          query: 'MATCH (v1:player{name:${name}})--(v2)\nRETURN id(v1) AS src, id(v2) AS dst\n',
          space: 'basketballplayer',
          type: 'Query',
        },
        pagerank_1: {
          type: 'PageRank',
          input: { from: 'query_1', src: 'src', dst: 'dst' },
          params: { ITERATIONS: 10, DAMPING: new Double(1) },
        },
      },
      name: 'neighbours_of_a_player',
    };
    const text = printDefinition(definition, 'yaml');
    expect(text).toBe(`name: neighbours_of_a_player
tasks:
  query_1:
    type: Query
    space: basketballplayer
    query: |
      MATCH (v1:player{name:\${name}})--(v2)
      RETURN id(v1) AS src, id(v2) AS dst
    params: { name: Tim Duncan }
  pagerank_1:
    type: PageRank
    input: { from: query_1, src: src, dst: dst }
    params: { ITERATIONS: 10, DAMPING: 1.0 }
layout:
  query_1: { x: 80, y: 120 }
`);
    expect(valueOf(text)).toEqual(valueOf(printDefinition(definition, 'json')));
  });
});

describe('jsonStructure', () => {
  it('agrees with JSON.parse on nesting', () => {
    fc.assert(
      fc.property(json, (value) => {
        const depthOf = (item: LosslessJson): number =>
          Array.isArray(item)
            ? 1 + Math.max(0, ...item.map(depthOf))
            : typeof item === 'object' && item !== null && !(item instanceof Double)
              ? 1 + Math.max(0, ...Object.values(item).map(depthOf))
              : 0;
        const text = stringifyLossless(value, 1);
        expect(jsonStructure(text)).toEqual({ depth: depthOf(parseLossless(text)), duplicates: [] });
      }),
      { seed: 20260722, numRuns: 300 },
    );
  });
});
