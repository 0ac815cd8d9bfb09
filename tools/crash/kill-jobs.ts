import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importSampleGraph } from '../testing/sample-graph.ts';
import { HttpClient, startServerProcess } from '../testing/server-process.ts';
import { CRASH_MARK, CRASH_WORKFLOW, checkAftermath, leftOverProcesses, type Acknowledged } from './aftermath.ts';
import { seededRandom } from './seeded-random.ts';
import type { Tally } from './tally.ts';

/**
 * One data folder, a server killed with SIGKILL at seeded random moments while jobs are posted and run. Afterwards every
 * acknowledged job is there and ends, no task's result is missing, doubled or half written, and no child process is left
 * over. Counts jobs.
 */
export async function killJobs(kills: number, seed: number): Promise<Tally> {
  const random = seededRandom(seed);
  process.stdout.write(`crash: ${kills} kills of a server with jobs, --seed ${seed}\n`);

  const folder = mkdtempSync(join(tmpdir(), 'orrery-crash-'));
  const dataDir = join(folder, 'data');
  const mark = `${process.pid}-${seed}`;
  let graphPort = 0;
  /** The graph keeps its port: jobs that wait for a restart have it in their credentials. */
  const start = async () => {
    const started = await startServerProcess({ dataDir, graphPort, environment: { [CRASH_MARK]: mark } });
    graphPort = started.graphPort;
    return started;
  };
  const acknowledged = new Map<number, Acknowledged>();
  let workflowId = '';

  /** Posts one job after another until the server is gone; each acknowledged id is kept with what its result must be. */
  async function postUntilKilled(client: HttpClient): Promise<void> {
    for (let i = 0; ; i++) {
      const player = `player${100 + Math.floor(random() * 50)}`;
      const input = { query_1: { id: player } };
      try {
        const { id } = await client.data<{ id: number }>('POST', `/api-open/v1/workflows/${workflowId}/jobs`, {
          input,
        });
        acknowledged.set(id, { player });
      } catch {
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, 20 + random() * 120));
    }
  }

  const failures: string[] = [];
  let server = await start();
  try {
    await importSampleGraph(server);
    const setup = new HttpClient(server.url);
    await setup.connect(server.graphHost, server.graphPort);
    ({ id: workflowId } = await setup.data<{ id: string }>('POST', '/api/v1/workflows', CRASH_WORKFLOW));
    for (let kill = 1; kill <= kills; kill++) {
      const client = new HttpClient(server.url);
      await client.connect(server.graphHost, server.graphPort);
      const posting = postUntilKilled(client);
      await new Promise((resolve) => setTimeout(resolve, 30 + random() * 1500));
      await server.kill();
      await posting;
      server = await start();
      if (kill % 10 === 0) process.stdout.write(`crash: ${kill} kills, ${acknowledged.size} jobs acknowledged\n`);
    }
    const client = new HttpClient(server.url);
    await client.connect(server.graphHost, server.graphPort);
    failures.push(...(await checkAftermath({ client, acknowledged, dataDir, workflowId })));
  } catch (error) {
    failures.push(`${(error as Error).stack}\nserver output:\n${server.output()}`);
  } finally {
    const exitCode = await server.stop();
    if (exitCode !== 0) failures.push(`the server's own stop ended with ${exitCode}\n${server.output()}`);
  }
  failures.push(...leftOverProcesses(mark));
  if (failures.length === 0) rmSync(folder, { recursive: true, force: true });
  else process.stdout.write(`the data folder is kept at ${dataDir}\n`);
  for (const failure of failures) process.stdout.write(`failed: ${failure}\n`);
  return { passed: acknowledged.size - Math.min(acknowledged.size, failures.length), failed: failures.length };
}
