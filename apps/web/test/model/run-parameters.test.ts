import { Double, type AlgorithmDescriptor, type Catalogue, type WorkflowDefinition } from '@orrery/contracts';
import { describe, expect, it } from 'vitest';
import {
  entriesOf,
  fieldOfFault,
  runGroups,
  runInput,
  tryGroup,
  type RunEntries,
} from '../../src/model/run-parameters.ts';

const PAGERANK = {
  id: 'PageRank',
  parameters: [
    { name: 'ITERATIONS', type: 'int', default: 10, minimum: 1, maximum: 100, help: '' },
    { name: 'IS_DIRECTED', type: 'bool', default: true, help: '' },
    { name: 'SCALE', type: 'enum', default: 'raw', values: ['raw', 'sum1'], help: '' },
    { name: 'ROOT', type: 'vid', default: null, help: '' },
  ],
} as unknown as AlgorithmDescriptor;
const catalogue: Catalogue = { algorithms: new Map([['PageRank', PAGERANK]]), engines: [], stores: [] };

const definition: WorkflowDefinition = {
  tasks: {
    query_1: {
      type: 'Query',
      space: 's',
      query: 'YIELD ${name} AS src, ${age} AS dst, ${ids} AS ids, ${must} AS must',
      params: { name: 'Tim Duncan', age: new Double(40), ids: ['a', 1], must: null },
    },
    pagerank_1: {
      type: 'PageRank',
      input: { from: 'query_1', src: 'src', dst: 'dst' },
      params: { ITERATIONS: 5, ROOT: { from: 'query_1', column: 'src', row: 0 } },
    },
    quiet: { type: 'Query', space: 's', query: 'YIELD 1 AS one' },
  },
};
const groups = runGroups(definition, catalogue);
const fields = groups.flatMap((group) => group.fields);
const given = (entries: RunEntries) => runInput(groups, { 'query_1.must': { text: 'm', kind: 'text' }, ...entries });

describe('runGroups', () => {
  it('has the parameters of each task with what they start with', () => {
    expect(groups.map((group) => group.taskId)).toEqual(['query_1', 'pagerank_1']);
    expect(fields.map((field) => [field.key, field.kind, field.initial, field.isRequired, field.upstream])).toEqual([
      ['query_1.name', 'text', 'Tim Duncan', false, undefined],
      ['query_1.age', 'number', '40.0', false, undefined],
      ['query_1.ids', 'list', '["a",1]', false, undefined],
      ['query_1.must', 'text', '', true, undefined],
      ['pagerank_1.ITERATIONS', 'number', '5', false, undefined],
      ['pagerank_1.IS_DIRECTED', 'bool', 'true', false, undefined],
      ['pagerank_1.SCALE', 'enum', 'raw', false, undefined],
      ['pagerank_1.ROOT', 'text', '', false, 'query_1.src'],
    ]);
  });
});

describe('tryGroup', () => {
  it('asks for what a statement has no value for, and sends numbers as numbers', () => {
    const group = tryGroup(
      'q',
      {
        type: 'Query',
        space: 's',
        query: 'YIELD ${age} AS a, ${must} AS b, ${src} AS c',
        params: { age: 1, src: { from: 'query_1', column: 'src', row: 0 } },
      },
      catalogue,
    );
    expect(group.fields.map(({ key, kinds }) => [key, kinds.includes('number')])).toEqual([
      ['q.must', true],
      ['q.src', true],
    ]);
    expect(runInput([group], {}).faults).toEqual({ 'q.must': { kind: 'required' }, 'q.src': { kind: 'required' } });
    const typed = { 'q.must': { text: '40', kind: 'number' }, 'q.src': { text: '40', kind: 'text' } } as const;
    expect(runInput([group], typed)).toEqual({ input: { q: { must: 40, src: '40' } }, faults: {} });
  });
});

describe('runInput', () => {
  it('sends only what was changed', () => {
    expect(given({})).toEqual({ input: { query_1: { must: 'm' } }, faults: {} });
    expect(
      given({
        'query_1.age': { text: '9007199254740993', kind: 'number' },
        'query_1.ids': { text: '[1.0]', kind: 'list' },
        'pagerank_1.IS_DIRECTED': { text: 'false', kind: 'bool' },
        'pagerank_1.ROOT': { text: 'player100', kind: 'text' },
      }).input,
    ).toEqual({
      query_1: { must: 'm', age: 9007199254740993n, ids: [new Double(1)] },
      pagerank_1: { IS_DIRECTED: false, ROOT: 'player100' },
    });
  });

  it('takes the default again where a field was emptied, and an empty text where it is text', () => {
    expect(given({ 'pagerank_1.ITERATIONS': { text: ' ', kind: 'number' } }).input).toEqual({ query_1: { must: 'm' } });
    expect(given({ 'query_1.name': { text: '', kind: 'text' } }).input).toEqual({ query_1: { must: 'm', name: '' } });
    expect(given({ 'pagerank_1.ROOT': { text: '', kind: 'text' } }).input).toEqual({ query_1: { must: 'm' } });
  });

  it('names what is missing, of the wrong type or out of range', () => {
    expect(runInput(groups, {}).faults).toEqual({ 'query_1.must': { kind: 'required' } });
    const { faults } = given({
      'query_1.age': { text: 'forty', kind: 'number' },
      'query_1.ids': { text: '{}', kind: 'list' },
      'pagerank_1.ITERATIONS': { text: '1000', kind: 'number' },
      'pagerank_1.SCALE': { text: 'huge', kind: 'enum' },
    });
    expect(faults['query_1.age']).toEqual({ kind: 'notANumber' });
    expect(faults['query_1.ids']).toEqual({ kind: 'notAList' });
    expect(faults['pagerank_1.ITERATIONS']).toMatchObject({ kind: 'message', message: expect.stringContaining('100') });
    expect(faults['pagerank_1.SCALE']).toMatchObject({ message: expect.stringContaining('raw') });
  });

  it('gives the input of an earlier job again', () => {
    const input = { query_1: { must: 7, ids: ['z'] }, pagerank_1: { ITERATIONS: 9 } };
    expect(runInput(groups, entriesOf(groups, input))).toEqual({ input, faults: {} });
    expect(entriesOf(groups, null)).toEqual({});
  });
});

it('fieldOfFault finds the field that the API names', () => {
  expect(fieldOfFault(groups, 'input.query_1.must')).toBe('query_1.must');
  expect(fieldOfFault(groups, 'tasks.pagerank_1.params.ROOT')).toBe('pagerank_1.ROOT');
  expect(fieldOfFault(groups, 'input.query_9')).toBeUndefined();
});
