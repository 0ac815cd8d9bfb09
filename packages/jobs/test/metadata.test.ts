import { fork } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CompiledQuery, createQueryId, sql } from 'kysely';
import { expect, it } from 'vitest';
import { Double } from '@orrery/contracts';
import {
  boolCodec,
  bytesCodec,
  containsPattern,
  intCodec,
  jsonCodec,
  textCodec,
  timeCodec,
} from '../src/metadata/codecs.ts';
import { openMetadata, type MetadataLocation } from '../src/metadata/open-metadata.ts';
import { JobReads } from '../src/stores/job-reads.ts';
import { describeOnBoth } from './databases.ts';
import { until } from './controller-harness.ts';

/** Another process that opens the database and says what came of it. */
async function holdElsewhere(
  location: MetadataLocation,
): Promise<{ answer: string; pid: number; kill: () => Promise<void> }> {
  const child = fork(new URL('./fixtures/hold-metadata.ts', import.meta.url), [JSON.stringify(location)], {
    stdio: 'ignore',
    env: process.env,
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const answer = await new Promise<string>((resolve) => child.once('message', (message) => resolve(String(message))));
  return {
    answer,
    pid: child.pid!,
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

describeOnBoth('the metadata database', (databases) => {
  it('round-trips every column type', async () => {
    const { db, writer } = await databases.open();
    const big = 2 ** 53 - 1;
    const definition = { a: 9007199254740993n, b: new Double(1), c: [0.1, null, 'x\0'], d: true };
    const credentials = Uint8Array.from({ length: 256 }, (_, i) => i);
    await writer.write(async (tx) => {
      await tx
        .insertInto('workflows')
        .values({
          id: 'w',
          name: textCodec.encode('n\0ul'),
          name_folded: '',
          graph_address: '',
          user_name: '',
          version: 1,
          create_time_ms: intCodec.encode(big),
          update_time_ms: 0,
          deleted: boolCodec.encode(true),
        })
        .execute();
      await tx
        .insertInto('workflow_versions')
        .values({
          workflow_id: 'w',
          version: 1,
          create_time_ms: 0,
          comment: null,
          definition: jsonCodec.encode(definition),
        })
        .execute();
      await tx
        .insertInto('jobs')
        .values({
          id: 7,
          name: '',
          name_folded: '',
          graph_address: '',
          user_name: '',
          workflow_id: '',
          workflow_name: '',
          workflow_version: 1,
          status: 2,
          reason: textCodec.encodeOptional(undefined),
          source_job_id: null,
          create_time_ms: 0,
          run_begin_ms: timeCodec.encode(undefined),
          run_end_ms: timeCodec.encode(1_795_307_489_980),
          task_count: 0,
          input: jsonCodec.encode(undefined),
          credentials: bytesCodec.encode(credentials),
          result_bytes: big,
        })
        .execute();
    });
    const workflow = await db.selectFrom('workflows').selectAll().executeTakeFirstOrThrow();
    expect(intCodec.decode(workflow.create_time_ms)).toBe(big);
    expect(boolCodec.decode(workflow.deleted)).toBe(true);
    expect(workflow.name).toBe('n\u{FFFD}ul');
    const version = await db.selectFrom('workflow_versions').selectAll().executeTakeFirstOrThrow();
    expect(jsonCodec.decode(version.definition)).toEqual(definition);
    const job = await db.selectFrom('jobs').selectAll().executeTakeFirstOrThrow();
    expect(timeCodec.decode(job.run_begin_ms)).toBeUndefined();
    expect(timeCodec.decode(job.run_end_ms)).toBe(1_795_307_489_980);
    expect(jsonCodec.decode(job.input)).toBeNull();
    expect(Uint8Array.from(bytesCodec.decode(job.credentials!))).toEqual(credentials);
    const sums = await db
      .selectFrom('jobs')
      .select((select) => [select.fn.countAll().as('count'), select.fn.sum('result_bytes').as('sum')])
      .executeTakeFirstOrThrow();
    expect([intCodec.decode(sums.count), intCodec.decode(sums.sum)]).toEqual([1, big]);
    expect(() => intCodec.encode(2 ** 53)).toThrow(RangeError);
    expect(containsPattern('A_%\\')).toBe('%a\\_\\%\\\\%');
  });

  it('belongs to one process: a second is refused with the name of the first, a killed one blocks nobody', async () => {
    const location = await databases.fresh();
    const other = await holdElsewhere(location);
    expect(other.answer).toBe('opened');
    await expect(openMetadata(location)).rejects.toMatchObject({
      name: 'ErrBadRequest',
      message: expect.stringMatching(new RegExp(`is in use by .*${other.pid}.*Stop that one first`)),
    });
    await other.kill();
    let metadata = await openMetadata(location).catch(() => undefined);
    // PostgreSQL notices the death of a client when its socket closes, which takes it a moment.
    await until(
      'the lock is free',
      async () => (metadata ??= await openMetadata(location).catch(() => undefined)) !== undefined,
    );
    const refused = await holdElsewhere(location);
    expect(refused.answer).toContain(String(process.pid));
    await refused.kill();
    await metadata!.close();
    const after = await holdElsewhere(location);
    expect(after.answer).toBe('opened');
    await after.kill();
  });

  it('of a newer version stops the start and is left alone', async () => {
    const location = await databases.fresh();
    const metadata = await databases.open(location);
    const name = '0999_from_the_future';
    await sql`insert into kysely_migration (name, timestamp) values (${name}, '2031-01-01')`.execute(metadata.db);
    await metadata.close();
    await expect(openMetadata(location)).rejects.toMatchObject({
      name: 'ErrInternalDatabase',
      message: expect.stringContaining(
        'schema version "0999_from_the_future", which this version of Orrery does not know',
      ),
    });
  });

  it('commits changes in order, many together, and one that fails harms no other', async () => {
    const { db, writer } = await databases.open();
    const insert = (pid: number) =>
      writer.write((tx) => tx.insertInto('children').values({ pid, identity: 'x', recorded_ms: pid }).execute());
    const results = await Promise.allSettled([
      insert(1),
      insert(2),
      insert(1),
      writer.write(async (tx) => {
        await tx.deleteFrom('children').execute();
        throw new Error('changed my mind');
      }),
      insert(3),
    ]);
    expect(results.map((result) => result.status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'rejected',
      'fulfilled',
    ]);
    expect((await db.selectFrom('children').select('pid').orderBy('pid').execute()).map((row) => row.pid)).toEqual([
      1, 2, 3,
    ]);
    await Promise.all(Array.from({ length: 1000 }, (_, i) => insert(1000 + i)));
    const rows = await db.selectFrom('children').select('pid').where('pid', '>=', 1000).execute();
    expect(rows).toHaveLength(1000);
  });

  it('shows readers nothing that is not committed', async () => {
    const { db, writer } = await databases.open();
    let inside!: () => void;
    const entered = new Promise<void>((resolve) => (inside = resolve));
    let leave!: () => void;
    const gate = new Promise<void>((resolve) => (leave = resolve));
    const write = writer.write(async (tx) => {
      await tx.insertInto('counters').values({ name: 'c', value: 1 }).execute();
      inside();
      await gate;
    });
    await entered;
    const read = db.selectFrom('counters').selectAll().execute();
    if (databases.kind === 'sqlite') setTimeout(leave, 20);
    const rows = await read;
    leave();
    // SQLite's reader waits for the writer, PostgreSQL's sees the state before.
    expect(rows.length).toBe(databases.kind === 'sqlite' ? 1 : 0);
    await write;
    expect(await db.selectFrom('counters').selectAll().execute()).toHaveLength(1);
  });

  it('answers lists, recovery and retention from indexes, without sorting', async () => {
    const { db } = await databases.open();
    if (databases.kind === 'postgres') return;
    const viewer = { graphAddress: 'g', user: 'u', isRoot: false };
    const statements: { sql: string; parameters: readonly unknown[] }[] = [];
    const recording = db.withPlugin({
      transformQuery: ({ node }) => {
        statements.push(db.getExecutor().compileQuery(node, createQueryId()));
        return node;
      },
      transformResult: async ({ result }) => result,
    });
    const reads = new JobReads(recording, () => '');
    const planOfLast = async (count = 1) => {
      const plans = [];
      for (const { sql: text, parameters } of statements.slice(-count)) {
        const { rows } = await db.executeQuery<{ detail: string }>(
          CompiledQuery.raw(`explain query plan ${text}`, [...parameters]),
        );
        plans.push(rows.map((row) => row.detail).join('; '));
      }
      return plans.join(' | ');
    };
    const lists: [Parameters<JobReads['list']>[0], Parameters<JobReads['list']>[1], string][] = [
      [viewer, {}, 'jobs_account (graph_address=? AND user_name=?)'],
      [{ ...viewer, isRoot: true }, {}, 'jobs_graph (graph_address=?)'],
      [viewer, { workflowId: 'w' }, 'jobs_workflow (workflow_id=?)'],
      [{ ...viewer, isRoot: true }, { workflowId: 'w', status: [1], name: 'x' }, 'jobs_workflow (workflow_id=?)'],
    ];
    for (const [who, filter, index] of lists) {
      await reads.list(who, filter, 2, 10);
      expect(statements.length).toBeGreaterThanOrEqual(2);
      const plans = await planOfLast(2);
      expect(plans.split(index)).toHaveLength(3);
      expect(plans).not.toContain('TEMP B-TREE');
    }
    await reads.active(1);
    expect(await planOfLast()).toContain('SEARCH jobs USING INTEGER PRIMARY KEY');
    await reads.logs(1, 'a', 3, 10);
    expect(await planOfLast()).toContain('(job_id=? AND task_key=? AND sequence>?)');
    for (const [text, index] of [
      ['select id from jobs where status in (0, 1, 5) order by id', 'jobs_unfinished'],
      ['select id from jobs where status in (2, 3, 4) and run_end_ms < 5 order by run_end_ms limit 9', 'jobs_ended'],
    ] as const) {
      statements.push({ sql: text, parameters: [] });
      expect(await planOfLast()).toContain(index);
      expect(await planOfLast()).not.toContain('TEMP B-TREE');
    }
  });

  it('that is no database is refused in words', async () => {
    const location = await databases.fresh();
    if (location.kind === 'sqlite') {
      writeFileSync(location.path, 'this is no database, and has been a text file all along\n'.repeat(100));
      await expect(openMetadata(location)).rejects.toMatchObject({
        name: 'ErrInternalDatabase',
        message: expect.stringContaining(location.path),
      });
      const inside = join(location.path, 'm.db');
      await expect(openMetadata({ kind: 'sqlite', path: inside })).rejects.toMatchObject({
        name: 'ErrInternalDatabase',
      });
      expect(existsSync(dirname(location.path))).toBe(true);
    } else {
      const connectionString = `${location.connectionString}_not`;
      await expect(openMetadata({ kind: 'postgres', connectionString })).rejects.toMatchObject({
        name: 'ErrInternalDatabase',
        message: expect.stringContaining('could not be reached'),
      });
    }
  });
});
