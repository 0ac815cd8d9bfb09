import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TestEngine } from './test-engine.ts';

let engine: TestEngine;
beforeAll(async () => {
  engine = await TestEngine.start();
  await engine.loadSample();
});
afterAll(() => engine.close());

describe('what a cluster has and one node is', () => {
  test.each([
    [
      'SHOW HOSTS',
      ['Host', 'Port', 'Status', 'Leader count', 'Leader distribution', 'Partition distribution', 'Version'],
      1,
    ],
    ['SHOW HOSTS GRAPH', ['Host', 'Port', 'Status', 'Role', 'Git Info Sha', 'Version'], 1],
    ['SHOW HOSTS AGENT', ['Host', 'Port', 'Status', 'Role', 'Git Info Sha', 'Version'], 0],
    ['SHOW PARTS', ['Partition ID', 'Leader', 'Peers', 'Losts'], 1],
    ['SHOW PARTS 1', ['Partition ID', 'Leader', 'Peers', 'Losts'], 1],
    ['SHOW META LEADER', ['Meta Leader', 'secs from last heart beat'], 1],
    ['SHOW CONFIGS', ['module', 'name', 'type', 'mode', 'value'], 5],
    ['SHOW CONFIGS STORAGE', ['module', 'name', 'type', 'mode', 'value'], 0],
    ['GET CONFIGS graph:`graph.limits.rows`', ['module', 'name', 'type', 'mode', 'value'], 1],
    ['SHOW SNAPSHOTS', ['Name', 'Status', 'Hosts'], 0],
    ['SHOW TEXT SEARCH CLIENTS', ['Type', 'Host', 'Port'], 0],
    ['SHOW FULLTEXT INDEXES', ['Name', 'Schema Type', 'Schema Name', 'Fields', 'Analyzer'], 0],
    ['SHOW CHARSET', ['Charset', 'Description', 'Default collation', 'Maxlen'], 1],
    ['SHOW COLLATION', ['Collation', 'Charset'], 1],
  ])('%s', async (statement, columns, count) => {
    const answer = await engine.must(statement);
    expect(answer.columns).toEqual(columns);
    expect(answer.rows).toHaveLength(count);
    for (const row of answer.rows) expect(row).toHaveLength(columns.length);
  });

  test('parts are those of the space', async () => {
    expect((await engine.must('SHOW PARTS')).rows).toEqual([[1n, '127.0.0.1:9669', '127.0.0.1:9669', '']]);
    expect(await engine.execute('SHOW PARTS 2')).toMatchObject({ error: { message: 'Part not existed!' } });
  });
});

describe('what needs a cluster says so', () => {
  test.each([
    'SHOW ZONES',
    'SHOW LISTENER',
    'DESC ZONE "z"',
    'SUBMIT JOB BALANCE LEADER',
    'SUBMIT JOB BALANCE IN ZONE REMOVE "127.0.0.1":9779',
    'SUBMIT JOB INGEST',
    'ADD HOSTS 127.0.0.1:9779, "storage2":9779 INTO NEW ZONE "z"',
    'DROP HOSTS 127.0.0.1:9779',
    'MERGE ZONE "a", "b" INTO "c"',
    'RENAME ZONE "a" TO "b"',
    'DIVIDE ZONE "a" INTO "b" (127.0.0.1:9779) "c" (127.0.0.1:9780)',
    'DROP ZONE "a"',
    'ALTER SPACE basketballplayer ADD ZONE "z"',
    'ADD LISTENER ELASTICSEARCH 127.0.0.1:9789',
    'REMOVE LISTENER ELASTICSEARCH',
  ])('%s', async (statement) => {
    const answer = await engine.execute(statement);
    expect(answer).toMatchObject({ error: { type: 'SemanticError' } });
    expect('error' in answer && answer.error.message).toContain('the embedded graph is a single node');
  });

  test.each([
    'CREATE FULLTEXT TAG INDEX nebula_i ON player(name) ANALYZER="standard"',
    'REBUILD FULLTEXT INDEX',
    'DROP FULLTEXT INDEX nebula_i',
    'SIGN IN TEXT SERVICE (127.0.0.1:9200, HTTP)',
    'SIGN OUT TEXT SERVICE',
    'LOOKUP ON player WHERE ES_QUERY(nebula_i, "x") YIELD id(vertex)',
  ])('%s', async (statement) => {
    const answer = await engine.execute(statement);
    expect('error' in answer && answer.error.message).toMatch(/^SemanticError: full-text .* Elasticsearch/);
  });

  test.each([
    ['CREATE SNAPSHOT', 'orrery backup'],
    ['DROP SNAPSHOT a', 'orrery backup'],
    ['UPDATE CONFIGS graph:v = 1', 'when it starts'],
    ['UPDATE CONFIGS storage:rocksdb_db_options = {stats_dump_period_sec = 200}', 'when it starts'],
  ])('%s', async (statement, hint) => {
    const answer = await engine.execute(statement);
    expect('error' in answer && answer.error.message).toContain(hint);
  });
});
