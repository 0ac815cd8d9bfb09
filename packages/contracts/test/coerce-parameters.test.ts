import { describe, expect, it } from 'vitest';
import { closestName, coerceParameters, Double, parseLossless, type ParameterDescriptor } from '@orrery/contracts';

const parameters: ParameterDescriptor[] = [
  { name: 'ITERATIONS', type: 'int', default: 10, minimum: 1, maximum: 1000, help: '' },
  { name: 'DAMPING', type: 'double', default: 0.85, minimum: 0, maximum: 1, help: '' },
  { name: 'EPS', type: 'double', default: 0.0001, exclusiveMinimum: 0, help: '' },
  { name: 'IS_DIRECTED', type: 'bool', default: true, help: '' },
  { name: 'TYPE', type: 'enum', default: 'both', values: ['both', 'in', 'out'], help: '' },
  { name: 'OPT', type: 'enum', default: '3', values: ['1', '2', '3'], help: '' },
  { name: 'ROOT', type: 'vid', default: '100', help: '' },
  { name: 'IDS', type: 'vids', default: [], help: '' },
  { name: 'SEED', type: 'int', default: 1, help: '' },
];
const descriptor = { id: 'Sample', parameters };
const coerce = (raw: Record<string, unknown>) => coerceParameters(descriptor, raw, { path: 'tasks.sample_1.params' });
const valueOf = (name: string, raw: unknown) => {
  const result = coerce({ [name]: raw });
  if (!result.ok) throw new Error(result.faults[0]!.message);
  return result.values[name];
};
const faultOf = (name: string, raw: unknown) => {
  const result = coerce({ [name]: raw });
  return result.ok ? undefined : result.faults[0]!.message;
};

describe('coerceParameters', () => {
  it('completes with defaults', () => {
    expect(coerce({ ITERATIONS: 20 })).toEqual({
      ok: true,
      values: {
        ITERATIONS: 20,
        DAMPING: 0.85,
        EPS: 0.0001,
        IS_DIRECTED: true,
        TYPE: 'both',
        OPT: '3',
        ROOT: '100',
        IDS: [],
        SEED: 1,
      },
    });
  });

  it('accepts exact text forms of typed parameters and nothing near them', () => {
    expect(valueOf('ITERATIONS', '20')).toBe(20);
    expect(valueOf('IS_DIRECTED', 'false')).toBe(false);
    expect(valueOf('DAMPING', '0.5')).toBe(0.5);
    expect(valueOf('DAMPING', '5e-1')).toBe(0.5);
    expect(valueOf('OPT', 2)).toBe('2');
    for (const text of ['', ' 20', '20 ', '0x14', '1e1', '20.0', '+20', 'Infinity', 'NaN']) {
      expect(faultOf('ITERATIONS', text), text).toMatch(/ITERATIONS must be an int from 1 to 1000, not "/);
    }
    for (const text of ['True', 'TRUE', '1', 'yes', '']) expect(faultOf('IS_DIRECTED', text), text).toBeDefined();
    for (const raw of [1, 0, []]) expect(faultOf('IS_DIRECTED', raw), String(raw)).toBeDefined();
    for (const text of ['Infinity', 'NaN', '1e999', '.', '']) expect(faultOf('DAMPING', text), text).toBeDefined();
  });

  it('keeps ids and ints beyond 2^53 exact', () => {
    const input = parseLossless('{"ROOT":9007199254740993,"SEED":-9223372036854775808}') as Record<string, unknown>;
    expect(valueOf('ROOT', input['ROOT'])).toBe(9007199254740993n);
    expect(valueOf('SEED', input['SEED'])).toBe(-9223372036854775808n);
    expect(valueOf('ROOT', '9007199254740993')).toBe('9007199254740993');
    expect(faultOf('SEED', 9223372036854775808n)).toMatch(/must be an int/);
    expect(faultOf('ROOT', 9223372036854775808n)).toMatch(/must be a vertex id/);
  });

  it('tells doubles from ints by how they were written', () => {
    expect(faultOf('ITERATIONS', new Double(10))).toBe('ITERATIONS must be an int from 1 to 1000, not 10.0');
    expect(valueOf('DAMPING', new Double(1))).toBe(1);
    expect(valueOf('DAMPING', 1n)).toBe(1);
  });

  it('reads lists of ids from lists, single ids and text with commas', () => {
    expect(valueOf('IDS', ['a', 1, 2n])).toEqual(['a', 1n, 2n]);
    expect(valueOf('IDS', 'player100, player101')).toEqual(['player100', 'player101']);
    expect(valueOf('IDS', '')).toEqual([]);
    expect(valueOf('IDS', 7)).toEqual([7n]);
    expect(faultOf('IDS', 'a,,b')).toBeDefined();
    expect(faultOf('IDS', [1.5])).toBeDefined();
    expect(faultOf('ROOT', ['a'])).toMatch(/not a list/);
  });

  it('closes its ranges', () => {
    expect(valueOf('ITERATIONS', 1)).toBe(1);
    expect(valueOf('ITERATIONS', 1000)).toBe(1000);
    expect(valueOf('DAMPING', 0)).toBe(0);
    expect(faultOf('ITERATIONS', 0)).toBeDefined();
    expect(faultOf('ITERATIONS', 1001)).toBeDefined();
    expect(faultOf('EPS', 0)).toBe('EPS must be a number above 0, not 0');
  });

  it('reports every fault with its path, unknown names with a suggestion', () => {
    expect(coerce({ ITERATION: 3, DAMPING: 2, TYPE: 'Both', ['__proto__x']: 1 })).toMatchObject({
      ok: false,
      faults: [
        { path: 'tasks.sample_1.params.DAMPING', message: 'DAMPING must be a number from 0 to 1, not 2' },
        { path: 'tasks.sample_1.params.TYPE', message: 'TYPE must be one of both, in, out, not "Both"' },
        {
          path: 'tasks.sample_1.params.ITERATION',
          message: 'Sample has no parameter ITERATION; did you mean ITERATIONS?',
        },
        {
          path: 'tasks.sample_1.params.__proto__x',
          message: expect.stringMatching(/^Sample has no parameter __proto__x; it has/),
        },
      ],
    });
    const hostile = coerce(parseLossless('{"__proto__":1,"constructor":2}') as Record<string, unknown>);
    expect(hostile.ok ? [] : hostile.faults.map((fault) => fault.path)).toEqual([
      'tasks.sample_1.params.__proto__',
      'tasks.sample_1.params.constructor',
    ]);
  });

  it('asks for what has no default', () => {
    const required = {
      id: 'BFS',
      parameters: [{ name: 'ROOT', type: 'vid', default: null, help: '' }] as ParameterDescriptor[],
    };
    expect(coerceParameters(required, {})).toMatchObject({
      ok: false,
      faults: [{ path: 'ROOT', message: 'ROOT must be given: a vertex id (text or an int)' }],
    });
  });
});

describe('closestName', () => {
  it('suggests near names only', () => {
    expect(closestName('PageRnak', ['BFS', 'PageRank'])).toBe('PageRank');
    expect(closestName('pagerank', ['PageRank'])).toBe('PageRank');
    expect(closestName('Louvain', ['BFS', 'PageRank'])).toBeUndefined();
    expect(closestName('x'.repeat(200), ['x'])).toBeUndefined();
  });
});
