import { describe, expect, it } from 'vitest';
import { Double, OrreryError, type AlgorithmDescriptor } from '@orrery/contracts';
import { algorithms, coerceParameters, type RawParameter } from '../src/index.ts';

const pageRank = algorithms.get('PageRank')!;
const DEFAULTS = { ITERATIONS: 10, IS_DIRECTED: true, EPS: 0.0001, DAMPING: 0.85, SCALE: 'raw', DANGLING: 'lost' };

const made: AlgorithmDescriptor = {
  ...pageRank,
  id: 'Made',
  parameters: [
    { name: 'IDS', type: 'vids', default: [], help: 'ids' },
    { name: 'ROOT', type: 'vid', default: null, help: 'the root' },
    { name: 'p', type: 'double', default: 1, exclusiveMinimum: 0, help: 'p' },
    { name: 'text', type: 'string', default: 'x', help: 'text' },
    { name: 'SEED', type: 'int', default: 0, help: 'seed' },
  ],
};

function faultsOf(
  descriptor: AlgorithmDescriptor,
  raw: Record<string, RawParameter>,
): { path: string; message: string }[] {
  try {
    coerceParameters(descriptor, raw);
  } catch (error) {
    expect(error).toBeInstanceOf(OrreryError);
    expect((error as OrreryError).name).toBe('ErrParam');
    return [...(error as OrreryError).faults];
  }
  throw new Error('nothing was refused');
}

describe('coerceParameters', () => {
  it('fills in defaults; null counts as not given', () => {
    expect(coerceParameters(pageRank, {})).toEqual(DEFAULTS);
    expect(coerceParameters(pageRank, { EPS: null })).toEqual(DEFAULTS);
  });

  it('accepts values and their exact text', () => {
    const expected = { ...DEFAULTS, ITERATIONS: 20, IS_DIRECTED: false, EPS: 0, DAMPING: 0.5, SCALE: 'sum1' };
    expect(
      coerceParameters(pageRank, { ITERATIONS: 20, IS_DIRECTED: false, EPS: 0, DAMPING: 0.5, SCALE: 'sum1' }),
    ).toEqual(expected);
    expect(
      coerceParameters(pageRank, {
        ITERATIONS: '20',
        IS_DIRECTED: 'false',
        EPS: new Double(0),
        DAMPING: '5e-1',
        SCALE: 'sum1',
      }),
    ).toEqual(expected);
  });

  it('keeps 64-bit ints and vertex ids exact', () => {
    expect(coerceParameters(made, { ROOT: 9007199254740993n, SEED: '9007199254740993', IDS: '1,b,01' })).toEqual({
      ROOT: 9007199254740993n, SEED: 9007199254740993n, IDS: ['1', 'b', '01'], p: 1, text: 'x',
    }); // prettier-ignore
    expect(coerceParameters(made, { ROOT: 'a,b', SEED: -5n, IDS: [1, 2n, 'x,y'] })).toMatchObject({
      ROOT: 'a,b', SEED: -5, IDS: [1n, 2n, 'x,y'],
    }); // prettier-ignore
    expect(coerceParameters(made, { ROOT: '', IDS: '' })).toMatchObject({ ROOT: '', IDS: [] });
  });

  it.each<[AlgorithmDescriptor, Record<string, RawParameter>, string]>([
    [pageRank, { ITERATIONS: 0 }, 'ITERATIONS must be an integer of at least 1 and at most 1000000, but got 0'],
    [pageRank, { ITERATIONS: 1.5 }, 'ITERATIONS must be an integer of at least 1 and at most 1000000, but got 1.5'],
    [pageRank, { ITERATIONS: new Double(3) }, 'ITERATIONS must be an integer of at least 1 and at most 1000000, but got 3'],
    [pageRank, { ITERATIONS: '20 ' }, 'ITERATIONS must be an integer of at least 1 and at most 1000000, but got "20 "'],
    [pageRank, { ITERATIONS: 2n ** 70n }, 'ITERATIONS must be an integer of 64 bits, but got 1180591620717411303424'],
    [pageRank, { ITERATIONS: [1, 2] }, 'ITERATIONS takes one value, not a list, but got a list of 2'],
    [pageRank, { IS_DIRECTED: 'True' }, 'IS_DIRECTED must be true or false, but got "True"'],
    [pageRank, { IS_DIRECTED: 1 }, 'IS_DIRECTED must be true or false, but got 1'],
    [pageRank, { DAMPING: 1.01 }, 'DAMPING must be a number of at least 0 and at most 1, but got 1.01'],
    [pageRank, { EPS: 'NaN' }, 'EPS must be a number of at least 0, but got "NaN"'],
    [pageRank, { SCALE: 'RAW' }, 'SCALE must be one of raw, sum1, but got "RAW"'],
    [pageRank, { iterations: 3 }, 'PageRank has no parameter "iterations"; did you mean ITERATIONS?'],
    [pageRank, { constructor: 3 }, 'PageRank has no parameter "constructor"; it has ITERATIONS, IS_DIRECTED, EPS, DAMPING, SCALE, DANGLING'],
    [made, {}, 'ROOT must be given: the root'],
    [made, { ROOT: 1.5 }, 'ROOT must be a vertex id (text, or an integer of 64 bits), but got 1.5'],
    [made, { ROOT: '1', IDS: [true] }, 'IDS must be a list of vertex ids (texts, or integers of 64 bits), but got a list of 1'],
    [made, { ROOT: '1', p: 0 }, 'p must be a number of more than 0, but got 0'],
    [made, { ROOT: '1', text: 5 }, 'text must be text, but got 5'],
  ])('refuses %#', (descriptor, raw, message) => {
    expect(faultsOf(descriptor, raw).map((fault) => fault.message)).toEqual([message]);
  }); // prettier-ignore

  it('reports all faults at once, each with its parameter', () => {
    const faults = faultsOf(pageRank, { ITERATIONS: 0, SCALE: 'x', nope: 1 });
    expect(faults.map((fault) => fault.path)).toEqual(['nope', 'ITERATIONS', 'SCALE']);
  });
});

describe('descriptors', () => {
  it.each([...algorithms.values()])(
    '$id is complete: defaults are valid, columns and estimates follow parameters',
    (descriptor) => {
      const given = descriptor.parameters.some(({ name }) => name === 'ROOT') ? { ROOT: '1' } : {};
      const parameters = coerceParameters(descriptor, given);
      for (const parameter of descriptor.parameters) {
        if (parameter.default !== null)
          expect(
            coerceParameters(descriptor, { ...given, [parameter.name]: parameter.default as RawParameter }),
          ).toEqual(parameters);
        expect(parameter.help.length).toBeGreaterThan(5);
      }
      expect(descriptor.columns(parameters).length).toBeGreaterThan(0);
      expect(descriptor.memoryBytes({ vertexCount: 1000, edgeCount: 5000 }, parameters)).toBeGreaterThan(0);
      expect(descriptor.citations.length).toBeGreaterThan(0);
    },
  );
});
