import { describe, expect, it } from 'vitest';
import { OrreryError, PLACEHOLDER_VALUE } from '@orrery/contracts';
import { algorithms, coerceParameters } from '../src/index.ts';

describe('descriptors', () => {
  it.each([...algorithms.values()])(
    '$id is complete: defaults are valid, columns and estimates follow from parameters',
    (descriptor) => {
      const needed = descriptor.parameters.filter(({ default: value }) => value === null);
      const given = Object.fromEntries(needed.map(({ name }) => [name, PLACEHOLDER_VALUE]));
      const parameters = coerceParameters(descriptor, given);
      expect(Object.keys(parameters)).toEqual(descriptor.parameters.map(({ name }) => name));
      for (const { name, default: value, help } of descriptor.parameters) {
        if (value !== null) expect(coerceParameters(descriptor, { ...given, [name]: value })).toEqual(parameters);
        expect(help.length).toBeGreaterThan(5);
      }
      expect(descriptor.columns(parameters).length).toBeGreaterThan(0);
      expect(descriptor.memoryBytes({ vertexCount: 1000, edgeCount: 5000 }, parameters)).toBeGreaterThan(0);
      expect(descriptor.citations.length).toBeGreaterThan(0);
    },
  );

  it('columns are those of a run, for every value of the parameters that decide them', async () => {
    const { neededParameters, projectFor, runOn, testGraphs } = await import('./graphs.ts');
    const graph = testGraphs[2]!;
    for (const descriptor of algorithms.values()) {
      const projection = await projectFor(descriptor, graph);
      const given = neededParameters(descriptor, graph);
      const choices = descriptor.parameters.filter(({ type }) => type === 'enum');
      const variants = [{}, ...choices.flatMap(({ name, values }) => values!.map((value) => ({ [name]: value })))];
      for (const variant of variants) {
        const parameters = coerceParameters(descriptor, { ...given, ...variant });
        const result = await runOn(projection, descriptor.id, { ...given, ...variant });
        const expected = descriptor
          .columns(parameters)
          .map(({ name, type }) => ({ name, type: type === 'vid' ? 'int64' : type }));
        expect(result.columns.map(({ name, data }) => ({ name, type: data.type }))).toEqual(expected);
        for (const { data } of result.columns)
          if (data.type === 'int64') expect(data.values).toHaveLength(result.rowCount);
      }
      projection.close();
    }
  });
});

describe('coerceParameters', () => {
  it('throws all faults at once, each under the name of its parameter', () => {
    const raw = { ITERATIONS: 0, SCALE: 'x', iterations: 1 };
    let thrown: unknown;
    try {
      coerceParameters(algorithms.get('PageRank')!, raw);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(OrreryError);
    const { name, faults, message } = thrown as OrreryError;
    expect(name).toBe('ErrParam');
    expect(faults.map((fault) => fault.path).toSorted()).toEqual(['ITERATIONS', 'SCALE', 'iterations']);
    expect(message).toContain('SCALE must be one of raw, sum1, not "x"');
  });
});
