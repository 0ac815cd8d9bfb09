import type { WorkflowDefinition } from '@orrery/contracts';
import { planJob } from '@orrery/workflow';
import { describe, expect, it } from 'vitest';
import { estimateInput } from '../../src/model/estimate-input.ts';
import { CATALOGUE } from './sample-catalogue.ts';

describe('the input of an estimate', () => {
  it('has something for all that a run must give, and nothing else', () => {
    const definition: WorkflowDefinition = {
      tasks: {
        query_1: {
          type: 'Query',
          space: 's',
          query: 'MATCH (v{a:${asked}, b:${given}})--(w) RETURN id(v) AS src, id(w) AS dst',
          params: { given: 1 },
        },
        bfs_1: { type: 'BFS', input: { from: 'query_1', src: 'src', dst: 'dst' }, params: { ROOT: null } },
        pagerank_1: {
          type: 'PageRank',
          input: { from: 'query_1', src: 'src', dst: 'dst' },
          params: { ITERATIONS: null },
        },
      },
    };
    const input = estimateInput(definition, CATALOGUE);
    expect(input).toEqual({ query_1: { asked: '0' }, bfs_1: { ROOT: '0' }, pagerank_1: { ITERATIONS: '10' } });
    expect(planJob(definition, input, CATALOGUE, { maxAttempts: 1, timeoutMs: 1 })).toMatchObject({ ok: true });
  });
});
