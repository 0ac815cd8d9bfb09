import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ENDLESS_QUERY } from './endless-query.ts';
import { startSampleServer, type SampleServer } from './sample-server.ts';

let sample: SampleServer;
beforeAll(async () => {
  sample = await startSampleServer();
}, 120_000);
afterAll(() => sample.close());

// The limit is what is tested: shorter than the wait, longer than the bound within which a server drains.
it('a server that is told to stop does not wait for clients who wait', { timeout: 50_000 }, async () => {
  const { client, server } = sample;
  const tasks = { query_1: { type: 'Query', space: 'basketballplayer', query: ENDLESS_QUERY, retry: 'never' } };
  const { id } = await client.data<{ id: string }>('POST', '/api/v1/workflows', { name: 'endless', tasks });
  const waiting = client.call('POST', `/api-open/v1/workflows/${id}/jobs?wait=60s`).then(
    () => 'answered',
    () => 'cut off',
  );
  for (;;) {
    const { items } = await client.data<{ items: { status: number }[] }>('GET', '/api-open/v1/jobs');
    if (items[0]?.status === 1) break;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  expect(await server.stop()).toBe(0);
  expect(await waiting).toBe('cut off');
});

it('a server that npm started ends with npm', { timeout: 120_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'orrery-stop-'));
  try {
    const npm = spawn(
      'npm',
      ['start', '--silent', '--', '--json', '--port', '0', '--graph-port', '0', '--data', folder],
      {
        cwd: join(import.meta.dirname, '..'),
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    const output = createInterface(npm.stdout);
    const [line] = (await once(output, 'line')) as [string];
    const { url } = JSON.parse(line) as { url: string };
    expect((await fetch(`${url}/api/v1/health`)).status).toBe(200);
    npm.kill('SIGTERM');
    // The server holds the other end of the pipe.
    await once(output, 'close');
    await expect(fetch(`${url}/api/v1/health`)).rejects.toThrow('fetch failed');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
