import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { beforeEach, expect, it } from 'vitest';
import { describeWith } from '../../tools/testing/requirements.ts';
import { ENDLESS_QUERY } from '../endless-query.ts';
import type { SampleServer } from '../sample-server.ts';
import { axeViolations } from './browser.ts';
import { tableRows, webFixture } from './web-fixture.ts';

const FOLLOW = { space: 'basketballplayer', edges: ['follow'] };

describeWith('chromium', 'the job page in a browser', () => {
  const fixture = webFixture();
  let sample: SampleServer;
  let page: Page;
  beforeEach(() => {
    ({ sample, page } = fixture);
  });

  const { save } = fixture;
  const post = async (workflow: string, wait = ''): Promise<number> =>
    (await sample.client.data<{ id: number }>('POST', `/api/v1/workflows/${workflow}/jobs${wait}`, {})).id;
  const node = (key: string) => page.locator(`[data-task="${key}"]`);
  const header = (status: string) => page.locator('header').getByText(status, { exact: true }).waitFor();
  const rows = (): Promise<string[][]> => tableRows(page);
  const ranking = async (): Promise<number> =>
    post(
      await save({
        pagerank_1: { type: 'PageRank', input: FOLLOW, params: { ITERATIONS: 20 } },
        lpa_1: { type: 'LPA', input: FOLLOW },
      }),
      '?wait=30s',
    );

  it('shows a run live, loses nothing in a reload, and cancels it', async () => {
    const workflow = await save({
      query_1: { type: 'Query', space: 'basketballplayer', query: 'YIELD 7 AS seven' },
      query_2: { type: 'Query', space: 'basketballplayer', query: ENDLESS_QUERY, after: ['query_1'] },
    });
    const id = await post(workflow);
    await page.goto(`/jobs/${id}?tab=logs`);
    await page.locator('[data-task="query_2"][data-status="1"]').waitFor();
    await page.locator('[data-task="query_1"][data-status="2"]').waitFor();
    const lines = page.getByRole('log');
    await lines.getByText('query_1').first().waitFor();
    const before = await lines.locator('[data-index]').allTextContents();
    expect(before.length).toBeGreaterThan(0);
    await page.reload();
    await page.locator('[data-task="query_2"][data-status="1"]').waitFor();
    await lines.getByText('query_1').first().waitFor();
    const after = await lines.locator('[data-index]').allTextContents();
    expect(after.slice(0, before.length)).toEqual(before);
    expect(new URL(page.url()).search).toBe('?tab=logs');

    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    await header('Interrupted');
    expect(await node('query_2').getAttribute('data-status')).toBe('4');
    expect(await sample.client.data('GET', `/api/v1/jobs/${id}`)).toMatchObject({ status: 4 });
  });

  it('runs to success before the eyes of the reader', async () => {
    const id = await post(await save({ pagerank_1: { type: 'PageRank', input: FOLLOW } }));
    await page.goto(`/jobs/${id}`);
    await header('Success');
    await page.getByRole('img', { name: /When the tasks ran.*pagerank_1: Success/ }).waitFor();
    await node('pagerank_1').click();
    await page.waitForURL(/task=pagerank_1/);
    expect((await rows()).length).toBeGreaterThan(5);
  });

  it('says what failed, why and where to fix it; resume takes over what succeeded', async () => {
    const id = await post(
      await save({
        query_1: { type: 'Query', space: 'basketballplayer', query: 'YIELD 7 AS seven' },
        query_2: { type: 'Query', space: 'basketballplayer', query: 'MATCH (v:nosuchtag) RETURN v.nosuchtag.x AS x' },
        query_3: { type: 'Query', space: 'no_such_space', query: 'YIELD 1 AS one' },
      }),
      '?wait=30s',
    );
    await page.goto(`/jobs/${id}`);
    await header('Failed');
    const alert = page.getByRole('alert').filter({ hasText: 'query_3' });
    await alert.getByText(/no_such_space/).waitFor();
    expect(await alert.getByRole('link', { name: 'Open query_3 in the designer' }).getAttribute('href')).toMatch(
      /^\/workflows\/\d+\?task=query_3&field=space&job=\d+$/,
    );
    expect(await node('query_3').getAttribute('data-status')).toBe('3');
    await page.getByRole('button', { name: 'Resume' }).click();
    await page.waitForURL((url) => /\/jobs\/\d+$/.test(url.pathname) && !url.pathname.endsWith(`/${id}`));
    await header('Failed');
    const next = Number(new URL(page.url()).pathname.split('/').at(-1));
    const resumed = await sample.client.data<{ sourceJobId: number; tasks: { key: string; status: number }[] }>(
      'GET',
      `/api/v1/jobs/${next}`,
    );
    expect(resumed.sourceJobId).toBe(id);
    expect(resumed.tasks.find(({ key }) => key === 'query_1')!.status).toBe(2);
    await page.getByRole('link', { name: `job ${id}` }).waitFor();
  });

  it('sorts, filters and downloads what the server has', async () => {
    const id = await ranking();
    await page.goto(`/jobs/${id}?task=pagerank_1&tab=result`);
    const sortBy = page.getByRole('columnheader', { name: /^VALUE/ }).getByRole('button');
    await sortBy.click();
    await sortBy.click();
    await page.locator('[role=columnheader][aria-sort=descending]').waitFor();
    const shown = await rows();
    const expected = await sample.client.data<{ rows: [string, number][] }>(
      'GET',
      `/api/v1/jobs/${id}/tasks/pagerank_1/result?sort=${encodeURIComponent('[{"column":"VALUE","descending":true}]')}`,
    );
    expect(shown.slice(0, 5)).toEqual(expected.rows.slice(0, 5).map(([vid, value]) => [vid, String(value)]));

    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    await page.getByLabel('Column', { exact: true }).selectOption('VALUE');
    await page.getByLabel('Condition').selectOption('ge');
    const limit = expected.rows[3]![1];
    await page.getByLabel('Value', { exact: true }).fill(String(limit));
    await page.keyboard.press('Enter');
    const passing = expected.rows.filter(([, value]) => value >= limit);
    await page.getByText(`${passing.length} of ${expected.rows.length} rows`).waitFor();
    expect((await rows()).map(([vid]) => vid)).toEqual(passing.map(([vid]) => vid));

    const address = page.url();
    await page.getByRole('button', { name: 'Download' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'CSV' }).click(),
    ]);
    const csv = readFileSync((await download.path())!, 'utf8')
      .trim()
      .split(/\r?\n/);
    expect(download.suggestedFilename()).toBe(`job_${id}_pagerank_1.csv`);
    expect(csv).toEqual(['VID,VALUE', ...passing.map(([vid, value]) => `${vid},${value}`)]);

    await page.goto(address);
    expect((await rows()).map(([vid]) => vid)).toEqual(passing.map(([vid]) => vid));
  });

  it('scrolls through many rows with few of them on the page', async () => {
    const id = await post(
      await save({
        query_1: {
          type: 'Query',
          space: 'basketballplayer',
          query: 'UNWIND range(1, 20000) AS n RETURN n, n * 1.5 AS x',
        },
      }),
      '?wait=30s',
    );
    await page.goto(`/jobs/${id}?task=query_1&tab=result`);
    expect((await rows())[0]).toEqual(['1', '1.5']);
    await page.locator('[role=table]').evaluate((table) => table.scrollTo({ top: table.scrollHeight }));
    await page.getByRole('cell', { name: '20000', exact: true }).waitFor();
    expect(await page.locator('[role=row]').count()).toBeLessThan(80);
    await page.getByRole('tab', { name: 'Statistics' }).click();
    await page.getByRole('img', { name: /Histogram of n\. 20,000 values in 20 bins/ }).waitFor();
    await page.getByRole('radiogroup', { name: 'Values' }).getByRole('radio', { name: 'Log' }).check();
    await page.getByRole('img', { name: /Histogram of n\. 20,000 values/ }).waitFor();
  });

  it('has no accessibility violation on any view in either theme', async () => {
    const id = await ranking();
    const views = ['', '?tab=logs', '?tab=input'];
    for (const tab of ['result', 'statistics', 'chart', 'graph', 'logs', 'overview']) {
      views.push(`?task=pagerank_1&tab=${tab}`);
    }
    views.push('?task=lpa_1&tab=communities');
    const found: string[] = [];
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      for (const view of views) {
        await page.goto(`/jobs/${id}${view}`);
        await header('Success');
        await page.getByRole('tabpanel').waitFor();
        await page.waitForLoadState('networkidle').catch(() => {});
        await node('pagerank_1').waitFor();
        const violations = await axeViolations(page);
        found.push(...violations.map((violation) => `${colorScheme} ${view} ${violation}`));
      }
    }
    expect(found).toEqual([]);
  }, 120_000);
});
