import type { Value } from '@orrery/contracts';
import { WireClient } from '@orrery/wire';
import { startGraphd } from '../../src/index.ts';
import type { Graphd } from '../../src/server/start-graphd.ts';

/** Vertices of two tags in three parts, with values of every type that the official clients know. */
const STATEMENTS = [
  'CREATE SPACE scanned(partition_num = 3, vid_type = FIXED_STRING(8))',
  'USE scanned',
  'CREATE TAG person(name string NOT NULL, age int8, height double, born date, wakes time, seen datetime, ' +
    'home geography(point), tall bool); CREATE TAG pet(name fixed_string(6)); ' +
    'CREATE EDGE knows(since timestamp, often float, words string DEFAULT "none"); CREATE EDGE owns()',
  `INSERT VERTEX pet(name) VALUES ${list(2500, 2600, 1, (i) => `"p${i}":("pet${i % 7}")`)}`,
  `INSERT VERTEX person(name, age, height, born, wakes, seen, home, tall) VALUES ${list(
    0,
    4000,
    29,
    (i) =>
      `"v${i}":("Ann — 石佛 ${i}", ${(i % 250) - 125}, ${i / 8}, date("1976-04-25"), time("06:30:00.5"), ` +
      `datetime("2023-02-28T12:30:45.123456"), ST_Point(1.5, -2), ${i % 2 === 0})`,
  )}, "none":("Bob 😀", NULL, NULL, NULL, NULL, NULL, NULL, NULL)`,
  'ALTER TAG pet ADD (legs int DEFAULT 4); ALTER EDGE knows CHANGE (often double)',
  `INSERT EDGE knows(since, often) VALUES ${list(
    0,
    4000,
    13,
    (i) => `"v${i}"->"v${(i * 7) % 4000}"@${(i % 5) - 2}:(${i}, ${i / 4})`,
  )}`,
  'INSERT EDGE knows(since, often, words) VALUES "none"->"v0":(NULL, NULL, NULL)',
  `INSERT EDGE owns() VALUES ${list(2500, 2600, 3, (i) => `"v${i - 2500}"->"p${i}":()`)}`,
];

/** The numbers that vertices get come from the order in which ids are first seen: fill stripes of several parts. */
const FILL = `INSERT VERTEX pet(name) VALUES ${list(0, 4000, 1, (i) => `"v${i}":("x")`)}`;
const UNFILL = `DELETE TAG pet FROM ${list(0, 4000, 1, (i) => `"v${i}"`)}`;

function list(from: number, to: number, step: number, text: (i: number) => string): string {
  return Array.from({ length: Math.ceil((to - from) / step) }, (_none, i) => text(from + i * step)).join(',');
}

/** A graph that listens for statements and for scanning clients, on free ports. */
export async function startScannedGraph(dataDir: string): Promise<Graphd> {
  const graphd = await startGraphd({ dataDir, port: 0, scanServices: { metaPort: 0, storagePort: 0 } });
  const [create, use, schema, ...inserts] = STATEMENTS as [string, string, string, ...string[]];
  for (const statement of [create, use, schema, FILL, UNFILL, ...inserts]) await tell(graphd, statement);
  return graphd;
}

/** The rows of a statement in the space. */
export async function tell(graphd: Graphd, statement: string): Promise<Value[][]> {
  const client = await WireClient.connect({ host: graphd.host, port: graphd.port });
  try {
    const { sessionId } = await client.authenticate('root', 'nebula');
    const text = statement.startsWith('CREATE SPACE') ? statement : `USE scanned; ${statement}`;
    const { errorCode, errorMessage, data } = await client.execute(sessionId!, text);
    if (errorCode !== 0) throw new Error(`${statement.slice(0, 100)}: ${errorMessage}`);
    return data?.rows ?? [];
  } finally {
    client.close();
  }
}
