import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statfsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { JOB_STATUS } from '@orrery/contracts';
import { createWorkflowStore, lockFolder, processIdentity, restoreBackup, type MetadataLocation } from '@orrery/jobs';
import { describeWith } from '../../../tools/testing/requirements.ts';
import {
  ControllerHarness,
  finish,
  outputOf,
  planOf,
  run,
  running,
  statuses,
  submit,
  taskOf,
  until,
  VIEWER,
} from './controller-harness.ts';
import { describeOnBoth, sqliteDatabases } from './databases.ts';
import { startPostgresCluster, type PostgresCluster } from './postgres-cluster.ts';

const { Success, Interrupted, Running, Preparing } = JOB_STATUS;
const DAY_MS = 86_400_000;

describeOnBoth('retention', (databases) => {
  const harness = new ControllerHarness(databases);

  it('deletes ended jobs by age, never those that run', async () => {
    const server = await harness.start({ retentionAgeMs: 30 * DAY_MS });
    const old = await run(server, { a: {} });
    const young = await run(server, { a: {} });
    const going = await submit(server, { a: { spec: { sleepMs: 60_000 } } });
    await running(server, going, 'a');
    const longAgo = Date.now() - 31 * DAY_MS;
    await server.metadata.db
      .updateTable('jobs')
      .set({ create_time_ms: longAgo, run_begin_ms: longAgo })
      .where('id', 'in', [old.id, going])
      .execute();
    await server.metadata.db.updateTable('jobs').set({ run_end_ms: longAgo }).where('id', '=', old.id).execute();
    await server.controller.applyRetention();
    const { items } = await server.controller.list(VIEWER, {}, 1, 10);
    expect(items.map((job) => job.id)).toEqual([going, young.id]);
    expect(existsSync(join(server.dataDir, 'results', String(old.id)))).toBe(false);
    expect(existsSync(taskOf(young, 'a').result!.dir)).toBe(true);
  });

  it('keeps the total of results below its limit, the oldest go first', async () => {
    const server = await harness.start({ retentionBytes: 4000 });
    const jobs = [];
    for (let i = 0; i < 5; i++) jobs.push(await run(server, { a: { spec: { value: 'x'.repeat(1500) } } }));
    await until('the total fits', async () => (await server.controller.list(VIEWER, {}, 1, 10)).total === 2);
    const { items } = await server.controller.list(VIEWER, {}, 1, 10);
    expect(items.map((job) => job.id)).toEqual([jobs[4]!.id, jobs[3]!.id]);
    // The figure outlives a restart.
    await server.stop();
    const again = await harness.start({ retentionBytes: 4000 }, { location: server.location, dataDir: server.dataDir });
    const last = await run(again, { a: { spec: { value: 'x'.repeat(1500) } } });
    await until('the total fits', async () => (await again.controller.list(VIEWER, {}, 1, 10)).total === 2);
    expect((await again.controller.list(VIEWER, {}, 1, 10)).items.map((job) => job.id)).toEqual([last.id, jobs[4]!.id]);
  });

  it('removes deleted workflows once no job refers to them', async () => {
    const server = await harness.start();
    const store = await createWorkflowStore(server.metadata);
    const definition = { tasks: { q: { type: 'Query' as const, space: 's', query: 'YIELD 1' } } };
    const used = await store.create(VIEWER, definition);
    const unused = await store.create(VIEWER, definition);
    await run(server, { a: {} }, { workflowId: used.id });
    await store.delete(VIEWER, used.id);
    await store.delete(VIEWER, unused.id);
    await server.controller.applyRetention();
    expect((await store.ofJob(VIEWER, used.id, 1)).definition.tasks).toEqual(definition.tasks);
    await expect(store.ofJob(VIEWER, unused.id, 1)).rejects.toMatchObject({ name: 'ErrNotFound' });
  });
});

describeOnBoth('backup and restore', (databases) => {
  const harness = new ControllerHarness(databases);

  it('copies ended jobs with their results while others run, and brings them back elsewhere', async () => {
    const server = await harness.start();
    const done = await run(
      server,
      { a: { spec: { value: 'kept', logLines: 3 } }, b: { dependsOn: ['a'] } },
      { input: { x: 9007199254740993n } },
    );
    const going = await submit(server, { a: {}, b: { dependsOn: ['a'], spec: { sleepMs: 60_000 } } });
    await running(server, going, 'b');
    const store = await createWorkflowStore(server.metadata);
    const workflow = await store.create(VIEWER, { tasks: { q: { type: 'Query', space: 's', query: 'YIELD 1' } } });
    const target = join(harness.folder(), 'backup');
    await Promise.all([server.controller.backup(target), run(server, { a: {} })]);
    await expect(server.controller.backup(target)).rejects.toMatchObject({ name: 'ErrBadRequest' });
    expect(readdirSync(target).toSorted()).toEqual(['backup.json', 'metadata.db', 'results']);
    // What is deleted afterwards stays in the backup.
    await server.controller.delete(VIEWER, done.id);

    const location = await databases.fresh();
    const dataDir = harness.folder();
    await restoreBackup(target, dataDir, location);
    const restored = await harness.start({}, { location, dataDir });
    const job = await restored.controller.get(VIEWER, done.id);
    expect(job).toEqual({
      ...done,
      tasks: done.tasks.map((task) => ({
        ...task,
        result: { ...task.result!, dir: task.result!.dir.replace(server.dataDir, dataDir) },
      })),
    });
    expect(outputOf(taskOf(job, 'b')).upstream).toMatchObject({ a: { value: 'kept' } });
    expect(await restored.controller.logs(VIEWER, done.id, 'a', 0, 10)).toHaveLength(3);
    const cut = await restored.controller.get(VIEWER, going);
    expect(cut).toMatchObject({ status: Interrupted, reason: 'it had not ended when the backup was made' });
    expect(statuses(cut)).toEqual({ a: Success, b: Interrupted });
    expect(outputOf(taskOf(cut, 'a')).value).toBeNull();
    const stored = await restored.metadata.db.selectFrom('jobs').select(['id', 'credentials']).execute();
    expect(stored.every((row) => row.credentials === null)).toBe(true);
    expect(await (await createWorkflowStore(restored.metadata)).get(VIEWER, workflow.id)).toEqual(workflow);
    expect(await submit(restored, { a: {} })).toBeGreaterThan(going);

    await restored.stop();
    await expect(restoreBackup(target, harness.folder(), location)).rejects.toMatchObject({
      name: 'ErrBadRequest',
      message: expect.stringContaining('holds jobs or workflows already'),
    });
    await expect(restoreBackup(dataDir, harness.folder(), await databases.fresh())).rejects.toMatchObject({
      name: 'ErrBadRequest',
      message: expect.stringContaining('no complete backup'),
    });
  });
});

describe('recovery', () => {
  const harness = new ControllerHarness(sqliteDatabases());

  it('ends a recorded child that survived, and never a process that only has its pid', async () => {
    const server = await harness.start();
    const { spawn } = await import('node:child_process');
    const survivor = spawn('sleep', ['600'], { stdio: 'ignore' });
    const innocent = spawn('sleep', ['600'], { stdio: 'ignore' });
    try {
      await server.controller.recordChild(survivor.pid!, processIdentity(survivor.pid!)!);
      await server.controller.recordChild(innocent.pid!, `${processIdentity(innocent.pid!)}0`);
      await server.stop();
      const again = await harness.start({}, { location: server.location, dataDir: server.dataDir });
      await until('the survivor is gone', () => survivor.signalCode === 'SIGKILL');
      expect(processIdentity(innocent.pid!)).toBeDefined();
      expect(await again.metadata.db.selectFrom('children').selectAll().execute()).toEqual([]);
    } finally {
      survivor.kill('SIGKILL');
      innocent.kill('SIGKILL');
    }
  });

  it('removes folders without a job, results without a mark, and what was half written', async () => {
    const server = await harness.start();
    const job = await run(server, { a: {} });
    await server.stop();
    const results = join(server.dataDir, 'results');
    const { mkdirSync } = await import('node:fs');
    for (const folder of ['999/a', '.attempts/x-1', '.trash/y']) {
      mkdirSync(join(results, folder), { recursive: true });
      writeFileSync(join(results, folder, 'f'), 'half');
    }
    await harness.start({}, { location: server.location, dataDir: server.dataDir });
    expect(readdirSync(results).toSorted()).toEqual(['.attempts', '.trash', String(job.id)]);
    expect(readdirSync(join(results, '.attempts'))).toEqual([]);
    expect(readdirSync(join(results, '.trash'))).toEqual([]);
  });

  it('a task whose attempts are used up fails; credentials under another key fail it too', async () => {
    const server = await harness.start({ maxRunningJobs: 1 });
    const once = await submit(server, { a: { spec: { sleepMs: 60_000 }, maxAttempts: 1 }, b: { dependsOn: ['a'] } });
    const next = await submit(server, { a: {} });
    await running(server, once, 'a');
    await server.stop();
    const again = await harness.start(
      {},
      { location: server.location, dataDir: server.dataDir, key: Buffer.alloc(32, 9) },
    );
    const job = await finish(again, once);
    expect(taskOf(job, 'a').reason).toBe('the server stopped while it ran');
    expect(taskOf(job, 'b').status).toBe(Interrupted);
    expect(taskOf(await finish(again, next), 'a').reason).toContain("the job's credentials can't be decrypted");
  });

  it('a job that was being cancelled is Interrupted', async () => {
    const server = await harness.start({ cancelGraceMs: 60_000 });
    const id = await submit(server, { a: { spec: { sleepMs: 60_000, stubborn: true } } });
    await running(server, id, 'a');
    await server.controller.cancel(VIEWER, id);
    await server.stop();
    const again = await harness.start({}, { location: server.location, dataDir: server.dataDir });
    expect(await again.controller.get(VIEWER, id)).toMatchObject({
      status: Interrupted,
      reason: 'the job was cancelled',
    });
  });

  it('a command that does not resume leaves the jobs of others to the next server', async () => {
    const first = await harness.start({ maxRunningJobs: 1 });
    const begun = await submit(first, { a: { spec: { sleepMs: 400 }, maxAttempts: 2 } });
    const waiting = await submit(first, { a: {} });
    await running(first, begun, 'a');
    await first.stop(0);
    const { dataDir, location } = first;
    const command = await harness.start({}, { dataDir, location, resumeJobs: false });
    expect((await run(command, { a: {} })).status).toBe(Success);
    expect(taskOf(await command.controller.get(VIEWER, begun), 'a')).toMatchObject({ status: Running, attempt: 1 });
    expect((await command.controller.get(VIEWER, waiting)).status).toBe(Preparing);
    await command.stop();
    const next = await harness.start({}, { dataDir, location });
    expect((await finish(next, begun)).status).toBe(Success);
    expect((await finish(next, waiting)).status).toBe(Success);
  });

  it('the metadata file is its owner’s alone', async () => {
    const { location } = await harness.start();
    if (location.kind !== 'sqlite') return;
    for (const name of ['', '-wal']) expect(statSync(`${location.path}${name}`).mode & 0o777).toBe(0o600);
  });

  it('a data folder belongs to one server', async () => {
    const server = await harness.start();
    await expect(lockFolder(server.dataDir)).rejects.toMatchObject({
      name: 'ErrBadRequest',
      message: expect.stringContaining(`process ${process.pid}`),
    });
    await expect(harness.start({}, { dataDir: server.dataDir })).rejects.toMatchObject({ name: 'ErrBadRequest' });
    await server.stop();
    (await lockFolder(server.dataDir)).release();
  });

  it('keeps a reserve on the disk', async () => {
    const server = await harness.start();
    expect(statSync(join(server.dataDir, 'reserve')).size).toBe(32 * 2 ** 20);
  });

  it('takes no reserve where that would fill the disk', async () => {
    const folder = harness.folder();
    const { bavail, bsize } = statfsSync(folder);
    const server = await harness.start({ minFreeDiskBytes: bavail * bsize - 2 ** 20 }, { dataDir: folder });
    expect(existsSync(join(server.dataDir, 'reserve'))).toBe(false);
  });

  it('a metadata database without space gives up the reserve, says so, and goes on when there is space', async () => {
    const server = await harness.start();
    const { sqlite } = server.metadata;
    if (sqlite === undefined) return;
    const pages = sqlite.pragma('page_count', { simple: true }) as number;
    sqlite.pragma(`max_page_count = ${pages}`);
    const value = 'x'.repeat(2 ** 20);
    await expect(submit(server, { a: { spec: { value } } })).rejects.toMatchObject({
      name: 'ErrInternalDatabase',
      message: expect.stringContaining('The disk is full: free some space.'),
    });
    expect(existsSync(join(server.dataDir, 'reserve'))).toBe(false);
    sqlite.pragma('max_page_count = 1000000');
    expect((await run(server, { a: { spec: { value } } })).status).toBe(Success);
  });

  it('a write that the reserve makes room for succeeds', async () => {
    const { writer, sqlite } = (await harness.start()).metadata;
    if (sqlite === undefined) return;
    sqlite.pragma(`max_page_count = ${sqlite.pragma('page_count', { simple: true }) as number}`);
    let asked = 0;
    writer.onDiskFull(() => {
      asked++;
      sqlite.pragma('max_page_count = 1000000');
      return Promise.resolve(true);
    });
    const rows = Array.from({ length: 2000 }, (_, i) => ({ name: `counter ${i}`.padEnd(100), value: i }));
    await Promise.all(rows.map((row) => writer.write((tx) => tx.insertInto('counters').values(row).execute())));
    expect(asked).toBe(1);
  });
});

describeOnBoth('trouble with the database', (databases) => {
  const harness = new ControllerHarness(databases);

  it('connections that break in the middle cost nothing', async () => {
    if (databases.kind === 'sqlite') return;
    const server = await harness.start();
    const { connectionString } = server.location as { connectionString: string };
    const ids = [];
    for (let i = 0; i < 6; i++) {
      ids.push(
        await submit(server, {
          a: { spec: { sleepMs: 60, value: i } },
          b: { dependsOn: ['a'], spec: { sleepMs: 60, value: i } },
        }),
      );
    }
    for (let i = 0; i < 6; i++) {
      await databases.cluster().cutConnections(connectionString);
      await new Promise((resolve) => setTimeout(resolve, 60));
    }
    await until('the lock is taken again', async () => {
      await databases.cluster().cutConnections(connectionString);
      return true;
    });
    const finished = async (id: number): Promise<boolean> =>
      server.controller.get(VIEWER, id).then(
        (job) => job.status === Success,
        () => false,
      );
    for (const id of ids) await until(`job ${id} ends`, () => finished(id));
    for (const id of ids) {
      const job = await server.controller.get(VIEWER, id);
      expect(job.tasks.map((task) => task.attempt)).toEqual([1, 1]);
    }
  });
});

describeWith('postgres', 'a database that another server took over', () => {
  let cluster: PostgresCluster;
  beforeAll(async () => {
    cluster = await startPostgresCluster();
  });
  afterAll(() => cluster.stop());
  const location = async (): Promise<MetadataLocation> => ({
    kind: 'postgres',
    connectionString: await cluster.createDatabase(),
  });
  const harness = new ControllerHarness({ ...sqliteDatabases(), fresh: location, cluster: () => cluster });

  it('is left alone: executors end, and the reason is told', async () => {
    const lost = Promise.withResolvers<string>();
    const server = await harness.start({}, { onLost: lost.resolve, location: await location() });
    const id = await submit(server, { a: { spec: { sleepMs: 60_000 } } });
    await running(server, id, 'a');
    // Somebody who waits for the lock gets it in the moment in which the server's connection breaks.
    const { connectionString } = server.location as { connectionString: string };
    const rival = new pg.Client({ connectionString, application_name: 'orrery 4711@elsewhere' });
    await rival.connect();
    const holder = await rival.query<{ pid: number; classid: number; objid: number }>(
      `select pid, classid::int, objid::int from pg_locks where locktype = 'advisory'`,
    );
    const { pid, classid, objid } = holder.rows[0]!;
    const taken = rival.query('select pg_advisory_lock($1, $2)', [classid, objid]);
    const killer = new pg.Client({ connectionString });
    await killer.connect();
    await until('the rival waits', async () => {
      const waiting = await killer.query(`select 1 from pg_locks where locktype = 'advisory' and not granted`);
      return waiting.rowCount === 1;
    });
    await killer.query('select pg_terminate_backend($1)', [pid]);
    await taken;
    expect(await lost.promise).toContain('is in use by orrery 4711@elsewhere');
    await until('no executor is left', () => harness.executorPids().length === 0);
    await expect(server.controller.submit(planOf({ a: {} }))).rejects.toMatchObject({ name: 'ErrInternalController' });
    await killer.end();
    await rival.end();
  });
});

describe('the index', () => {
  it('loads no database driver into an executor', () => {
    const script = `
      import { registerHooks } from 'node:module';
      const loaded = [];
      registerHooks({ load(url, context, next) { loaded.push(url); return next(url, context); } });
      await import(${JSON.stringify(import.meta.resolve('@orrery/jobs'))});
      process.stdout.write(loaded.join('\\n'));`;
    const loaded = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
    expect(loaded).toContain('run-executor.ts');
    expect(loaded).not.toMatch(/better-sqlite3|kysely|node_modules\/pg|scheduler/);
  });

  it('refuses to be an executor outside a controller', async () => {
    const { runExecutor } = await import('@orrery/jobs');
    const send = process.send;
    delete process.send;
    try {
      await expect(runExecutor({ taskTypes: [] })).rejects.toThrow('start the server instead');
    } finally {
      if (send) process.send = send;
    }
  });

  it('refuses limits that are none', async () => {
    const { limitsOf } = await import('../src/control/controller-options.ts');
    const machine = { threads: 1, memoryBytes: 1 };
    expect(() => limitsOf({ maxRunningJobs: 0 }, machine)).toThrow('maxRunningJobs is 0, but must be at least 1');
    expect(() => limitsOf({ retentionAgeMs: NaN }, machine)).toThrow('retentionAgeMs is NaN');
    expect(limitsOf({}, machine)).toMatchObject({ maxRunningJobs: 3, maxRunningTasks: 10, resources: machine });
  });
});
