import { describe, expect, it } from 'vitest';
import { parse, printStatement } from '@orrery/ngql';
import { treeText } from './same-tree.ts';

/** Statement -> its printed form, by family. A single text means that it prints as it is written. */
const CASES: Readonly<Record<string, readonly (string | readonly [string, string])[]>> = {
  'use and go': [
    ['use nba;', 'USE nba'],
    'USE `my space`',
    'GO FROM "a" OVER follow',
    [
      'go from "a", "b" over follow, serve as s reversely yield dst(edge) as d',
      'GO FROM "a", "b" OVER follow, serve AS s REVERSELY YIELD dst(EDGE) AS d',
    ],
    'GO 2 STEPS FROM -101, 7 OVER * BIDIRECT YIELD DISTINCT $$.player.name, $^.player.age AS age',
    ['GO 1 STEP FROM hash("a") OVER e', 'GO 1 STEPS FROM hash("a") OVER e'],
    [
      'GO 1 TO 3 STEPS FROM "a" OVER e WHERE e.degree>1 YIELD e._dst LIMIT [1,2,3]',
      'GO 1 TO 3 STEPS FROM "a" OVER e WHERE (e.degree > 1) YIELD e._dst LIMIT [1,2,3]',
    ],
    'GO FROM "a" OVER e YIELD e._src SAMPLE [5]',
    'GO FROM $-.id OVER e',
    'GO FROM $v.id OVER e',
  ],
  match: [
    ['match (v) return v', 'MATCH (v) RETURN v'],
    'MATCH (v:player{name:"Tim"})-[e:follow|serve*1..3{degree:90}]->(:team)<--(x)--() RETURN v, e AS f',
    ['MATCH (v:player:star) -[:a|:b]-> (w) <-[e]-> (x) return *', 'MATCH (v:player:star)-[:a|b]->(w)-[e]-(x) RETURN *'],
    [
      'MATCH (a)<-->(b)<-[*]-(c)-[*2]-(d)-[*..3]->(e)-[*2..]->(f) RETURN 1',
      'MATCH (a)--(b)<-[*1..]-(c)-[*2]-(d)-[*1..3]->(e)-[*2..]->(f) RETURN 1',
    ],
    'MATCH p = shortestPath((a)-[:e*1..5]->(b)), q = allShortestPaths((a)--(b)) WHERE (id(a) == "x") RETURN p, q',
    'MATCH (v{name:"x"}) OPTIONAL MATCH (v)-->(w) WITH DISTINCT v, count(w) AS n ORDER BY n DESC, v SKIP 1 LIMIT 2 WHERE (n > 1) UNWIND [1,2] AS i RETURN DISTINCT v, i ORDER BY i SKIP $s LIMIT 10',
    'MATCH (v) WITH * RETURN *, v AS w',
    'UNWIND $list AS x RETURN x',
    'RETURN 1 AS one',
    [
      'MATCH (v) WHERE (v)-[:e]->() AND NOT exists(v.player.name) RETURN size((v)-->()) AS n',
      'MATCH (v) WHERE (((v)-[:e]->()) AND (!(exists(v.player.name)))) RETURN size((v)-->()) AS n',
    ],
    'MATCH (a) RETURN a.name UNION ALL MATCH (b) RETURN b.name',
  ],
  'lookup and fetch': [
    'LOOKUP ON player',
    [
      'lookup on player where player.name == "a" and player.age>1 yield id(vertex) as id',
      'LOOKUP ON player WHERE ((player.name == "a") AND (player.age > 1)) YIELD id(VERTEX) AS id',
    ],
    'LOOKUP ON player WHERE ES_QUERY(idx,"tim*") YIELD score() AS s',
    'FETCH PROP ON * "a", "b" YIELD VERTEX AS v',
    'FETCH PROP ON player, team $-.id YIELD properties(VERTEX).name AS name',
    'FETCH PROP ON serve "a" -> "b"@3, hash("c") -> 7 YIELD EDGE AS e',
    'FETCH PROP ON serve $-.src -> $-.dst@$-.rank YIELD properties(EDGE)',
    'FETCH PROP ON serve $v.src -> $v.dst',
  ],
  'paths and subgraphs': [
    'FIND SHORTEST PATH FROM "a" TO "b", "c" OVER * YIELD PATH AS p',
    'FIND SINGLE SHORTEST PATH FROM "a" TO "b" OVER follow',
    'FIND ALL PATH WITH PROP FROM $-.a TO $-.b OVER follow BIDIRECT WHERE (follow.degree > 1) UPTO 4 STEPS YIELD PATH AS p',
    'FIND NOLOOP PATH FROM 1 TO 2 OVER a, b REVERSELY UPTO 1 STEPS',
    'GET SUBGRAPH WITH PROP 2 STEPS FROM "a" IN follow OUT serve BOTH teammate WHERE (follow.degree > 1) YIELD VERTICES AS v, EDGES AS e',
    'GET SUBGRAPH FROM "a" BOTH *',
  ],
  'pipes, sets and variables': [
    'GO FROM "a" OVER e YIELD dst(EDGE) AS d | GO FROM $-.d OVER e | ORDER BY $-.x DESC, $-.y | LIMIT 3',
    ['YIELD 1 AS a | LIMIT 3 OFFSET 2', 'YIELD 1 AS a | LIMIT 2, 3'],
    'YIELD 1 AS a | OFFSET 2',
    'YIELD 1 AS a | SAMPLE 2',
    'YIELD [1] AS a | UNWIND $-.a AS b',
    'YIELD 1 AS a | RETURN $-.a',
    'GO FROM "a" OVER e YIELD dst(EDGE) AS d | GROUP BY $-.d AS g YIELD $-.d, count(*) AS n HAVING (n > 1)',
    'YIELD 1 AS a UNION YIELD 2 AS a UNION ALL YIELD 3 AS a INTERSECT YIELD 4 AS a MINUS YIELD 5 AS a',
    [
      'YIELD 1 AS a UNION DISTINCT (YIELD 2 AS a MINUS YIELD 3 AS a)',
      'YIELD 1 AS a UNION (YIELD 2 AS a MINUS YIELD 3 AS a)',
    ],
    '(YIELD 1 AS a UNION YIELD 2 AS a) | YIELD $-.a AS b WHERE ($-.a > 1)',
    '(MATCH (v) RETURN v) | LIMIT 1',
    'UNWIND [1,2] AS a | YIELD $-.a',
    '(RETURN 1 AS a UNION RETURN 2 AS a) | YIELD $-.a',
    '$x = GO FROM "a" OVER e | LIMIT 1',
    'YIELD DISTINCT $x.*, $-.*',
    'YIELD $a.id AS id FROM $a INNER JOIN $b ON $a.id == $b.id',
    'YIELD $a.id AS id FROM $a LEFT JOIN $b ON $a.id == $b.id',
    'DELETE VERTEX "a" UNION YIELD 1 AS a',
  ],
  explain: [
    ['explain yield 1', 'EXPLAIN FORMAT="row" YIELD 1'],
    'PROFILE FORMAT="dot:struct" { $a = YIELD 1 AS x; YIELD $a.x }',
  ],
  insert: [
    ['insert vertex player(name,age) values "a":("A",1)', 'INSERT VERTEX player(name, age) VALUES "a":("A", 1)'],
    'INSERT VERTEX IF NOT EXISTS IGNORE_EXISTED_INDEX a(x), b(), c(y, z) VALUES 1:(NULL, true, 1.5), -2:(1, false, date("2020-01-01"))',
    'INSERT VERTEX a VALUES "x":()',
    [
      'INSERT EDGE e(x) VALUES "a"->"b"@-1:(1), "c"->"d":(1+1)',
      'INSERT EDGE e(x) VALUES "a" -> "b"@-1:(1), "c" -> "d":((1 + 1))',
    ],
    'INSERT EDGE e VALUES 1 -> 2:()',
  ],
  'update and delete': [
    'UPDATE VERTEX ON player "a" SET age = (age + 1), name = "x" WHEN (age > 1) YIELD name AS n, age',
    'UPSERT VERTEX "a" SET player.age = ($^.player.age + 1)',
    'UPDATE VERTEX ON player "a", "b" SET age = 1',
    'UPDATE EDGE ON serve "a" -> "b"@1 SET y = 1 YIELD y',
    ['UPSERT EDGE "a" -> "b" OF serve SET y = 1', 'UPSERT EDGE ON serve "a" -> "b" SET y = 1'],
    'DELETE VERTEX "a", "b" WITH EDGE',
    'GO FROM "a" OVER e YIELD dst(EDGE) AS d | DELETE VERTEX $-.d',
    'DELETE TAG player, team FROM "a"',
    'DELETE TAG * FROM $-.id',
    'DELETE EDGE e "a" -> "b", "c" -> "d"@5',
    'GO FROM "a" OVER e YIELD src(EDGE) AS s, dst(EDGE) AS d | DELETE EDGE e $-.s -> $-.d',
  ],
  spaces: [
    [
      'create space s(partition_num=1, replica_factor=3, vid_type=fixed_string(30), charset=utf8, collate=utf8_bin) comment="c"',
      'CREATE SPACE s (partition_num = 1, replica_factor = 3, vid_type = FIXED_STRING(30), charset = utf8, collate = utf8_bin) COMMENT = "c"',
    ],
    [
      'CREATE SPACE IF NOT EXISTS s(vid_type=int) ON z1, z2',
      'CREATE SPACE IF NOT EXISTS s (vid_type = INT64) ON z1, z2',
    ],
    'CREATE SPACE s AS t',
    'ALTER SPACE s ADD ZONE z',
    'DROP SPACE IF EXISTS s',
    'CLEAR SPACE s',
    ['desc space s', 'DESCRIBE SPACE s'],
  ],
  'tags and edge types': [
    [
      'create tag if not exists t(a int8 not null default 1+1 comment "x", b fixed_string(5) null, c geography(point), d list<int>) ttl_duration=100, ttl_col="a", comment="c"',
      'CREATE TAG IF NOT EXISTS t(a INT8 NOT NULL DEFAULT (1 + 1) COMMENT "x", b FIXED_STRING(5) NULL, c GEOGRAPHY(POINT), d LIST<INT>) TTL_DURATION = 100, TTL_COL = "a", COMMENT = "c"',
    ],
    ['CREATE EDGE e()', 'CREATE EDGE e()'],
    ['CREATE TAG t(a string,)', 'CREATE TAG t(a STRING)'],
    'CREATE TAG t(a BOOL, b INT16, c INT32, d INT64, e FLOAT, f DOUBLE, g STRING, h TIMESTAMP, i DATE, j TIME, k DATETIME, l DURATION, m GEOGRAPHY, n SET<FLOAT>)',
    'ALTER TAG t ADD (a INT64, b STRING), CHANGE (c BOOL), DROP (d, e) TTL_DURATION = 1',
    'ALTER EDGE e TTL_COL = ""',
    'DESCRIBE TAG t',
    'DESCRIBE EDGE e',
    'DROP TAG IF EXISTS t',
    'DROP EDGE e',
  ],
  indexes: [
    'CREATE TAG INDEX IF NOT EXISTS i ON t(a(10), b) WITH (S2_MAX_LEVEL = 30, S2_MAX_CELLS = 8) COMMENT "c"',
    'CREATE EDGE INDEX i ON e()',
    'CREATE FULLTEXT TAG INDEX i ON t(a, b) ANALYZER = "standard"',
    'CREATE FULLTEXT EDGE INDEX i ON e(a)',
    'DROP TAG INDEX IF EXISTS i',
    'DROP EDGE INDEX i',
    'DROP FULLTEXT INDEX i',
    'DESCRIBE TAG INDEX i',
    'DESCRIBE EDGE INDEX i',
    'REBUILD TAG INDEX',
    'REBUILD EDGE INDEX a, b',
    'REBUILD FULLTEXT INDEX',
  ],
  users: [
    'CREATE USER IF NOT EXISTS u WITH PASSWORD "p\\"w" WITH IP WHITELIST "1.2.3.4", "5.6.7.8"',
    'CREATE USER u',
    'ALTER USER u WITH PASSWORD "p"',
    'DROP USER IF EXISTS u',
    'DESCRIBE USER u',
    'CHANGE PASSWORD u FROM "a" TO "b"',
    ['grant admin on s to u', 'GRANT ROLE ADMIN ON s TO u'],
    'REVOKE ROLE GUEST ON s FROM u',
  ],
  show: [
    ...'SPACES,TAGS,EDGES,USERS,SNAPSHOTS,CHARSET,COLLATION,ZONES,STATS,TAG INDEX STATUS,EDGE INDEX STATUS,FULLTEXT INDEX STATUS,FULLTEXT INDEXES,LISTENER,META LEADER,TEXT SEARCH CLIENTS,JOBS,HOSTS,HOSTS GRAPH,HOSTS META,HOSTS STORAGE,HOSTS AGENT,HOSTS STORAGE LISTENER,PARTS,TAG INDEXES,EDGE INDEXES BY e,ROLES IN s,CONFIGS,CONFIGS GRAPH,CREATE SPACE s,CREATE TAG t,CREATE EDGE e,CREATE TAG INDEX i,CREATE EDGE INDEX i,SESSIONS,LOCAL SESSIONS,SESSION 17,QUERIES,LOCAL QUERIES,JOB 3'
      .split(',')
      .map((subject) => `SHOW ${subject}`),
    'SHOW PARTS 1, 2',
    ['SHOW ALL QUERIES', 'SHOW QUERIES'],
    'SHOW SESSIONS | YIELD $-.SessionId AS id | KILL SESSION $-.id',
  ],
  'jobs, cluster and configuration': [
    ['KILL QUERY (session=1, plan=2)', 'KILL QUERY (SESSION = 1, PLAN = 2)'],
    'KILL QUERY (PLAN = 2)',
    ['KILL SESSIONS 1', 'KILL SESSION 1'],
    ...'COMPACT,FLUSH,STATS,INGEST,BALANCE LEADER,BALANCE DATA,BALANCE IN ZONE,BALANCE ACROSS ZONE'
      .split(',')
      .map((job) => `SUBMIT JOB ${job}`),
    'SUBMIT JOB DOWNLOAD HDFS "hdfs://h:1/p"',
    'SUBMIT JOB BALANCE DATA REMOVE "h":9779, "i":9780',
    'STOP JOB 1',
    'RECOVER JOB',
    'RECOVER JOB 1, 2',
    'ADD HOSTS "h":9779, "i":9779 INTO NEW ZONE "z"',
    'DROP HOSTS "h":9779',
    'MERGE ZONE "a", "b" INTO "c"',
    'DROP ZONE "z"',
    'DIVIDE ZONE "z" INTO "a" ("h":1) "b" ("i":2, "j":3)',
    'RENAME ZONE "a" TO "b"',
    'DESCRIBE ZONE z',
    'ADD LISTENER `ELASTICSEARCH` "h":9789',
    'REMOVE LISTENER `ELASTICSEARCH`',
    'CREATE SNAPSHOT',
    'DROP SNAPSHOT a, b',
    'SIGN IN TEXT SERVICE ("h":9200, HTTPS, "u", "p"), ("i":9200, HTTP)',
    'SIGN OUT TEXT SERVICE',
    'GET CONFIGS STORAGE:v',
    'UPDATE CONFIGS GRAPH:v = 1',
    'UPDATE CONFIGS v = {a:1}',
  ],
};

describe.each(Object.entries(CASES))('%s', (_family, cases) => {
  it.each(cases.map((entry) => (typeof entry === 'string' ? [entry, entry] : entry)))('%s', (text, printed) => {
    const { statements } = parse(text);
    expect(statements).toHaveLength(1);
    expect(printStatement(statements[0]!)).toBe(printed);
    const [again] = parse(printed).statements;
    expect(treeText(again)).toBe(treeText(statements[0]));
  });
});

describe('several statements', () => {
  it('keeps their order and skips the empty ones', () => {
    const { statements } = parse(';; USE a;;\n YIELD 1; ');
    expect(statements.map(printStatement)).toEqual(['USE a', 'YIELD 1']);
  });
  it('finds none in nothing but comments', () => {
    expect(parse(' # a\n /* b */ // c').statements).toEqual([]);
  });
});

describe('source positions', () => {
  it('spans every node exactly', () => {
    const text = 'USE s; GO FROM "a" OVER e WHERE e.x > 10 YIELD dst(edge) AS d | LIMIT 3';
    const shown: Record<string, string> = {};
    const visit = (node: unknown): void => {
      if (Array.isArray(node)) node.forEach(visit);
      if (node === null || typeof node !== 'object' || Array.isArray(node)) return;
      if ('kind' in node && 'offset' in node && 'end' in node) {
        shown[String(node.kind)] ??= text.slice(Number(node.offset), Number(node.end));
      }
      Object.values(node).forEach(visit);
    };
    visit(parse(text).statements);
    expect(shown).toEqual({
      use: 'USE s',
      pipe: 'GO FROM "a" OVER e WHERE e.x > 10 YIELD dst(edge) AS d | LIMIT 3',
      go: 'GO FROM "a" OVER e WHERE e.x > 10 YIELD dst(edge) AS d',
      vids: '"a"',
      constant: '"a"',
      over: 'OVER e',
      overEdge: 'e',
      binary: 'e.x > 10',
      attribute: 'e.x',
      label: 'e',
      yield: 'YIELD dst(edge) AS d',
      yieldColumn: 'dst(edge) AS d',
      call: 'dst(edge)',
      edge: 'edge',
      limit: 'LIMIT 3',
    });
  });
});
