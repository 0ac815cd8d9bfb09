import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PlanDescription } from '../../src/server/engine.ts';
import { TestEngine } from './test-engine.ts';

let engine: TestEngine;
beforeAll(async () => {
  engine = await TestEngine.start();
  await engine.loadSample();
});
afterAll(() => engine.close());

async function planOf(text: string): Promise<PlanDescription> {
  const { plan } = await engine.must(text);
  if (!plan) throw new Error(`${text} has no plan`);
  return plan;
}

/** `id name dependencies`, as the tck format has them. */
const shapeOf = ({ nodes }: PlanDescription): string[] =>
  nodes.map(({ id, name, dependencies }) => [id, name, (dependencies ?? []).join(',')].join(' ').trimEnd());

test('EXPLAIN describes the plan and runs nothing', async () => {
  const answer = await engine.must('EXPLAIN INSERT VERTEX team(name) VALUES "nobody":("x")');
  expect([answer.columns, answer.rows]).toEqual([[], []]);
  expect(shapeOf(answer.plan!)).toEqual(['1 InsertVertices 0', '0 Start']);
  expect(answer.plan!.nodes.map(({ profiles }) => profiles)).toEqual([undefined, undefined]);
  expect((await engine.must('FETCH PROP ON team "nobody" YIELD vertex AS v')).rows).toEqual([]);
});

test('ids lead to the places of the nodes, variables to the nodes before', async () => {
  const plan = await planOf('EXPLAIN GO FROM "player100" OVER follow YIELD dst(edge) AS d | ORDER BY $-.d | LIMIT 3');
  expect(shapeOf(plan)).toEqual(['4 Limit 3', '3 TopN 2', '2 Project 1', '1 ExpandAll 0', '0 Start']);
  for (const [id, index] of plan.nodeIndexById) expect(plan.nodes[index]!.id).toBe(id);
  expect(plan.nodeIndexById.size).toBe(plan.nodes.length);
  const project = plan.nodes[2]!;
  expect(JSON.parse(project.outputVar)).toEqual({ colNames: ['d'], type: 'DATASET', name: '__Project_2' });
  expect(project.description).toEqual([
    { key: 'inputVar', value: '__ExpandAll_1' },
    { key: 'columns', value: '["dst(EDGE) AS d"]' },
  ]);
});

test.each([
  ['LOOKUP ON player WHERE player.name == "Tim Duncan" YIELD id(vertex)', 'TagIndexPrefixScan'],
  ['LOOKUP ON player WHERE player.age > 40 YIELD id(vertex)', 'TagIndexRangeScan'],
  ['LOOKUP ON follow WHERE follow.degree > 90 YIELD edge AS e', 'EdgeIndexRangeScan'],
  ['MATCH (v) WHERE id(v) == "player100" RETURN v', 'GetVertices'],
  ['MATCH (v:player) RETURN v', 'ScanVertices'],
  ['FETCH PROP ON serve "player100"->"team204" YIELD edge AS e', 'GetEdges'],
  ['FIND ALL PATH FROM "player100" TO "player101" OVER * YIELD path AS p', 'AllPaths'],
  ['GET SUBGRAPH FROM "player100" YIELD VERTICES AS v', 'Subgraph'],
  ['SHOW TAGS', 'ShowTags'],
])('%s begins with %s', async (statement, name) => {
  const { nodes } = await planOf(`EXPLAIN ${statement}`);
  expect(nodes.at(-2)!.name).toBe(name);
  expect(nodes.at(-1)!.name).toBe('Start');
});

test('the statements of a block are one plan, in the order in which they run', async () => {
  const text = '{ $a = YIELD 1 AS x; $b = YIELD $a.x + 1 AS y; YIELD $b.y AS z; }';
  expect(shapeOf(await planOf(`EXPLAIN ${text}`))).toEqual([
    '5 Project 4',
    '4 Variable 3',
    '3 Project 2',
    '2 Variable 1',
    '1 Project 0',
    '0 Start',
  ]);
  expect((await engine.must(`PROFILE ${text}`)).rows).toEqual([[2n]]);
});

test('names of the planner are not shown where the statement has words for them', async () => {
  const { nodes } = await planOf('EXPLAIN MATCH (v:player) RETURN v.player.age AS age, count(*) AS n');
  const shown = JSON.stringify(nodes);
  expect(shown).not.toContain('#');
  expect(shown).toContain('count(*) AS n');
  expect(shown).toContain('"condition","value":"v:player"');
});

test('PROFILE answers the rows too, and counts those of every node', async () => {
  const answer = await engine.must(
    'PROFILE FORMAT="tck" MATCH (v:player{name:"Tim Duncan"})-[:follow]->(w) RETURN w.player.name AS name LIMIT 1',
  );
  expect(answer.rows).toHaveLength(1);
  const { nodes, format } = answer.plan!;
  expect(format).toBe('tck');
  const rows = Object.fromEntries(nodes.map(({ name, profiles }) => [name, profiles!.map((profile) => profile.rows)]));
  expect(rows).toMatchObject({ Project: [1], Limit: [1], Traverse: [2], TagIndexPrefixScan: [1], Start: [0] });
  for (const { execDurationUs, totalDurationUs } of nodes.flatMap(({ profiles }) => profiles!)) {
    expect(execDurationUs).toBeGreaterThanOrEqual(0);
    expect(totalDurationUs).toBeGreaterThanOrEqual(execDurationUs);
  }
});

test('formats are row, dot, dot:struct and tck, in any case; the first when none is given', async () => {
  for (const format of ['row', 'DOT', 'dot:struct', 'TcK']) {
    expect((await planOf(`EXPLAIN FORMAT="${format}" YIELD 1`)).format).toBe(format.toLowerCase());
  }
  for (const text of ['EXPLAIN YIELD 1', 'PROFILE FORMAT="" YIELD 1']) expect((await planOf(text)).format).toBe('row');
  expect(await engine.execute('EXPLAIN FORMAT="json" YIELD 1')).toMatchObject({
    error: {
      code: -1004,
      message:
        'SyntaxError: Invalid explain/profile format type: "json", ' +
        'only following values are supported: row,dot,dot:struct,tck',
    },
  });
});
