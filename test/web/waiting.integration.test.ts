import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildWebApp } from '../../apps/web/build.ts';
import { describeWith } from '../../tools/testing/requirements.ts';
import { HttpClient } from '../../tools/testing/server-process.ts';
import { ENDLESS_QUERY } from '../endless-query.ts';
import { startSampleServer, type SampleServer } from '../sample-server.ts';
import { launchBrowser, signedIn } from './browser.ts';

const FOLLOW = { space: 'basketballplayer', edges: ['follow'] };
const ENDLESS = { type: 'Query', space: 'basketballplayer', query: ENDLESS_QUERY };

describeWith('chromium', 'a job that waits, in a browser', () => {
  let sample: SampleServer;
  let browser: Browser;
  let page: Page;
  /** The page's own session, so that ending it leaves the test's. */
  let session: HttpClient;

  beforeAll(async () => {
    await buildWebApp();
    sample = await startSampleServer({ ORRERY_QUEUE_RUNNING_TASKS: '1', ORRERY_QUEUE_RUNNING_JOBS: '1' });
    session = new HttpClient(sample.server.url);
    await session.connect(sample.server.graphHost, sample.server.graphPort);
    browser = await launchBrowser();
    page = await (await signedIn(browser, sample.server, { token: session.token })).newPage();
    page.setDefaultTimeout(15_000);
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    await sample?.close();
  }, 60_000);

  const post = async (tasks: object): Promise<number> => {
    const { id } = await sample.client.data<{ id: string }>('POST', '/api/v1/workflows', { name: 'waiting', tasks });
    return (await sample.client.data<{ id: number }>('POST', `/api/v1/workflows/${id}/jobs`, {})).id;
  };
  const cancel = (id: number) => sample.client.data('PUT', `/api/v1/jobs/${id}/cancel`);
  const node = (key: string) => page.locator(`[data-task="${key}"]`);

  it('says of every task why it has not begun, and follows on after its session has ended', async () => {
    const first = await post({
      query_1: ENDLESS,
      pagerank_2: { type: 'PageRank', input: FOLLOW, after: ['query_1'] },
      query_3: ENDLESS,
    });
    const second = await post({ pagerank_1: { type: 'PageRank', input: FOLLOW } });
    await page.goto(`/jobs/${second}`);
    await node('pagerank_1').getByText('waits for a place: as many jobs run as may at once').waitFor();
    await page.goto(`/jobs/${first}?tab=timeline`);
    await page.locator('[data-status="1"]').first().waitFor();
    await node('pagerank_2').getByText('waits for query_1').waitFor();
    await page
      .locator('[data-status="0"]')
      .getByText('waits for a place: 1 task runs, as many as may at once')
      .waitFor();

    await session.data('DELETE', '/api/v1/session');
    const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
    await dialog.getByLabel('Password', { exact: true }).fill('nebula');
    await dialog.getByRole('button', { name: 'Sign in', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(new URL(page.url()).pathname).toBe(`/jobs/${first}`);
    await cancel(first);
    await page.locator('header').getByText('Interrupted', { exact: true }).waitFor();
    await page.goto(`/jobs/${second}`);
    await page.locator('header').getByText('Success', { exact: true }).waitFor();
  });
});
