import { readFileSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';
import type { BrowserContext, Page } from 'playwright-core';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { describeWith } from '../../tools/testing/requirements.ts';
import type { SampleServer } from '../sample-server.ts';
import { axeViolations } from './browser.ts';
import { webFixture } from './web-fixture.ts';

const SPACE = 'basketballplayer';
const FOLLOW = { space: SPACE, edges: ['follow'] };
const query = (text: string) => ({ type: 'Query', space: SPACE, query: text });

interface Result {
  readonly columns: readonly { readonly name: string }[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

describeWith('chromium', 'results in a browser', () => {
  const fixture = webFixture();
  let sample: SampleServer;
  let context: BrowserContext;
  let page: Page;
  let job = 0;

  const run = async (tasks: object): Promise<number> => {
    const { id } = await sample.client.data<{ id: string }>('POST', '/api/v1/workflows', { name: 'results', tasks });
    const posted = await sample.client.data<{ id: number; status: number }>(
      'POST',
      `/api/v1/workflows/${id}/jobs?wait=60s`,
      {},
    );
    expect(posted.status).toBe(2);
    return posted.id;
  };
  const open = (task: string, tab: string, more = '') =>
    page.goto(`${sample.server.url}/jobs/${job}?task=${task}&tab=${tab}${more}`);
  const result = (id: number, task: string, parameters = '') =>
    sample.client.data<Result>('GET', `/api/v1/jobs/${id}/tasks/${task}/result?limit=1000${parameters}`);

  beforeAll(async () => {
    ({ sample } = fixture);
    await run({ query_1: query('CREATE TAG IF NOT EXISTS score(rank double, note string, level int64)') });
    job = await run({
      pagerank_1: { type: 'PageRank', input: FOLLOW },
      lpa_1: { type: 'LPA', input: FOLLOW },
      query_1: query('MATCH (v:player)-[e:follow]->(w:player) RETURN id(v) AS src, id(w) AS dst, e.degree AS degree'),
      degree_1: { type: 'DegreeCentrality', input: { from: 'query_1', src: 'src', dst: 'dst' } },
      query_values: query(
        'YIELD 1 AS i, 1.5 AS d, NULL AS n, date("2024-01-31") AS day, datetime("2024-01-31T12:30:00") AS moment, ' +
          '[1, 2, "x"] AS items, {a: 1} AS entries, true AS flag, "文字" AS letters, ST_Point(1.5, 2.5) AS place',
      ),
      query_graph: query('MATCH p = (v:player)-[e:follow]->(w:player) RETURN v, e, p LIMIT 5'),
      query_numbers: query('UNWIND [1.0, 2.5, 0.0/0.0, 1.0/0.0, -1.0/0.0, NULL, 100.0] AS x RETURN x'),
      query_pairs: query('MATCH (v:player)-[e:follow]->(w:player) RETURN id(v) AS VID1, id(w) AS VID2, e.degree AS n'),
    });
  }, 180_000);

  beforeEach(() => {
    ({ context, page } = fixture);
  });

  it('shows every kind of value under its own column', async () => {
    await open('query_values', 'result');
    await page.locator('[role=table][aria-busy=false]').waitFor();
    const cells = await page.locator('[role=cell]').allTextContents();
    expect(cells).toEqual([
      '1',
      '1.5',
      'null',
      '2024-01-31',
      '2024-01-31T12:30:00.000000',
      '[1, 2, "x"]',
      '{a: 1}',
      'true',
      '文字',
      'POINT(1.5 2.5)',
    ]);
    const lefts = (role: string) =>
      page
        .locator(`[role=${role}]`)
        .evaluateAll((all) => all.map((each) => Math.round(each.getBoundingClientRect().x)));
    expect(await lefts('cell')).toEqual((await lefts('columnheader')).slice(1));
    await open('query_graph', 'result');
    await page
      .getByRole('cell', { name: /^\("player1\d\d" :player\{age: / })
      .first()
      .waitFor();
    await page
      .getByRole('cell', { name: /^\[:follow "player1\d\d"->"player1\d\d" @0 \{degree: \d+\}\]$/ })
      .first()
      .waitFor();
    await page
      .getByRole('cell', { name: /^<\("player1\d\d".*\)-\[:follow@0/ })
      .first()
      .waitFor();
    expect(await page.getByRole('tab').allTextContents()).not.toContain('Top');
  });

  it('opens what is longer than its cell, by keyboard too, and gives the focus back', async () => {
    await open('query_graph', 'result');
    const cell = page.getByRole('cell', { name: /^<\("player1/ }).first();
    const text = (await cell.textContent())!;
    await cell.getByRole('button').focus();
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog', { name: 'p, row 1' });
    const shown = (await dialog.getByLabel('p', { exact: true }).textContent())!;
    expect(shown).toContain('\n  -[:follow@0');
    expect(shown.replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''));
    expect(await axeViolations(page)).toEqual([]);
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await dialog.getByRole('button', { name: 'Copy the value' }).click();
    await dialog.getByRole('button', { name: 'Copied' }).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(text);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe(text);
  });

  it('tells of rows that the graph refused, above the result, with the file of them and the reasons', async () => {
    const longId = 'x'.repeat(40);
    const store = { store: 'nebula', space: SPACE, tag: 'score', property: 'rank', mode: 'insert' };
    const id = await run({
      query_1: { ...query(`UNWIND ["player100", "${longId}"] AS vid RETURN vid, 0.5 AS rank`), result: store },
    });
    for (const tab of ['result', 'overview']) {
      await page.goto(`${sample.server.url}/jobs/${id}?task=query_1&tab=${tab}`);
      await page.getByRole('status').filter({ hasText: 'The graph refused 1 row of this result.' }).waitFor();
    }
    expect(await axeViolations(page)).toEqual([]);
    const downloading = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download them with the reasons' }).click();
    const file = await downloading;
    expect(file.suggestedFilename()).toBe(`job_${id}_query_1_rejected.csv`);
    expect(readFileSync(await file.path(), 'utf8')).toMatch(
      new RegExp(`^vid,value,reason\r\n${longId},0\\.5,.*longer than`),
    );
  });

  it('tells what statistics and rankings leave out', async () => {
    await open('query_numbers', 'statistics');
    await page.getByText('3 values are infinite or no number and not drawn').waitFor();
    const facts = page.getByRole('table', { name: 'Statistics of x' });
    await facts.getByRole('row', { name: 'Least -Infinity' }).waitFor();
    await facts.getByRole('row', { name: 'Empty 1 (14.3%)' }).waitFor();
    await open('query_numbers', 'chart');
    await page.getByText('1 row has a value that is no number (NaN)').waitFor();
    await open('query_pairs', 'chart');
    await page.getByRole('button', { name: 'Table' }).click();
    await page.getByRole('columnheader', { name: 'VID1 – VID2' }).waitFor();
    await page
      .getByRole('cell', { name: /^player\d+ – player\d+$/ })
      .first()
      .waitFor();
  });

  it('draws the top vertices with the edges between them, coloured by another task, and a neighbourhood more', async () => {
    await open('pagerank_1', 'graph');
    await page.getByLabel(/^Vertices/).selectOption('25');
    const ranked = await result(
      job,
      'pagerank_1',
      `&sort=${encodeURIComponent('[{"column":"VALUE","descending":true}]')}`,
    );
    const top = new Set(ranked.rows.slice(0, 25).map(([vid]) => vid));
    const follows = (await result(job, 'query_1')).rows.map(([src, dst]) => [src!, dst!] as const);
    const between = new Set(follows.filter(([src, dst]) => top.has(src) && top.has(dst)).map(String));
    const left = ranked.rows.length - 25;
    const status = page.getByRole('status').filter({ hasText: 'vertices,' });
    const summary = `25 vertices, ${between.size} edges · ${left} more in the result are not shown`;
    await status.getByText(summary, { exact: true }).waitFor();
    expect(await page.getByLabel(/^Colour by/).inputValue()).toBe('lpa_1.LABEL');
    const communities = page.getByRole('region', { name: 'Communities' }).getByRole('listitem');
    await communities.nth(1).waitFor();
    const legend = await communities.allTextContents();
    const labels = new Map((await result(job, 'lpa_1')).rows.map(([vid, label]) => [vid, String(label)]));
    const shownLabels = new Set([...top].map((vid) => labels.get(vid)));
    for (const text of legend.filter((each) => each !== 'others')) expect(shownLabels).toContain(text);

    const first = String(ranked.rows[0]![0]);
    const touching = follows.filter(([src, dst]) => src === first || dst === first);
    const fresh = new Set(touching.flat().filter((vid) => !top.has(vid)));
    expect(fresh.size).toBeGreaterThan(0);
    await page.getByRole('button', { name: `Expand ${first}` }).click();
    await page.getByText(`added around ${first}`).waitFor();
    const all = new Set([...between, ...touching.map(String)]);
    await status.getByText(`${25 + fresh.size} vertices, ${all.size} edges`).waitFor();
    for (const vid of fresh) await page.getByRole('button', { name: `Expand ${vid}`, exact: true }).waitFor();
  });

  it('draws a result whose edges are the rows of another task', async () => {
    await open('degree_1', 'graph');
    await page.getByLabel(/^Vertices/).selectOption('25');
    const size = (await page.getByLabel(/^Size by/).inputValue()).split('.')[1]!;
    const sort = encodeURIComponent(JSON.stringify([{ column: size, descending: true }]));
    const top = new Set((await result(job, 'degree_1', `&sort=${sort}`)).rows.slice(0, 25).map(([vid]) => vid));
    const follows = (await result(job, 'query_1')).rows.filter(([src, dst]) => top.has(src!) && top.has(dst!));
    const edges = new Set(follows.map(([src, dst]) => `${src},${dst}`)).size;
    await page.getByRole('status').getByText(`25 vertices, ${edges} edges`).waitFor();
  });

  it('draws in the dark theme without a violation', async () => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await open('pagerank_1', 'graph');
    await page.getByRole('img', { name: /The top vertices/ }).waitFor();
    expect(await axeViolations(page)).toEqual([]);
  });

  it('downloads a Parquet file with the rows of the table', async () => {
    await open('pagerank_1', 'result');
    await page.getByRole('button', { name: 'Download' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'Parquet' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe(`job_${job}_pagerank_1.parquet`);
    const path = (await download.path())!;
    expect(readFileSync(path).subarray(0, 4).toString()).toBe('PAR1');
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    const read = await connection.runAndReadAll('SELECT * FROM read_parquet($1)', [path]);
    expect(read.getRows()).toEqual((await result(job, 'pagerank_1')).rows);
    connection.closeSync();
    instance.closeSync();
  });

  it('stores a result as a tag, which the graph then has, and refuses a property of another type', async () => {
    await open('pagerank_1', 'result');
    await page.getByRole('button', { name: 'Store as a tag…' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Tag', { exact: true }).selectOption('score');
    await dialog.getByLabel('Property').selectOption('note');
    await dialog.getByText("VALUE (double) can't be written to a property of the type string").waitFor();
    const save = dialog.getByRole('button', { name: 'Save version and run' });
    expect(await save.isDisabled()).toBe(true);
    await dialog.getByLabel('Property').selectOption('rank');
    expect(await axeViolations(page)).toEqual([]);
    await save.click();
    await page.waitForURL((url) => url.pathname !== `/jobs/${job}`);
    await page.locator('header').getByText('Success', { exact: true }).waitFor();
    await page
      .getByText(/wrote \d+ rows to basketballplayer\.score\.rank/)
      .first()
      .waitFor();
    const ranked = await result(job, 'pagerank_1');
    const vids = ranked.rows.map(([vid]) => JSON.stringify(vid)).join(', ');
    const fetched = await sample.client.data<Result>('POST', '/api/v1/graph/query', {
      space: SPACE,
      statement: `FETCH PROP ON score ${vids} YIELD id(vertex) AS vid, score.rank AS rank`,
    });
    expect(new Map(fetched.rows.map(([vid, rank]) => [vid, rank]))).toEqual(
      new Map(ranked.rows.map(([vid, rank]) => [vid, rank])),
    );
  });

  it('tells a store that failed, with its cause and the way to the field', async () => {
    const store = (result: object) => ({ pagerank_1: { type: 'PageRank', input: FOLLOW, result } });
    const { id } = await sample.client.data<{ id: string }>('POST', '/api/v1/workflows', {
      name: 'wrong store',
      tasks: store({ store: 'nebula', space: SPACE, tag: 'score', property: 'note', mode: 'insert' }),
    });
    const wrong = await sample.client.data<{ id: number }>('POST', `/api/v1/workflows/${id}/jobs?wait=60s`, {});
    await page.goto(`${sample.server.url}/jobs/${wrong.id}`);
    const alert = page.getByRole('alert').filter({ hasText: 'pagerank_1' });
    await alert.getByText(/score\.note/).waitFor();
    expect(await alert.getByRole('link', { name: 'Open pagerank_1 in the designer' }).getAttribute('href')).toBe(
      `/workflows/${id}?task=pagerank_1&field=result.tag&job=${wrong.id}`,
    );
    await sample.client.data('PUT', `/api/v1/workflows/${id}`, {
      name: 'wrong store',
      tasks: store({ store: 'nebula', space: 'no_such_space', tag: 'score', property: 'rank', mode: 'insert' }),
    });
    const absent = await sample.client.data<{ id: number }>('POST', `/api/v1/workflows/${id}/jobs?wait=60s`, {});
    await page.goto(`${sample.server.url}/jobs/${absent.id}`);
    await alert.getByText(/no_such_space/).waitFor();
  });
});
