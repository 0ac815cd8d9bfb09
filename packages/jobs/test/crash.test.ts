import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { JOB_STATUS } from '@orrery/contracts';
import { FAULT_POINTS } from '@orrery/jobs';
import { CrashServer, executorsLeft } from './crash-support/crash-server.ts';
import { violations, type Post } from './crash-support/check-invariants.ts';
import { postAll } from './crash-support/posts.ts';
import { describeOnBoth, sqliteDatabases, type TestDatabases } from './databases.ts';
import { VIEWER } from './plans.ts';

async function survives(databases: TestDatabases, fault: string): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'orrery-crash-'));
  const mark = `orrery-crash-${process.pid}-${fault}-${Date.now()}`;
  const location = await databases.fresh();
  const posts: Post[] = Array.from({ length: 4 }, (_, i) => ({ key: `post-${i}`, jobId: undefined }));
  try {
    const faulty = await CrashServer.start({ dataDir, location, mark, fault });
    await postAll(faulty, posts);
    const patience = setTimeout(() => void faulty.kill(), 15_000);
    const before = Date.now();
    await faulty.exited;
    clearTimeout(patience);
    expect(Date.now() - before, 'the fault point was not passed').toBeLessThan(14_500);
    const server = await CrashServer.start({ dataDir, location, mark });
    expect(server.isGone, server.stderr).toBe(false);
    // A client whose post was not answered posts again under the same key.
    await postAll(
      server,
      posts.filter((post) => post.jobId === undefined),
    );
    expect(await violations(server, VIEWER, dataDir, posts)).toEqual([]);
    const { items } = await server.call('list', VIEWER, { status: [JOB_STATUS.Success] }, 1, 100);
    expect(items).toHaveLength(posts.length);
    await server.stop();
    expect(executorsLeft(mark)).toEqual([]);
  } finally {
    for (const pid of executorsLeft(mark)) process.kill(pid, 'SIGKILL');
    rmSync(dataDir, { recursive: true, force: true });
  }
}

describeOnBoth('a server that is killed', (databases) => {
  // Commits happen for many reasons: the first are of the start, then come those of posts, claims and results.
  const faults = FAULT_POINTS.flatMap((point) => {
    if (point.startsWith('executor-')) return [];
    // The order of steps does not depend on the database; what a cut transaction leaves does.
    if (databases.kind === 'postgres' && !/commit|after-claim|after-rename/.test(point)) return [];
    const passings =
      databases.kind === 'sqlite' && point.endsWith('-commit') && !point.includes('result') ? [1, 2, 3, 6] : [2];
    return passings.map((passing) => `${point}@${passing}`);
  });
  it.each(faults)('at %s loses and doubles nothing', (fault) => survives(databases, fault));
});

describe('an executor that is killed', () => {
  const databases = sqliteDatabases();
  const points = ['executor-before-flush', 'executor-after-flush'];
  // More than a dozen processes start one after another.
  it.each(points)('at %s costs one attempt', { timeout: 120_000 }, async (point) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'orrery-crash-'));
    const mark = `orrery-crash-${process.pid}-${point}-${Date.now()}`;
    try {
      // The second task of every executor process kills it there; its next attempt is the first task of a new one.
      const server = await CrashServer.start({ dataDir, location: await databases.fresh(), mark, fault: `${point}@2` });
      const posts: Post[] = Array.from({ length: 3 }, (_, i) => ({ key: `post-${i}`, jobId: undefined }));
      await postAll(server, posts);
      expect(await violations(server, VIEWER, dataDir, posts)).toEqual([]);
      let attempts = 0;
      for (const { jobId } of posts) {
        const job = await server.call('get', VIEWER, jobId!);
        expect(job.status).toBe(JOB_STATUS.Success);
        for (const task of job.tasks) attempts += task.attempt;
      }
      expect(attempts).toBeGreaterThan(12);
      await server.stop();
      expect(executorsLeft(mark)).toEqual([]);
    } finally {
      for (const pid of executorsLeft(mark)) process.kill(pid, 'SIGKILL');
      rmSync(dataDir, { recursive: true, force: true });
    }
  });
});

describe('fault points', () => {
  it('come in pairs around each step', () => {
    for (const point of FAULT_POINTS) {
      const twin = point.includes('before-') ? point.replace('before-', 'after-') : point.replace('after-', 'before-');
      expect(FAULT_POINTS).toContain(twin);
    }
  });
});
