import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { valueText } from '@orrery/contracts';
import { embedded } from '@orrery/server';
import { startServerProcess, type ServerProcess } from '../../../tools/testing/server-process.ts';

type Report = Awaited<ReturnType<typeof embedded.importInto>>;
type Mapping = Parameters<typeof embedded.importInto>[0]['mapping'];
type Session = Awaited<ReturnType<typeof embedded.openGraphSession>>;

const ACCOUNT = { user: 'root', password: 'nebula' };
const ENTRY = join(import.meta.dirname, '../../cli/bin/orrery.mjs');
let folder: string;
let dataDir: string;
let server: ServerProcess;
let session: Session;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'orrery-import-'));
  dataDir = join(folder, 'data');
  server = await startServerProcess({ dataDir });
  session = await embedded.openGraphSession({ address: server.graphHost, port: server.graphPort, ...ACCOUNT });
}, 60_000);

afterAll(async () => {
  await session?.close();
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const configOf = (dir: string): ReturnType<typeof embedded.loadConfig> =>
  embedded.loadConfig({ environment: {}, baseDir: folder, overrides: { 'data.dir': dir, 'graph.port': 0 } });

/** Through the running server into its files, or by statements as into any other graph. */
function importInto(mapping: Mapping, way: 'files' | 'statements', rejectedFile: string): Promise<Report> {
  // A folder where no server runs: the graph is not known for the folder's own.
  const config = configOf(way === 'files' ? dataDir : join(folder, 'elsewhere'));
  const graph = { host: server.graphHost, port: server.graphPort };
  return embedded.importInto({ config, graph, defaultGraph: graph, ...ACCOUNT, mapping, rejectedFile, concurrency: 2 });
}

async function rowsOf(statement: string, space: string): Promise<string[]> {
  await session.execute(`USE \`${space}\``);
  const { rows } = await session.execute(statement);
  return rows.map((row) => row.map(valueText).join(' | ')).toSorted();
}

/** Everything that is in an export, the order of rows and the space's name aside. */
async function exported(dir: string, space: string, target: string): Promise<Record<string, string[]>> {
  await embedded.exportSpace({ graphDir: join(dir, 'graph'), space, target });
  return Object.fromEntries(
    readdirSync(target).map((name) => {
      const lines = readFileSync(join(target, name), 'utf8').split('\n');
      return [name, name === 'import.yaml' ? lines.filter((line) => !line.startsWith('space:')) : lines.toSorted()];
    }),
  );
}

const PEOPLE = [
  'vid,age,name,score,born,at,seen,ok,small,code,when',
  'a,1,Ann,1.5,2001-02-03,04:05:06.5,2001-02-03T04:05:06,true,127,abcdef,5',
  'b, 42 ,"Bob ""the"" builder, jr.",1e3,,,,FALSE,-128,ü2345ü,',
  'c,9223372036854775807,"two',
  'lines",-0,0009-01-01,23:59:59.999999,1999-12-31 23:59:59.000001,1,0,汉字汉字,9223372036',
  'd,-9223372036854775808,,.5,,,,,,,',
  'e,12345678901234567,+,+5,,,,0,+7,,1',
  'bad1,x,n,1,,,,,,,',
  'bad2,1,n,1,2001-13-01,,,,,,',
  'bad3,1,n,1,,,,maybe,,,',
  'bad4,1,n,1,,,,,128,,',
  'bad5,9223372036854775808,n,1,,,,,,,',
  'bad6,1,n,inf,,,,,,,',
  'bad7,1,n',
  ',1,n,1,,,,,,,',
  'an id that is far too long for this space,1,n,1,,,,,,,',
  '',
  'a,2,Ann again,2.5,,,,,,,7',
  'bad8,1,n,1,,,,,,,99999999999',
].join('\r\n');
const FRIENDS = [
  'src,dst,rank,since',
  'a,b,0,1',
  'a,b,-3,2',
  'b,c,9223372036854775807,3',
  'a,b,0,4',
  'c,,0,5',
  'a,d,x,6',
];

function bothWays(space: string): Mapping {
  return {
    space,
    vidType: 'FIXED_STRING(16)',
    tags: {
      person: {
        file: join(folder, 'people.csv'),
        props: {
          name: { type: 'string', nullable: false },
          age: 'int',
          score: 'double',
          born: 'date',
          at: 'time',
          seen: 'datetime',
          ok: { type: 'bool', default: 'true' },
          small: 'int8',
          code: 'fixed_string(5)',
          when: 'timestamp',
        },
      },
    },
    edges: {
      friend: { file: join(folder, 'friends.csv'), src: 'src', dst: 'dst', rank: 'rank', props: { since: 'int16' } },
    },
    indexes: {
      [`${space}_name`]: { tag: 'person', fields: ['name(8)', 'age'] },
      [`${space}_since`]: { edge: 'friend', fields: ['since'] },
    },
  };
}

it('takes and rejects the same rows with and without statements, and leaves the same graph', async () => {
  writeFileSync(join(folder, 'people.csv'), PEOPLE);
  writeFileSync(join(folder, 'friends.csv'), `\ufeff${FRIENDS.join('\n')}`);
  const [byFiles, byStatements] = ['by_files', 'by_statements'];
  const reports: Report[] = [];
  const rejected: string[][] = [];
  for (const [space, way] of [[byFiles, 'files'] as const, [byStatements, 'statements'] as const]) {
    const file = join(folder, `${space}.csv`);
    const report = await importInto(bothWays(space), way, file);
    reports.push({ ...report, rejectedFile: undefined });
    // The order of rejection differs, and the graph's own words begin with the kind of its error.
    rejected.push(readFileSync(file, 'utf8').replaceAll('ExecutionError: ', '').split('\n').toSorted());
  }
  expect(reports[0]).toEqual(reports[1]);
  expect(reports[0]).toMatchObject({ written: 10, rejected: 12 });
  expect(rejected[0]).toEqual(rejected[1]);
  const [files, statements] = [
    await exported(dataDir, byFiles, join(folder, 'export-files')),
    await exported(dataDir, byStatements, join(folder, 'export-statements')),
  ];
  const neutral = (text: string): string => text.replaceAll(byFiles, byStatements);
  expect(JSON.parse(neutral(JSON.stringify(files)))).toEqual(statements);
  for (const statement of [
    'LOOKUP ON person WHERE person.name == "Ann again" YIELD id(vertex), person.age',
    'LOOKUP ON person WHERE person.name == "Ann" YIELD id(vertex)',
    'LOOKUP ON friend WHERE friend.since > 0 YIELD edge AS e',
    'GO FROM "b" OVER friend REVERSELY YIELD edge AS e',
    'MATCH (v:person) RETURN v',
  ]) {
    expect(await rowsOf(statement, byFiles), statement).toEqual(await rowsOf(statement, byStatements));
  }
  expect(await rowsOf('LOOKUP ON person WHERE person.name == "Ann again" YIELD id(vertex)', byFiles)).toEqual(['"a"']);
  await session.execute('SUBMIT JOB STATS');
  expect(await rowsOf('SHOW STATS', byFiles)).toEqual(await rowsOf('SHOW STATS', byStatements));
}, 60_000);

it('imports what it exported into an empty folder, every value and definition as it was', async () => {
  const statements = [
    'CREATE SPACE everything (vid_type = INT64) COMMENT = "all \\"types\\""',
    'USE everything',
    'CREATE TAG kinds (s string DEFAULT "x" COMMENT "a ` string", f fixed_string(4) NOT NULL DEFAULT "ab", i int, ' +
      'i8 int8, d double, fl float, b bool DEFAULT true, da date, t time, dt datetime, ts timestamp DEFAULT now(), ' +
      'du duration, g geography, p geography(point), ls list<string>, li list<int>, lf list<float>, ss set<string>, ' +
      '`vid` string) COMMENT = "kinds"',
    'CREATE TAG `a/b` ()',
    'CREATE TAG fleeting (until timestamp) TTL_DURATION = 1000, TTL_COL = "until"',
    'CREATE EDGE likes (w double, `rank` string)',
    'CREATE TAG INDEX by_text ON kinds(s(10), i) COMMENT "texts"',
    'CREATE TAG INDEX by_nothing ON `a/b`()',
    'CREATE EDGE INDEX by_w ON likes(w)',
    'INSERT VERTEX kinds (s, f, i, i8, d, fl, b, da, t, dt, ts, du, g, p, ls, li, lf, ss, `vid`) VALUES ' +
      '-9223372036854775808:("quote \\" comma , line\\nend 汉字 😀", "abcd", 9223372036854775807, -128, 0.1, 1.5, false, ' +
      'date("-0044-03-15"), time("23:59:59.999999"), datetime("2020-02-29T12:00:00.000001"), 0, ' +
      'duration({months: 14, seconds: -3, microseconds: 500}), ST_GeogFromText("POLYGON((0 1, 1 2, 2 3, 0 1))"), ' +
      'ST_Point(3, 8.25), ["a", "", "\\"", "b,c"], [1, -9223372036854775807], [1.5, 2.0], set{"x", "y"}, "v"), ' +
      '0:("", "", -9223372036854775808, 127, 1e300, -1.5, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, [], NULL, ' +
      'NULL, NULL, NULL), ' +
      '7:(NULL, "x", NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, "\\\\N")',
    'INSERT VERTEX kinds (s) VALUES 9007199254740993:(" spaces ")',
    'INSERT VERTEX `a/b` () VALUES 0:(), 8:()',
    'INSERT VERTEX fleeting (until) VALUES 1:(9000000000), 2:(1)',
    'INSERT EDGE likes (w, `rank`) VALUES 0->7@-9223372036854775808:(-0.0, NULL), 0->7@9223372036854775807:(1e-300, ""), ' +
      '7->99:(3, "r")',
  ];
  for (const statement of statements) await session.execute(statement);
  const first = join(folder, 'everything');
  const before = await exported(dataDir, 'everything', first);
  expect(before['tag-fleeting.csv']).toEqual(['', '1,9000000000', 'vid,until']);

  const copyDir = join(folder, 'copy');
  const report = await embedded.importInto({
    config: configOf(copyDir),
    graph: undefined,
    defaultGraph: { host: server.graphHost, port: server.graphPort },
    ...ACCOUNT,
    mapping: embedded.readMapping(join(first, 'import.yaml')),
    rejectedFile: join(folder, 'none.csv'),
    concurrency: 1,
  });
  expect(report).toMatchObject({ written: 10, rejected: 0 });
  expect(await exported(copyDir, 'everything', join(folder, 'again'))).toEqual(before);

  // By statements, too: what both ways read of a cell is the same value.
  const renamed = { ...embedded.readMapping(join(first, 'import.yaml')), space: 'everything_again', indexes: {} };
  expect(await importInto(renamed, 'statements', join(folder, 'none.csv'))).toMatchObject({ written: 10, rejected: 0 });
  const again = await exported(dataDir, 'everything_again', join(folder, 'by-statements'));
  expect({ ...again, 'import.yaml': [] }).toEqual({ ...before, 'import.yaml': [] });

  const copy = await startServerProcess({ dataDir: copyDir });
  try {
    const there = await embedded.openGraphSession({ address: copy.graphHost, port: copy.graphPort, ...ACCOUNT });
    await there.execute('USE everything');
    await session.execute('USE everything');
    for (const statement of [
      'SHOW CREATE TAG kinds',
      'SHOW CREATE TAG fleeting',
      'SHOW CREATE EDGE likes',
      'SHOW CREATE TAG INDEX by_text',
      'SHOW CREATE EDGE INDEX by_w',
      'MATCH (v:kinds) WHERE v.kinds.s == " spaces " RETURN v',
      'LOOKUP ON likes WHERE likes.w > 1 YIELD edge AS e',
      'FETCH PROP ON kinds 0, 7, -9223372036854775808 YIELD VERTEX AS v',
    ]) {
      const [a, b] = [await session.execute(statement), await there.execute(statement)];
      expect(b.rows.map((row) => row.map(valueText)).toSorted(), statement).toEqual(
        a.rows.map((row) => row.map(valueText)).toSorted(),
      );
    }
    await there.close();
  } finally {
    await copy.stop();
  }
}, 60_000);

/** A graph whose every edge i has src i % vertices, and dst 7 * i % vertices. */
function writeGraph(name: string, vertices: number, edges: number): string {
  const target = join(folder, name);
  mkdirSync(target);
  const lines = (count: number, line: (i: number) => string): string =>
    Array.from({ length: count }, (_row, i) => line(i)).join('\n');
  writeFileSync(join(target, 'v.csv'), `vid,n\n${lines(vertices, (i) => `v${i},${i}`)}\n`);
  writeFileSync(
    join(target, 'e.csv'),
    `src,dst,r,w\n${lines(edges, (i) => `v${i % vertices},v${(7 * i) % vertices},${i},${i}`)}\n`,
  );
  writeFileSync(
    join(target, 'import.yaml'),
    `space: ${name}\nvidType: FIXED_STRING(16)\ntags:\n  v: { file: v.csv, vid: vid, props: { n: int } }\n` +
      'edges:\n  e: { file: e.csv, src: src, dst: dst, rank: r, props: { w: int } }\n' +
      'indexes:\n  v_n: { tag: v, fields: [n] }\n  e_w: { edge: e, fields: [w] }\n',
  );
  return join(target, 'import.yaml');
}

/** `orrery import` in a process of its own, through the running server. */
async function run(mapping: string, environment: Record<string, string>): Promise<string> {
  const child = spawn(process.execPath, [ENTRY, 'import', mapping, '--data', dataDir], {
    env: { ...process.env, INIT_CWD: folder, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  return signal ?? `${code} ${output}`;
}

it('an import that is killed in the middle of rows or before a commit leaves whole rows, and can be run again beside other writes', async () => {
  const space = 'killed';
  const [vertices, edges] = [1_000, 10_000];
  const mapping = writeGraph(space, vertices, edges);
  const counts = async (): Promise<(string | undefined)[]> => [
    (await rowsOf('MATCH (v:v) RETURN count(*)', space))[0],
    (await rowsOf('LOOKUP ON v WHERE v.n >= 0 YIELD id(vertex) AS id | YIELD count(*)', space))[0],
    (await rowsOf('MATCH ()-[e:e]->() RETURN count(*)', space))[0],
    (await rowsOf('LOOKUP ON e WHERE e.w >= 0 YIELD edge AS e | YIELD count(*)', space))[0],
  ];
  for (const fault of ['graph-in-write@12000', 'graph-before-commit@2']) {
    expect(await run(mapping, { ORRERY_FAULT: fault }), fault).toBe('SIGKILL');
    // The vertices' transaction is done, that of the edges is not.
    expect(await counts(), fault).toEqual([String(vertices), String(vertices), '0', '0']);
  }

  const other = await embedded.openGraphSession({ address: server.graphHost, port: server.graphPort, ...ACCOUNT });
  await other.execute(`USE ${space}`);
  let ended = false;
  const beside = (async () => {
    let written = 0;
    for (; !ended; written++) {
      await other.execute(`INSERT VERTEX v (n) VALUES "other${written}":(-1)`);
      const { rows } = await other.execute(`FETCH PROP ON v "other${written}" YIELD v.n AS n`);
      expect(rows).toEqual([[-1n]]);
    }
    return written;
  })();
  const output = await run(mapping, {});
  ended = true;
  const written = await beside;
  await other.close();
  expect(output).toBe(`0 tag v: ${vertices} rows\nedge type e: ${edges} rows\n`);
  expect(written).toBeGreaterThan(0);
  expect(await counts()).toEqual([String(vertices + written), String(vertices), String(edges), String(edges)]);
  const reverse = await rowsOf('GO FROM "v7" OVER e REVERSELY YIELD edge AS e', space);
  expect(reverse).toEqual(await rowsOf('MATCH (v)-[e:e]->(w) WHERE id(w) == "v7" RETURN e', space));
  expect(reverse.length).toBeGreaterThan(0);
}, 60_000);
