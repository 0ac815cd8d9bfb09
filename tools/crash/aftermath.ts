import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { JOB_STATUS } from '@orrery/contracts';
import { processesWith, type HttpClient } from '../testing/server-process.ts';

/** Environment variable that every process of a crash run inherits, to find what is left over. */
export const CRASH_MARK = 'ORRERY_CRASH_RUN';

/**
 * Queries and algorithms, side by side and after each other; the job gives `query_1.id`. A kill of the server costs the
 * tasks that run an attempt; a hundred kills in a few minutes can take all of the default three from one of them.
 */
export const CRASH_WORKFLOW = {
  name: 'crash',
  tasks: {
    query_1: {
      type: 'Query',
      space: 'basketballplayer',
      query: 'GO 1 TO 2 STEPS FROM ${id} OVER follow YIELD src(edge) AS src, dst(edge) AS dst',
      params: { id: null },
      retry: 10,
    },
    query_2: {
      type: 'Query',
      space: 'basketballplayer',
      query: 'FETCH PROP ON player ${id} YIELD id(vertex) AS id, player.age AS age',
      params: { id: 'player100' },
      retry: 10,
    },
    bfs_1: {
      type: 'BFS',
      input: { space: 'basketballplayer', edges: ['follow'] },
      params: { ROOT: 'player100' },
      retry: 10,
    },
    pagerank_1: {
      type: 'PageRank',
      input: { space: 'basketballplayer', edges: ['follow'] },
      after: ['query_1', 'query_2'],
      retry: 10,
    },
  },
};

/** What an acknowledged job was asked for. */
export interface Acknowledged {
  readonly player: string;
}

interface JobAnswer {
  readonly id: number;
  readonly status: number;
  readonly tasks: readonly { readonly id: string; readonly name: string; readonly status: number }[];
}

const FOLLOWS = readFileSync(join(import.meta.dirname, '../../examples/basketballplayer/follow.csv'), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(',') as [string, string, string]);

/** The rows of GO 1 TO 2 STEPS FROM player OVER follow: edges from the player, then from each vertex they reach. */
function expectedRows(player: string): string[] {
  const first = FOLLOWS.filter(([src]) => src === player);
  const reached = new Set(first.map(([, dst]) => dst));
  const second = FOLLOWS.filter(([src]) => reached.has(src));
  return [...first, ...second].map(([src, dst]) => `${src},${dst}`).sort();
}

/** Waits until no job is open, then looks at every acknowledged one. @returns a line per fault */
export async function checkAftermath(options: {
  client: HttpClient;
  acknowledged: ReadonlyMap<number, Acknowledged>;
  dataDir: string;
  workflowId: string;
}): Promise<string[]> {
  const { client, acknowledged, workflowId } = options;
  const faults: string[] = [];
  const openFilter = encodeURIComponent(JSON.stringify({ status: [0, 1, 5] }));
  const path = `/api-open/v1/workflows/${workflowId}/jobs`;
  const deadline = Date.now() + 300_000;
  for (;;) {
    const { total } = await client.data<{ total: number }>('GET', `${path}?filter=${openFilter}&pageSize=1`);
    if (total === 0) break;
    if (Date.now() > deadline) return [`${total} jobs are still open after five minutes`];
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  for (const [id, { player }] of acknowledged) {
    const answer = await client.call('GET', `/api-open/v1/jobs/${id}`);
    if (answer.body.code !== 0) {
      faults.push(`job ${id} was acknowledged and is gone: ${answer.body.message}`);
      continue;
    }
    const job = answer.body.data as JobAnswer;
    if (job.status !== JOB_STATUS.Success) {
      faults.push(`job ${id} ended with status ${job.status}: ${JSON.stringify(job.tasks)}`);
      continue;
    }
    for (const task of job.tasks) {
      const rows = await client.call('GET', `/api-open/v1/jobs/${id}/tasks/${task.name}/sample_result?limit=100000`);
      if (rows.body.code !== 0) {
        faults.push(`job ${id}: the result of ${task.name} cannot be read: ${rows.body.message}`);
        continue;
      }
      const { items } = rows.body.data as { items: string[][] };
      if (task.name === 'query_1') {
        const found = items.map((row) => row.join(',')).sort();
        if (JSON.stringify(found) !== JSON.stringify(expectedRows(player))) {
          faults.push(
            `job ${id}: query_1 of ${player} has ${found.length} rows, expected ${expectedRows(player).length}`,
          );
        }
      } else if (items.length === 0) faults.push(`job ${id}: ${task.name} has no rows`);
    }
  }
  return [...faults, ...strayFolders(options.dataDir, acknowledged)];
}

/** Folders of attempts that were never committed, once nothing runs any more. */
function strayFolders(dataDir: string, acknowledged: ReadonlyMap<number, Acknowledged>): string[] {
  const results = join(dataDir, 'results');
  const strays: string[] = [];
  for (const jobId of acknowledged.keys()) {
    const folder = join(results, String(jobId));
    const names = existsSync(folder) ? readdirSync(folder) : [];
    strays.push(
      ...names.filter((name) => !/^[a-z][a-z0-9_]*$/.test(name)).map((name) => `${folder}/${name} is left over`),
    );
    if (names.filter((name) => /^[a-z][a-z0-9_]*$/.test(name)).length !== 4) {
      strays.push(`${folder} has ${names.join(', ')} instead of one folder per task`);
    }
  }
  return strays;
}

/** One line per process of the run that outlived its server. */
export function leftOverProcesses(mark: string): string[] {
  return processesWith(CRASH_MARK, mark).map((pid) => `process ${pid} is left over`);
}
