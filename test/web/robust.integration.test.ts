import { expect, it } from 'vitest';
import { describeWith } from '../../tools/testing/requirements.ts';
import { PATIENCE, shownJob, webFixture } from './web-fixture.ts';

const SPACE = 'basketballplayer';
const TASKS = { query_1: { type: 'Query', space: SPACE, query: 'YIELD 1 AS one' } };

/** What goes wrong between the page, the browser and the server, and must not cost a user anything. */
describeWith('chromium', 'the app when something between it and the user fails', () => {
  const web = webFixture();
  const row = (name: string) => web.page.getByRole('row').filter({ hasText: name });
  const choose = async (name: string, item: string): Promise<void> => {
    await row(name)
      .getByRole('button', { name: /^Actions on / })
      .click();
    await web.page.getByRole('menuitem', { name: item, exact: true }).click();
  };

  it.each(['Rerun', 'Resume'])('%s asked again after a lost answer is the same job', async (action) => {
    const { page } = web;
    const failing = { query_1: { type: 'Query', space: 'no_such_space', query: 'YIELD 1 AS one', retry: 'never' } };
    const id = await web.post(await web.save(failing));
    await web.ended(id);
    const keys: string[] = [];
    let made = 0;
    await page.route(/\/api\/v1\/jobs\/\d+\/(rerun|resume)$/, async (route) => {
      keys.push(route.request().headers()['idempotency-key'] ?? '');
      const answer = await route.fetch();
      if (keys.length > 1) return route.fulfill({ response: answer });
      made = ((await answer.json()) as { data: { id: number } }).data.id;
      return route.abort('connectionreset');
    });
    await page.goto(`/jobs/${id}`);
    const button = page.getByRole('button', { name: action, exact: true });
    await button.click();
    await page.getByRole('alert').getByText('The server is not reachable').first().waitFor();
    await button.click();
    expect(await shownJob(page, id)).toBe(made);
    expect(keys[0]).toMatch(/^[0-9a-f]{32}$/);
    expect(keys[1]).toBe(keys[0]);
    await web.ended(made);
    await page.goto(`/jobs/${id}`);
    await button.click();
    expect(await shownJob(page, id)).not.toBe(made);
    expect(keys[2]).not.toBe(keys[0]);
  });

  it('a dialog that the browser closes is closed for the page', async () => {
    const { page } = web;
    await web.save(TASKS, 'closed by the browser');
    await page.goto('/workflows');
    const dialog = page.getByRole('dialog', { name: /Rename/ });
    for (const way of ['requestClose', 'close'] as const) {
      await choose('closed by the browser', 'Rename');
      await dialog.waitFor();
      await page.locator('dialog').evaluate((element, call) => (element as HTMLDialogElement)[call](), way);
      await expect.poll(() => page.locator('dialog').count(), PATIENCE).toBe(0);
    }
  });

  it('the undo of a deletion can be pressed above a dialog; what was deleted is no longer selected', async () => {
    const { page } = web;
    await web.save(TASKS, 'deleted and back');
    await page.goto('/workflows');
    await row('deleted and back').getByRole('checkbox').check();
    await page.getByText('1 selected').waitFor();
    await choose('deleted and back', 'Delete');
    await row('deleted and back').waitFor({ state: 'detached' });
    await expect.poll(() => page.getByText('1 selected').count(), PATIENCE).toBe(0);
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByRole('dialog').waitFor();
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await page.getByRole('dialog').getByText('deleted and back is back').waitFor();
  });

  it('without its texts the app is shown in English', async () => {
    const { page } = web;
    await page.addInitScript(() => localStorage.setItem('orrery.language', 'zh'));
    await page.route(/\/assets\/zh-[^/]*\.js$/, (route) => route.abort());
    await page.goto('/workflows');
    await page.getByRole('heading', { name: 'Workflows' }).waitFor();
    await page.getByRole('alert').getByText('could not be loaded').waitFor();
    expect(await page.evaluate(() => localStorage.getItem('orrery.language'))).toBe('zh');
  });

  it('a query is added at once while the spaces are on their way, and its problems are told', async () => {
    const { page } = web;
    const held = Promise.withResolvers<void>();
    await page.route('**/api/v1/graph/spaces', async (route) => {
      await held.promise;
      await route.continue();
    });
    await page.goto('/workflows/new');
    await page.getByRole('button', { name: 'Add a query' }).click();
    await page.locator('.react-flow__node[data-id="query_1"]').waitFor();
    const told = page.getByRole('status').filter({ hasText: /problems? now/ });
    await told.waitFor({ state: 'attached' });
    held.resolve();
    await expect.poll(() => page.getByRole('combobox', { name: /Graph space/ }).inputValue(), PATIENCE).not.toBe('');
    expect(await page.locator('.react-flow__node').count()).toBe(1);
    // The space is part of the step that added the component.
    await page.getByRole('button', { name: /^Undo/ }).click();
    await expect.poll(() => page.locator('.react-flow__node').count(), PATIENCE).toBe(0);
  });

  it('a download after the session has ended leads to the sign-in, which the browser can not close', async () => {
    const { page } = web;
    const id = await web.post(await web.save(TASKS));
    await web.ended(id);
    await page.goto(`/jobs/${id}?task=query_1&tab=table`);
    const button = page.getByRole('button', { name: 'Download' });
    await button.waitFor();
    await web.context.clearCookies();
    await button.click();
    await page.getByRole('menuitem', { name: /CSV/ }).click();
    const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
    await dialog.waitFor();
    await page.locator('dialog').evaluate((element) => (element as HTMLDialogElement).close());
    await dialog.waitFor();
    expect(new URL(page.url()).pathname).toBe(`/jobs/${id}`);
  });
});
