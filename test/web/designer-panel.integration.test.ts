import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { Locator } from 'playwright-core';
import { expect, it } from 'vitest';
import { describeWith } from '../../tools/testing/requirements.ts';
import { useDesigner } from './designer-session.ts';

describeWith('chromium', 'the settings of a component', () => {
  const test = useDesigner();

  const field = (name: string): Locator => test.designer.panel().locator(`[data-field="${name}"]`);
  const optionsOf = (select: Locator): Promise<string[]> => select.locator('option:not([hidden])').allTextContents();
  const savedTasks = async (): Promise<unknown> => {
    await test.page.keyboard.press('Control+s');
    await test.page.waitForURL(/\/workflows\/\d+/);
    const id = /\d+/.exec(new URL(test.page.url()).pathname)![0];
    return (await test.sample.client.data<{ definition: { tasks: unknown } }>('GET', `/api/v1/workflows/${id}`))
      .definition.tasks;
  };

  it('come from the descriptor: types, defaults, ranges, help and the method', async () => {
    const { page, designer } = test;
    await designer.fromLibrary('PageRank').click();
    const panel = designer.panel();
    const method = panel.getByRole('link', { name: /Brin/ });
    expect(await method.getAttribute('href')).toMatch(/^https?:\/\//);
    const iterations = panel.getByRole('textbox', { name: 'ITERATIONS' });
    expect(await iterations.getAttribute('placeholder')).toBe('10 (default)');
    expect(await field('params.ITERATIONS').textContent()).toMatch(/\(1 – 1,000,000\)/);
    expect(await optionsOf(panel.getByRole('combobox', { name: 'IS_DIRECTED', exact: true }))).toEqual([
      'true (default)',
      'false',
    ]);
    expect(await optionsOf(panel.getByRole('combobox', { name: /^SCALE/ }))).toEqual(['raw (default)', 'sum1']);
    await iterations.fill('0');
    await field('params.ITERATIONS')
      .getByRole('alert')
      .getByText(/from 1 to \d+.*not 0|1.*0/)
      .waitFor();
    expect(await iterations.getAttribute('aria-invalid')).toBe('true');
    await designer
      .node('pagerank_1')
      .getByRole('img', { name: /problem/ })
      .waitFor();
    await iterations.fill('many');
    await field('params.ITERATIONS').getByRole('alert').getByText(/int/).waitFor();
    await iterations.fill('25');
    await expect.poll(() => field('params.ITERATIONS').getByRole('alert').count()).toBe(0);
    await panel.getByRole('button', { name: 'Back to the defaults' }).click();
    expect(await iterations.inputValue()).toBe('');
    await panel.getByRole('button', { name: 'Copy the id of the component' }).click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('pagerank_1');
    await panel.getByRole('textbox', { name: 'Id of the component' }).fill('Ranking');
    await panel.getByText('Use a–z, 0–9 and _, a letter first, at most 63.').waitFor();
    await panel.getByRole('textbox', { name: 'Id of the component' }).fill('ranking');
    await page.keyboard.press('Enter');
    await designer.node('ranking').waitFor();
  });

  it('take a graph space as input, with its edge types, and tell the memory that it needs', async () => {
    const { designer, sample } = test;
    await designer.fromLibrary('SSSP').click();
    const panel = designer.panel();
    await panel.getByRole('radio', { name: 'Graph space' }).check();
    await panel.getByRole('combobox', { name: /^Graph space/ }).selectOption('basketballplayer');
    await panel.getByText('Choose at least one edge type.').waitFor();
    await panel.getByRole('checkbox', { name: 'follow' }).check();
    await panel.getByRole('combobox', { name: /^Weight/ }).selectOption('degree');
    await panel.getByRole('textbox', { name: 'ROOT' }).fill('player100');
    await designer.page.getByText('No problems').waitFor();
    const definition = {
      tasks: {
        sssp_1: {
          type: 'SSSP',
          input: { space: 'basketballplayer', edges: ['follow'], weight: 'degree' },
          params: { ROOT: 'player100' },
        },
      },
    };
    const { items } = await sample.client.data<{ items: { edgeCount: number; memoryBytes: number; basis: string }[] }>(
      'POST',
      '/api/v1/estimates',
      { definition },
    );
    expect(items[0]!.edgeCount).toBe(81);
    expect(items[0]!.memoryBytes).toBeGreaterThan(81 * 8);
    const memory = panel.locator('section, details').filter({ hasText: 'Expected' }).last();
    await memory.getByText('fits').waitFor();
    expect(await memory.textContent()).toContain('81');
    expect(await memory.textContent()).toContain(items[0]!.basis);
    expect(await savedTasks()).toEqual(definition.tasks);
  });

  it('take the time of each edge and a range of times, and say of both what is wrong with them', async () => {
    const { designer } = test;
    await designer.fromLibrary('DegreeWithTime').click();
    const panel = designer.panel();
    await panel.getByRole('radio', { name: 'Graph space' }).check();
    await panel.getByRole('combobox', { name: /^Graph space/ }).selectOption('basketballplayer');
    await panel.getByRole('checkbox', { name: 'serve' }).check();
    await field('input.time').getByText('needs the property with the time of each edge').waitFor();
    const time = panel.getByRole('combobox', { name: /^Time/ });
    await expect.poll(() => optionsOf(time)).toEqual(expect.arrayContaining(['_rank', 'start_year', 'end_year']));
    await time.selectOption('start_year');
    const begin = panel.getByRole('textbox', { name: 'BEGIN_TIME' });
    await begin.fill('2023-02-30');
    await field('params.BEGIN_TIME')
      .getByRole('alert')
      .getByText(/must be a datetime such as .*, not "2023-02-30"/)
      .waitFor();
    await begin.fill(' 1970-01-01T00:00:01.990Z ');
    await panel.getByRole('textbox', { name: 'END_TIME' }).fill('2020');
    await designer.page.getByText('No problems').waitFor();
    expect(await savedTasks()).toEqual({
      degreewithtime_1: {
        type: 'DegreeWithTime',
        input: { space: 'basketballplayer', edges: ['serve'], time: 'start_year' },
        params: { BEGIN_TIME: '1970-01-01T00:00:01.990Z', END_TIME: '2020' },
      },
    });
  });

  it('take the first space once a graph that was away has said it', async () => {
    const { page, designer } = test;
    let isAway = true;
    const refusal = { code: 40104001, message: 'ErrSession::the graph at 127.0.0.1:9669 is not reached' };
    await page.route('**/api/v1/graph/spaces', (route) =>
      isAway ? route.fulfill({ status: 401, json: refusal }) : route.continue(),
    );
    await page.reload();
    await page.getByRole('button', { name: 'Add a query' }).click();
    await field('space').getByText('is not reached').waitFor();
    const space = field('space').locator('select');
    expect(await space.inputValue()).toBe('');
    isAway = false;
    await field('space').getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => space.inputValue()).toBe('basketballplayer');
    // Adding was one step, to be taken back as one.
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+z');
    await expect.poll(() => designer.node('query_1').count()).toBe(0);
  });

  it('tell the memory that a graph of a usual size needs while the input is not there', async () => {
    const { designer } = test;
    await designer.drawQuery('MATCH (a:player{name:${name}})--(b) RETURN id(a) AS src, id(b) AS dst');
    await designer.fromLibrary('LPA').click();
    await designer.drag(designer.anchor('query_1', 'out'), designer.anchor('lpa_1', 'in'));
    const panel = designer.panel();
    await panel.getByText('for scale').waitFor();
    const edges = panel.locator('dt', { hasText: 'Edges' }).locator('xpath=following-sibling::dd[1]');
    expect(await edges.textContent()).toBe('1,000,000');
    await panel.getByText('the size of the result of query_1 is known when that task has ended').waitFor();
  });

  it('take a file as input, with the columns that are in it', async () => {
    const { page, designer, sample } = test;
    mkdirSync(join(sample.filesDir, 'graphs'), { recursive: true });
    writeFileSync(join(sample.filesDir, 'graphs/friends.csv'), 'note;source;target\nx;1;2\ny;2;3\nz;3;1\n');
    await designer.fromLibrary('PageRank').click();
    const panel = designer.panel();
    await panel.getByRole('radio', { name: 'File' }).check();
    const path = panel.getByRole('combobox', { name: /^Path/ });
    await path.fill('graphs/enemies.csv');
    await panel.getByText(/There is no file "graphs\/enemies.csv"/).waitFor();
    await path.fill('graphs/friends.csv');
    expect(
      await panel.locator('datalist option').evaluateAll((all) => all.map((one) => one.getAttribute('value'))),
    ).toContain('graphs/friends.csv');
    await panel.getByRole('textbox', { name: 'Delimiter' }).fill(';');
    const source = panel.getByRole('combobox', { name: /^Source vertex/ });
    await expect.poll(() => optionsOf(source)).toEqual(expect.arrayContaining(['note', 'source', 'target']));
    await source.selectOption('source');
    await panel.getByRole('combobox', { name: /^Target vertex/ }).selectOption('target');
    await page.getByText('No problems').waitFor();
    await panel.getByText(/^Length of|length of/).waitFor();
    expect(await savedTasks()).toEqual({
      pagerank_1: {
        type: 'PageRank',
        input: { file: 'graphs/friends.csv', delimiter: ';', src: 'source', dst: 'target' },
      },
    });
    const id = /\d+/.exec(new URL(page.url()).pathname)![0];
    const job = await sample.client.data<{ id: number }>('POST', `/api/v1/workflows/${id}/jobs?wait=30s`, {});
    const { items } = await sample.client.data<{ items: string[][] }>(
      'GET',
      `/api-open/v1/jobs/${job.id}/tasks/pagerank_1/sample_result`,
    );
    expect(items.map(([vid]) => vid).toSorted()).toEqual(['1', '2', '3']);
  });

  it('find the columns of a Parquet file by their usual names', async () => {
    const { page, designer, sample } = test;
    const file = join(sample.filesDir, 'edges.parquet');
    const instance = await DuckDBInstance.create();
    const connection = await instance.connect();
    await connection.run(`COPY (SELECT 0.5 AS w, 'a' AS dst, 'b' AS src) TO '${file}' (FORMAT parquet)`);
    connection.closeSync();
    instance.closeSync();
    await designer.fromLibrary('SSSP').click();
    const panel = designer.panel();
    await panel.getByRole('radio', { name: 'File' }).check();
    await panel.getByRole('combobox', { name: /^Path/ }).fill('edges.parquet');
    const source = panel.getByRole('combobox', { name: /^Source vertex/ });
    await expect.poll(() => source.inputValue()).toBe('src');
    expect(await panel.getByRole('combobox', { name: /^Target vertex/ }).inputValue()).toBe('dst');
    expect(await optionsOf(panel.getByRole('combobox', { name: /^Weight/ }))).toEqual(['None', 'w', 'dst', 'src']);
    expect(await panel.getByRole('textbox', { name: 'Delimiter' }).count()).toBe(0);
    await panel.getByRole('textbox', { name: 'ROOT' }).fill('b');
    await page.getByText('No problems').waitFor();
  });

  it('say where the result goes and how the task runs', async () => {
    const { page, designer } = test;
    await page.getByRole('button', { name: 'Add a query' }).click();
    await designer.editor().click();
    await page.keyboard.insertText('YIELD "player100" AS vid, 1 AS rank');
    const panel = designer.panel();
    await panel.getByText('Result', { exact: true }).click();
    await panel.getByRole('combobox', { name: 'Store' }).selectOption('nebula');
    await field('result.tag').getByRole('alert').waitFor();
    await panel.getByRole('combobox', { name: /^Tag/ }).fill('player');
    await panel.getByRole('combobox', { name: /^Property/ }).fill('age');
    await panel.getByRole('combobox', { name: 'Mode' }).selectOption('update');
    await panel.getByText('Execution', { exact: true }).click();
    await panel.getByRole('combobox', { name: 'Attempts' }).selectOption('never');
    await panel.getByRole('textbox', { name: 'Timeout' }).fill('soon');
    await field('timeout').getByRole('alert').waitFor();
    await panel.getByRole('textbox', { name: 'Timeout' }).fill('5m');
    await page.getByText('No problems').waitFor();
    expect(await savedTasks()).toEqual({
      query_1: {
        type: 'Query',
        space: 'basketballplayer',
        query: 'YIELD "player100" AS vid, 1 AS rank',
        result: { store: 'nebula', space: 'basketballplayer', tag: 'player', property: 'age', mode: 'update' },
        retry: 'never',
        timeout: '5m',
      },
    });
    const [id] = /\d+/.exec(new URL(page.url()).pathname)!;
    const banner = page.getByRole('button', { name: 'Copy the id of the workflow' });
    const place = (await banner.boundingBox())!;
    expect(place.x).toBeLessThan(400);
    await banner.click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(id);
  });
});
