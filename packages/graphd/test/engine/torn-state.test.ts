import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EngineSession } from '../../src/server/engine.ts';
import { randomSource } from '../storage/temp-store.ts';
import { TestEngine } from './test-engine.ts';

const SEED = Number(process.env['ORRERY_TEST_SEED'] ?? 90_210);
/** So many that a reading takes several slices of time, between which others write. */
const ACCOUNTS = 3000;
const START = 100;
const TOTAL = BigInt(ACCOUNTS * START);
const TRANSFERS = 40;

/**
 * Money moves between two accounts, and between two edges, in one statement; every account has one edge from the bank.
 * However they are read, all accounts together, and all edges together, have what was put in.
 */
const READINGS: readonly (readonly [statement: string, expected: bigint])[] = [
  ['MATCH (v:account) RETURN sum(v.account.money)', TOTAL],
  ['MATCH (v:account) WHERE v.account.money > -100000 RETURN sum(v.account.money)', TOTAL],
  ['MATCH (v:account) RETURN count(*)', BigInt(ACCOUNTS)],
  ['LOOKUP ON account WHERE account.money > -100000 YIELD account.money AS m | YIELD sum($-.m)', TOTAL],
  ['LOOKUP ON account WHERE account.owner >= 0 YIELD account.money AS m | YIELD sum($-.m)', TOTAL],
  [`FETCH PROP ON account ${ids()} YIELD account.money AS m | YIELD sum($-.m)`, TOTAL],
  ['GO FROM 0 OVER holds YIELD $$.account.money AS m | YIELD sum($-.m)', TOTAL],
  ['GO FROM 0 OVER holds YIELD holds.share AS s | YIELD sum($-.s)', TOTAL],
  [`GO FROM ${ids()} OVER holds REVERSELY YIELD holds.share AS s | YIELD sum($-.s)`, TOTAL],
  ['LOOKUP ON holds WHERE holds.share > -100000 YIELD properties(edge).share AS s | YIELD sum($-.s)', TOTAL],
  ['MATCH (b:bank)-[e:holds]->(v) RETURN sum(e.share)', TOTAL],
  ['MATCH (v:account)<-[e:holds]-() RETURN sum(e.share)', TOTAL],
];

function ids(): string {
  return Array.from({ length: ACCOUNTS }, (_none, i) => i + 1).join(',');
}

let engine: TestEngine;

async function session(): Promise<EngineSession> {
  const opened = engine.open('root');
  await engine.must('USE s', opened);
  return opened;
}

beforeAll(async () => {
  engine = await TestEngine.start({ statementBytes: 1 << 20 });
  await engine.must(
    'CREATE SPACE s(vid_type=INT64); USE s; CREATE TAG bank(); CREATE TAG account(money int, owner int); ' +
      'CREATE TAG other(n int); CREATE EDGE holds(share int); CREATE EDGE likes(n int); ' +
      'CREATE TAG INDEX by_money ON account(money); CREATE TAG INDEX by_owner ON account(owner); ' +
      'CREATE EDGE INDEX by_share ON holds(share); INSERT VERTEX bank() VALUES 0:()',
  );
  const accounts = Array.from({ length: ACCOUNTS }, (_none, i) => i + 1);
  await engine.must(
    `INSERT VERTEX account(money, owner) VALUES ${accounts.map((i) => `${i}:(${START}, ${i})`).join(',')}`,
  );
  await engine.must(`INSERT EDGE holds(share) VALUES ${accounts.map((i) => `0->${i}:(${START})`).join(',')}`);
});
afterAll(() => engine.close());

test(`readers see no half of a write, while rows are loaded and indexes rebuilt (seed ${SEED})`, async () => {
  const random = randomSource(SEED);
  let isWriting = true;
  let writesSeen = 0;
  let [readings, overlapped] = [0, 0];

  const transfers = async (): Promise<void> => {
    const own = await session();
    const money = new Map<number, number>();
    const shares = new Map<number, number>();
    const moved = (values: Map<number, number>): [number, number, number, number] => {
      const from = 1 + random(ACCOUNTS / 2);
      const to = 1 + ACCOUNTS / 2 + random(ACCOUNTS / 2);
      const amount = random(50);
      values.set(from, (values.get(from) ?? START) - amount).set(to, (values.get(to) ?? START) + amount);
      return [from, values.get(from)!, to, values.get(to)!];
    };
    for (let i = 0; i < TRANSFERS; i++) {
      const [a, x, b, y] = moved(money);
      await engine.must(`INSERT VERTEX account(money, owner) VALUES ${a}:(${x}, ${a}), ${b}:(${y}, ${b})`, own);
      const [c, u, d, v] = moved(shares);
      await engine.must(`INSERT EDGE holds(share) VALUES 0->${c}:(${u}), 0->${d}:(${v})`, own);
      writesSeen++;
    }
    isWriting = false;
  };
  const rebuilds = async (): Promise<void> => {
    const own = await session();
    for (let n = 0; isWriting; n++) {
      await engine.must('REBUILD TAG INDEX by_money; REBUILD EDGE INDEX by_share', own);
      await engine.must(`ALTER TAG account ADD (x${n} int); ALTER TAG account DROP (x${n})`, own);
    }
  };
  const loads = async (): Promise<void> => {
    const { definition, tags, edges } = engine.store.catalog.view.spaces.get('s')!;
    for (let n = 0; isWriting; n++) {
      const bulk = engine.store.bulkWriter(definition.id);
      for (let i = 0; i < 500; i++) {
        const vid = BigInt(100_000 + n * 500 + i);
        bulk.addVertex(vid, tags.get('other')!.id, [1n]);
        bulk.addEdge(vid, BigInt(1 + random(ACCOUNTS)), edges.get('likes')!.id, 0n, [1n]);
      }
      await bulk.close();
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  const reads = async (offset: number): Promise<void> => {
    const own = await session();
    for (let i = offset; isWriting; i++) {
      const [statement, expected] = READINGS[i % READINGS.length]!;
      const before = writesSeen;
      const { rows } = await engine.must(statement, own);
      expect([statement.slice(0, 80), rows]).toEqual([statement.slice(0, 80), [[expected]]]);
      readings++;
      if (writesSeen > before) overlapped++;
    }
  };
  await Promise.all([transfers(), rebuilds(), loads(), reads(0), reads(READINGS.length >> 1)]);

  // Each way has been read while others wrote, and is right when nobody writes any more.
  expect(readings).toBeGreaterThan(READINGS.length);
  expect(overlapped).toBeGreaterThan(0);
  for (const [statement, expected] of READINGS) expect((await engine.must(statement)).rows).toEqual([[expected]]);
});
