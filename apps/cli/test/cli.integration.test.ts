import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildGoClient, GO_CLIENT } from '../../../tools/testing/go-client.ts';
import { describeWith } from '../../../tools/testing/requirements.ts';
import { HttpClient, startServerProcess, type ServerProcess } from '../../../tools/testing/server-process.ts';

const run = promisify(execFile);
const root = join(import.meta.dirname, '../../..');
const ENTRY = join(root, 'apps/cli/bin/orrery.mjs');
let folder: string;
let server: ServerProcess;

interface Run {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function orrery(args: readonly string[], environment: Record<string, string> = {}): Promise<Run> {
  return new Promise((resolve) => {
    const env = {
      ...process.env,
      INIT_CWD: folder,
      ORRERY_SERVER: server?.url,
      ORRERY_GRAPH: `${server?.graphHost}:${server?.graphPort}`,
      ...environment,
    };
    execFile(process.execPath, [ENTRY, ...args], { env, cwd: folder }, (error, stdout, stderr) => {
      const code = (error as { code?: number | string } | null)?.code;
      resolve({ code: typeof code === 'number' ? code : error ? -1 : 0, stdout, stderr });
    });
  });
}

const json = (run: Run): unknown => {
  expect(run.stderr + run.stdout, run.stderr).not.toBe('');
  return JSON.parse(run.stdout);
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'orrery-cli-'));
  server = await startServerProcess({ dataDir: join(folder, 'data') });
  const imported = await orrery(['import', join(root, 'examples/basketballplayer/import.yaml'), '--json']);
  expect(imported.stderr).toBe('');
  expect(json(imported)).toMatchObject({ rejected: 0 });
}, 120_000);

afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const WORKFLOW = `name: from_the_shell
tasks:
  query_1:
    type: Query
    space: basketballplayer
    query: GO FROM \${id} OVER follow YIELD dst(edge) AS id, follow.degree AS degree
    params: { id: null }
`;

it('saves, lists, changes and compares workflows', { timeout: 60_000 }, async () => {
  writeFileSync(join(folder, 'one.yaml'), WORKFLOW);
  writeFileSync(join(folder, 'two.yaml'), WORKFLOW.replace('id: null', 'id: player100'));
  const created = await orrery(['workflow', 'create', 'one.yaml', '--id', '1234567890']);
  expect(created).toMatchObject({ code: 0, stdout: '1234567890\n' });
  expect((await orrery(['workflow', 'update', '1234567890', 'two.yaml', '--comment', 'a default'])).code).toBe(0);
  const diff = json(await orrery(['workflow', 'diff', '1234567890', '--from', '1', '--to', '2', '--json']));
  expect(diff).toMatchObject({ changes: [{ path: 'tasks.query_1.params.id', before: null, after: 'player100' }] });
  expect((await orrery(['workflow', 'versions', '1234567890'])).stdout).toContain('a default');
  expect((await orrery(['workflow', 'list', '--search', 'from_the'])).stdout).toContain('1234567890');
  const text = (await orrery(['workflow', 'get', '1234567890'])).stdout;
  expect(text).toContain('id: player100');
  expect((await orrery(['workflow', 'get', '4040404040'])).code).toBe(4);
});

it('posts a job, follows it, and reads its result in every form', { timeout: 60_000 }, async () => {
  const input = '{"query_1":{"id":"player101"}}';
  const posted = await orrery(['job', 'post', '1234567890', '--input', input, '--follow', '--json']);
  expect(posted.code).toBe(0);
  const job = json(posted) as { id: number; tasks: { result: { rowCount: number } }[] };
  expect(job.tasks[0]!.result.rowCount).toBe(3);
  const id = String(job.id);
  const page = json(await orrery(['job', 'result', id, 'query_1', '--sort', '-degree', '--limit', '1', '--json']));
  expect(page).toMatchObject({ total: 3, rows: [[expect.any(String), '95']] });
  expect((await orrery(['job', 'result', id, 'query_1', '--format', 'csv'])).stdout.split('\n')[0]).toMatch(
    /^id,degree/,
  );
  await orrery(['job', 'result', id, 'query_1', '--format', 'parquet', '--output', 'result.parquet']);
  expect(readFileSync(join(folder, 'result.parquet')).subarray(0, 4).toString()).toBe('PAR1');
  expect((await orrery(['job', 'list', '--status', 'success', '--workflow', '1234567890'])).stdout).toContain(
    'Success',
  );
  expect((await orrery(['job', 'cancel', id])).code).toBe(2);
  expect((await orrery(['job', 'get', '999999'])).code).toBe(4);
});

it('says what is wrong, and how it went, by its exit code', { timeout: 60_000 }, async () => {
  const bad = await orrery(['job', 'post', '1234567890', '--input', '{"query_1":{"nosuch":1}}']);
  expect(bad.code).toBe(2);
  expect(bad.stderr).toContain('nosuch');
  expect((await orrery(['job', 'post', '1234567890', '--input', '{'])).code).toBe(2);
  expect((await orrery(['workflow', 'list'], { ORRERY_PASSWORD: 'wrong' })).code).toBe(3);
  expect((await orrery(['workflow', 'list', '--server', 'http://127.0.0.1:9'])).code).toBe(3);
  expect((await orrery(['nosuch'])).code).toBe(2);
});

it('runs scripts and statements in the console', { timeout: 60_000 }, async () => {
  writeFileSync(
    join(folder, 'script.ngql'),
    '# the sample\n:play something\nUSE basketballplayer; FETCH PROP ON player "player100" YIELD player.name AS name;\n',
  );
  const script = await orrery(['console', '-f', 'script.ngql']);
  expect(script.stdout).toContain('Tim Duncan');
  expect(script.stderr).toContain(':play something is ignored');
  const commands =
    ':param least => 90 + 5\n:csv out.csv\n:repeat 2\n$a = GO FROM "player100" OVER follow WHERE follow.degree >= $least YIELD dst(edge) AS d; ';
  writeFileSync(join(folder, 'commands.ngql'), `USE basketballplayer;\n${commands}YIELD $a.d AS d;\n:quit\nnonsense\n`);
  const run = await orrery(['console', '-f', 'commands.ngql', '--json']);
  expect(run).toMatchObject({ code: 0 });
  expect(
    run.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).rows),
  ).toEqual([[], [['"player101"'], ['"player125"']], [['"player101"'], ['"player125"']]]);
  expect(readFileSync(join(folder, 'out.csv'), 'utf8')).toBe('d\nplayer101\nplayer125\n');
  writeFileSync(join(folder, 'dot.ngql'), ':dot plan.dot\nEXPLAIN FORMAT="dot" YIELD 1;\n:dot none.dot\nYIELD 2');
  const drawn = await orrery(['console', '-f', 'dot.ngql']);
  expect(drawn).toMatchObject({ code: 1, stderr: expect.stringMatching(/line 4: :dot writes the plan/) });
  expect(drawn.stdout).toContain(readFileSync(join(folder, 'plan.dot'), 'utf8'));
  expect(existsSync(join(folder, 'none.dot'))).toBe(false);
  const failed = await orrery(['console', '-e', 'YIELD 1; YIELD nosuch(1); YIELD 2']);
  expect(failed.code).toBe(1);
  expect(failed.stderr).toMatch(/line 1: .*nosuch/);
  expect(failed.stdout).not.toContain('2\n');
});

it('imports scripts, going on after failures that it counts, names and keeps', { timeout: 60_000 }, async () => {
  const script = [
    '# made for a cluster; it waits',
    'CREATE SPACE scripted (vid_type = FIXED_STRING(8)); :sleep 600',
    ':sleep 20;',
    'USE scripted; CREATE TAG t (n int); // both on a line',
    ':play basketballplayer',
    ':param base => 40',
    'INSERT VERTEX t (n) VALUES',
    '  "a":(1), -- one',
    '  "b":($base + 2); INSERT VERTEX t (n) VALUES "c":("x");',
    'INSERT VERTEX nothing () VALUES "d":(); INSERT VERTEX t (n) VALUES "d":(4);',
  ].join('\r\n');
  writeFileSync(join(folder, 'load.ngql'), `\ufeff${script}`);
  const data = ['--data', join(folder, 'data')];
  const loaded = await orrery(['import', 'load.ngql', ...data]);
  expect(loaded.code, loaded.stderr).toBe(1);
  expect(loaded.stdout).toMatch(/^load\.ngql: 7 statements, 2 failed \(.*\)\n$/);
  expect(loaded.stderr.split('\n')).toEqual([
    'line 2: :sleep 600 is not needed, the graph knows new definitions at once',
    'line 3: :sleep 20 is not needed, the graph knows new definitions at once',
    'line 5: :play basketballplayer is ignored',
    expect.stringMatching(/^line 9: .*data type/),
    expect.stringMatching(/^line 10: .*nothing/),
    `what failed, with the reasons, is in ${join(folder, 'rejected.ngql')}`,
    '',
  ]);
  const kept = readFileSync(join(folder, 'rejected.ngql'), 'utf8');
  expect(kept.split('\n')).toEqual([
    'USE `scripted`;',
    expect.stringMatching(/^# line 9: /),
    'INSERT VERTEX t (n) VALUES "c":("x");',
    expect.stringMatching(/^# line 10: /),
    'INSERT VERTEX nothing () VALUES "d":();',
    '',
  ]);
  const rows = await orrery([
    'console',
    '-e',
    'USE scripted; MATCH (v:t) RETURN id(v), v.t.n AS n ORDER BY n',
    '--json',
  ]);
  expect(JSON.parse(rows.stdout.trim().split('\n').at(-1)!).rows).toEqual([
    ['"a"', '1'],
    ['"d"', '4'],
    ['"b"', '42'],
  ]);
  // What was kept is a script, too; into the graph that --graph names, in the space that --space names.
  writeFileSync(join(folder, 'again.ngql'), kept.replace('USE `scripted`;\n', '').replace('"x"', '3'));
  const again = await orrery(['import', 'again.ngql', '--space', 'scripted', '--rejected', 'still.ngql', '--json']);
  expect(again.code).toBe(1);
  expect(json(again)).toEqual({
    file: join(folder, 'again.ngql'),
    statements: 2,
    failed: 1,
    isCutShort: false,
    failures: [{ line: 4, space: 'scripted', message: expect.stringContaining('nothing') }],
    rejectedFile: join(folder, 'still.ngql'),
  });
});

it('ends a script at a failure where asked to, and always at a USE that fails', { timeout: 60_000 }, async () => {
  writeFileSync(join(folder, 'stops.ngql'), 'YIELD 1;\nYIELD nosuch(1);\nYIELD 2;\nUSE nowhere;\nYIELD 3;\n');
  const report = async (...options: string[]): Promise<unknown> => {
    const { statements, failed, isCutShort } = json(await orrery(['import', 'stops.ngql', '--json', ...options])) as {
      [key: string]: unknown;
    };
    return { statements, failed, isCutShort };
  };
  expect(await report('--stop-on-error')).toEqual({ statements: 2, failed: 1, isCutShort: true });
  // In a folder of its own, whose graph is started for the script.
  const alone = ['--data', join(folder, 'alone')];
  expect(await report(...alone)).toEqual({ statements: 4, failed: 2, isCutShort: true });
  const console = await orrery(['console', '-f', 'stops.ngql', '--keep-going']);
  expect(console.code).toBe(1);
  expect(console.stderr).toMatch(/line 2: .*nosuch[^]*line 4: .*nowhere[^]*2 of 4 statements failed/);
  expect((await orrery(['import', 'stops.ngql', '--tag', 'a=b.csv'])).code).toBe(2);
});

it('keeps rejected rows of an import, with the reasons', { timeout: 60_000 }, async () => {
  writeFileSync(join(folder, 'people.csv'), 'id,name,age\na,"O\'Hara, ""X""\n2nd line",30\nb,Bob,old\nc,,\n');
  const run = await orrery([
    'import',
    '--space',
    'people',
    '--tag',
    'person=people.csv',
    '--rejected',
    'bad.csv',
    '--json',
  ]);
  const report = json(run) as { written: number; rejected: number };
  expect({ written: report.written, rejected: report.rejected }).toEqual({ written: 3, rejected: 0 });
  writeFileSync(
    join(folder, 'mapping.yaml'),
    'space: people\ntags:\n  aged: { file: people.csv, vid: id, props: { age: int } }\n',
  );
  const typed = await orrery(['import', 'mapping.yaml', '--rejected', 'bad.csv', '--json']);
  expect(typed.code).toBe(1);
  expect(json(typed)).toMatchObject({ written: 2, rejected: 1 });
  expect(readFileSync(join(folder, 'bad.csv'), 'utf8')).toMatch(/,2,"column age: expected a whole number/);
});

it('runs a file through the server that holds the folder, and checks files', { timeout: 60_000 }, async () => {
  const run = await orrery(['run', 'two.yaml', '--data', join(folder, 'data')]);
  expect(run.stdout).toMatch(/job \d+ Success/);
  writeFileSync(
    join(folder, 'broken.yaml'),
    'name: x\ntasks:\n  a: { type: PageRnk, input: { from: b, src: s, dst: d } }\n',
  );
  const check = await orrery(['check', 'one.yaml', 'broken.yaml']);
  expect(check.code).toBe(2);
  expect(check.stdout).toContain('one.yaml: in order');
  expect(check.stdout).toMatch(/PageRnk.*PageRank/);
});

it('generates the same graph for the same seed', { timeout: 60_000 }, async () => {
  for (const name of ['g1.csv', 'g2.csv']) {
    expect((await orrery(['generate', 'rmat', name, '--scale', '8', '--edge-factor', '4', '--seed', '7'])).code).toBe(
      0,
    );
  }
  const text = readFileSync(join(folder, 'g1.csv'), 'utf8');
  expect(text.split('\n')[0]).toBe('src,dst');
  expect(text.trim().split('\n').length).toBe(1 + 4 * 256);
  expect(readFileSync(join(folder, 'g2.csv'), 'utf8')).toBe(text);
});

it(
  'estimates memory and time of workflow files and of algorithms, by the figures of the API',
  { timeout: 60_000 },
  async () => {
    const data = ['--data', join(folder, 'data'), '--json'];
    const space = ['--space', 'basketballplayer', '--edge-types', 'follow'];
    const [own] = json(await orrery(['estimate', 'PageRank', ...space, ...data])) as [Record<string, unknown>];
    expect(own).toMatchObject({ edgeCount: 81, isAssumed: false, fits: true, advice: '' });
    writeFileSync(
      join(folder, 'ranks.yaml'),
      'name: ranks\ntasks:\n  pagerank_1: { type: PageRank, input: { space: basketballplayer, edges: [follow] } }\n',
    );
    expect(json(await orrery(['estimate', 'ranks.yaml', ...data]))).toEqual([own]);
    const created = (await orrery(['workflow', 'create', 'ranks.yaml'])).stdout.trim();
    const client = new HttpClient(server.url);
    await client.connect(server.graphHost, server.graphPort);
    const answer = await client.data<{ items: unknown[] }>('POST', '/api/v1/estimates', { workflowId: created });
    expect(answer.items).toEqual([own]);
    const tooLarge = await orrery(['estimate', 'SSSP', '--edges', '400000000']);
    expect(tooLarge.code).toBe(1);
    expect(tooLarge.stdout).toMatch(/SSSP +100,000,000 +400,000,000 +\d+\.\d GiB +no +\d+ s to \d+ min/);
    expect(tooLarge.stderr).toMatch(/holds at most 4\.00 GiB; use fewer edges/);
    for (const needy of ['SSSP', 'DegreeWithTime']) {
      const [one] = json(await orrery(['estimate', needy, ...space, ...data])) as [Record<string, unknown>];
      expect(one).toMatchObject({ edgeCount: own!['edgeCount'], fits: true });
    }
    expect((await orrery(['estimate', 'SSSP'])).stderr).toContain('--edges N');
    expect((await orrery(['estimate', 'SSSP', '--edges', '5', '--params', '{"X":1}'])).stderr).toContain(
      'SSSP has no parameter X',
    );
  },
);

it('backs up while the server runs, and restores', { timeout: 60_000 }, async () => {
  const copy = join(folder, 'copy');
  expect(json(await orrery(['backup', 'copy', '--data', join(folder, 'data'), '--json']))).toEqual({
    data: join(folder, 'data'),
    backup: copy,
  });
  expect((await orrery(['backup', 'copy', '--data', join(folder, 'data')])).stderr).toContain('not empty');
  expect(json(await orrery(['restore', 'copy', '--data', join(folder, 'restored'), '--json']))).toEqual({
    data: join(folder, 'restored'),
    backup: copy,
    madeAt: expect.stringMatching(/^\d{4}-/),
  });
  expect(existsSync(join(folder, 'restored/graph/graph.mdb'))).toBe(true);
  const restored = await startServerProcess({ dataDir: join(folder, 'restored') });
  try {
    const environment = {
      ORRERY_SERVER: restored.url,
      ORRERY_GRAPH: `${restored.graphHost}:${restored.graphPort}`,
    };
    expect((await orrery(['workflow', 'get', '1234567890'], environment)).stdout).toContain('player100');
    const list = json(await orrery(['job', 'list', '--status', 'Success', '--json'], environment)) as {
      items: { id: number }[];
    };
    const id = String(list.items.at(-1)!.id);
    expect((await orrery(['job', 'result', id, 'query_1'], environment)).stdout).toContain('player');
    const change = { ...environment, ORRERY_NEW_PASSWORD: 'another' };
    expect(json(await orrery(['passwd', '--json'], change))).toEqual({ user: 'root', changed: true });
    expect((await orrery(['workflow', 'list'], environment)).code).toBe(3);
    expect((await orrery(['workflow', 'list'], { ...environment, ORRERY_PASSWORD: 'another' })).code).toBe(0);
  } finally {
    await restored.stop();
  }
});

it('serve says where it listens, as JSON when asked to', { timeout: 60_000 }, async () => {
  const args = [ENTRY, 'serve', '--port', '0', '--graph-port', '0', '--data', join(folder, 'served'), '--json'];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  try {
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
    expect(JSON.parse(line)).toEqual({
      version: expect.stringMatching(/^\d/),
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      graph: { host: '127.0.0.1', port: expect.any(Number) },
      data: join(folder, 'served'),
    });
  } finally {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
});

describeWith('go', 'plans in the console', () => {
  it('are drawn as the official client draws them', { timeout: 260_000 }, async () => {
    expect(await buildGoClient()).toBe(undefined);
    const statements = ['dot', 'dot:struct'].map(
      (format) =>
        `EXPLAIN FORMAT="${format}" MATCH (v:player{name:"Tim Duncan"})-[:follow]->(w) OPTIONAL MATCH (w)-[:serve]->(t) ` +
        'RETURN w.player.name AS name, count(t) AS n ORDER BY n LIMIT 3',
    );
    const texts = ['USE basketballplayer', ...statements];
    const theirs = await run(GO_CLIENT, [String(server.graphPort), 'header', ...texts]);
    const ours = await orrery(['console', ...texts.flatMap((text) => ['-e', text])]);
    expect(ours.stdout).toBe(theirs.stdout);
    expect(theirs.stdout).toMatch(/"TopN_\d+"->"Limit_\d+";/);
  });

  it('lie in tables with what every node did', { timeout: 60_000 }, async () => {
    const text = 'USE basketballplayer; PROFILE GO FROM "player100" OVER follow YIELD dst(edge) AS d';
    const { stdout } = await orrery(['console', '-e', text]);
    expect(stdout).toMatch(/\| +id \| name +\| dependencies \| profiling data +\| operator info +\|/);
    expect(stdout).toMatch(/\| 2 +\| Project +\| 1 +\| \{ +\| outputVar: \{ +\|/);
    expect(stdout).toContain('"rows": 2');
    const tck = await orrery(['console', '-e', text.replace('PROFILE', 'PROFILE FORMAT="tck"')]);
    expect(tck.stdout).toMatch(/\| 1 +\| ExpandAll +\| 0 +\| \{"rows":2,"version":0\} +\| +\|/);
  });
});
