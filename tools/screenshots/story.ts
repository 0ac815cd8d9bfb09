import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkflowDefinition } from '@orrery/contracts';
import { parseDefinitionText } from '@orrery/workflow';
import type { HttpClient } from '../testing/server-process.ts';
import { FANS_SPACE } from './fans-graph.ts';

/** Workflows and jobs that the pictures show, by what they are for. */
export interface Story {
  readonly workflow: { readonly neighbours: string; readonly influence: string; readonly hubs: string };
  readonly job: {
    readonly neighbours: number;
    readonly other: number;
    readonly influence: number;
    readonly failed: number;
    readonly running: number;
  };
}

const SAMPLE = join(import.meta.dirname, '../../examples/neighbours-of-a-player.yaml');
const FOLLOW = { space: FANS_SPACE, edges: ['follow'] };

const INFLUENCE = {
  name: 'influence_and_communities',
  description: 'Who matters among the fans, and which communities they form',
  tasks: {
    pagerank_1: { type: 'PageRank', input: FOLLOW, params: { ITERATIONS: 40 } },
    lpa_1: { type: 'LPA', input: FOLLOW, params: { ITERATIONS: 20, SEED: 3 } },
    connectedcomponent_1: { type: 'ConnectedComponent', input: FOLLOW },
    degreecentrality_1: { type: 'DegreeCentrality', input: FOLLOW },
    query_1: {
      type: 'Query',
      space: FANS_SPACE,
      query:
        'FETCH PROP ON person ${fan} YIELD id(vertex) AS vid, properties(vertex).name AS name, properties(vertex).club AS club',
      params: { fan: { from: 'pagerank_1', column: 'VID', row: 0 } },
    },
  },
};

const rivals = (statement: string) => ({
  name: 'rivals_by_team',
  description: 'Teams that shared the most players',
  tasks: {
    query_1: {
      type: 'Query',
      space: 'basketballplayer',
      query: 'MATCH (p:player)-[:serve]->(t:team) RETURN id(p) AS player, id(t) AS team',
    },
    query_2: { type: 'Query', space: 'basketballplayer', query: statement, after: ['query_1'] },
    pagerank_1: { type: 'PageRank', input: { from: 'query_1', src: 'player', dst: 'team' }, after: ['query_2'] },
  },
});

/** A last task that needs minutes, so that there is something to see while it runs. */
const HUBS = {
  name: 'hubs_every_night',
  description: 'A long PageRank over the whole graph',
  tasks: {
    query_1: {
      type: 'Query',
      space: FANS_SPACE,
      query: 'MATCH (v:person) RETURN v.person.club AS club, count(*) AS fans ORDER BY fans DESC',
    },
    pagerank_1: {
      type: 'PageRank',
      input: FOLLOW,
      params: { ITERATIONS: 1_000_000, EPS: 0 },
      after: ['query_1'],
    },
    lpa_1: { type: 'LPA', input: FOLLOW, after: ['pagerank_1'] },
  },
};

/** Saves the workflows under fixed ids and runs them, as a user would over some days; waits for all but the last job. */
export async function tellStory(client: HttpClient): Promise<Story> {
  const save = (id: string, definition: object) =>
    client.data('POST', `/api/v1/workflows?id=${id}`, definition).then(() => id);
  const saveAgain = (id: string, definition: object, comment: string) =>
    client.data('PUT', `/api/v1/workflows/${id}?comment=${encodeURIComponent(comment)}`, definition);
  const run = async (id: string, input: object = {}, wait = '?wait=60s'): Promise<number> =>
    (await client.data<{ id: number }>('POST', `/api/v1/workflows/${id}/jobs${wait}`, { input })).id;

  const parsed = parseDefinitionText(readFileSync(SAMPLE, 'utf8'));
  if (!parsed.ok) throw new Error(`${SAMPLE} has faults`);
  const sample = parsed.value as unknown as WorkflowDefinition;
  const pagerank = { ...sample.tasks['pagerank_1'], params: { ITERATIONS: 20, IS_DIRECTED: true, DAMPING: 0.9 } };
  const first = { ...sample, tasks: { ...sample.tasks, pagerank_1: pagerank } };

  await save('1830462917', { name: 'draft_of_the_week', tasks: { query_1: HUBS.tasks.query_1 } });
  const rivalsId = await save(
    '2957310468',
    rivals('MATCH (t:team)-[:located_in]->(c:city) RETURN id(t) AS team, id(c) AS city'),
  );
  const failed = await run(rivalsId);
  const neighbours = await save('4216617528', first);
  const other = await run(neighbours, { query_1: { name: 'Tony Parker' } });
  await saveAgain(neighbours, sample, 'Undirected, as following goes both ways');
  const influence = await save('3094817265', INFLUENCE);
  const hubs = await save('7718204635', HUBS);
  const influenceJob = await run(influence);
  const neighboursJob = await run(neighbours, { query_1: { name: 'Tim Duncan' } });
  const running = await run(hubs, {}, '');
  return {
    workflow: { neighbours, influence, hubs },
    job: { neighbours: neighboursJob, other, influence: influenceJob, failed, running },
  };
}
