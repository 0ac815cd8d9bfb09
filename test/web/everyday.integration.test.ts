import { expect, it } from 'vitest';
import { describeWith } from '../../tools/testing/requirements.ts';
import { ENDLESS_QUERY } from '../endless-query.ts';
import { PATIENCE, webFixture } from './web-fixture.ts';

const SPACE = 'basketballplayer';
const QUERY = { type: 'Query', space: SPACE, query: 'YIELD 1 AS one' };
const ENDLESS = { query_1: { type: 'Query', space: SPACE, query: ENDLESS_QUERY } };

/** What somebody comes upon who works with the app all day: held keys, many tabs, old pages, plain addresses. */
describeWith('chromium', 'the app in everyday use', () => {
  const web = webFixture();
  const row = (name: string) =>
    web.page.getByRole('row').filter({ has: web.page.getByRole('link', { name, exact: true }) });
  const choose = async (name: string, item: string): Promise<void> => {
    await row(name)
      .getByRole('button', { name: `Actions on ${name}` })
      .click();
    await web.page.getByRole('menuitem', { name: item, exact: true }).click();
  };

  it('Ctrl+S held down on a new workflow saves one', async () => {
    const { page } = web;
    let posts = 0;
    const held = Promise.withResolvers<void>();
    await page.route('**/api/v1/workflows', async (route) => {
      if (route.request().method() === 'POST') {
        posts += 1;
        await held.promise;
      }
      await route.continue();
    });
    await page.goto('/workflows/new');
    await page.getByRole('button', { name: 'Add a query' }).click();
    await page.getByRole('textbox', { name: /nGQL statement/ }).click();
    await page.keyboard.insertText(QUERY.query);
    await page.getByText('No problems').waitFor();
    await page.keyboard.down('Control');
    for (let pressed = 0; pressed < 5; pressed++) await page.keyboard.down('s');
    await expect.poll(() => posts, PATIENCE).toBe(1);
    held.resolve();
    await page.waitForURL(/\/workflows\/\d+$/);
    for (let pressed = 0; pressed < 5; pressed++) await page.keyboard.down('s');
    await page.keyboard.up('s');
    await page.keyboard.up('Control');
    await page.getByRole('button', { name: 'Save', exact: true, disabled: true }).waitFor();
    expect(posts).toBe(1);
    expect(await page.getByText('Version 1', { exact: true }).count()).toBe(1);
  });

  it('the designer opens what the server has, not what an earlier page left behind', async () => {
    const { page } = web;
    const id = await web.save({ query_1: QUERY }, 'seen before');
    await page.goto('/workflows');
    await row('seen before').getByRole('link', { name: 'seen before', exact: true }).click();
    await page.locator('.react-flow__node[data-id="query_1"]').waitFor();
    await page.getByRole('navigation').getByRole('link', { name: 'Workflows' }).click();
    await web.update(id, { query_1: QUERY, newer_1: QUERY });
    // The list is told, and with it every page that shows the workflow.
    await choose('seen before', 'Rename');
    await page.getByRole('dialog').getByLabel('New name').fill('seen again');
    await page.keyboard.press('Enter');
    await row('seen again').getByRole('link', { name: 'seen again', exact: true }).click();
    await page.locator('.react-flow__node[data-id="newer_1"]').waitFor();
  });

  it('a tab that nobody looks at lets go of its stream, and shows all that happened when it is back', async () => {
    const { page } = web;
    const job = await web.post(await web.save(ENDLESS));
    const streamed = page.waitForRequest(/\/events$/);
    await page.goto(`/jobs/${job}`);
    const stream = await streamed;
    const status = (name: string) => page.locator('header').getByText(name, { exact: true });
    await status('Running').waitFor();
    const look = (state: 'hidden' | 'visible') =>
      page.evaluate((value) => {
        Object.defineProperty(document, 'visibilityState', { configurable: true, value });
        document.dispatchEvent(new Event('visibilitychange'));
      }, state);
    const broken = page.waitForEvent('requestfailed', (request) => request === stream);
    await look('hidden');
    await broken;
    await web.sample.client.data('PUT', `/api/v1/jobs/${job}/cancel`, {});
    await web.ended(job);
    expect(await status('Running').isVisible()).toBe(true);
    await look('visible');
    await status('Interrupted').waitFor();
  });

  it('one step back takes one choice of a task back', async () => {
    const { page } = web;
    const job = await web.post(await web.save({ query_1: QUERY, query_2: QUERY }));
    await web.ended(job);
    await page.goto(`/jobs/${job}`);
    await page.locator('[data-task="query_1"]').click();
    await page.waitForURL(/task=query_1/);
    await page.locator('[data-task="query_2"]').click();
    await page.waitForURL(/task=query_2/);
    await page.goBack();
    await page.waitForURL(/task=query_1/);
    await page.goBack();
    await page.waitForURL(({ search }) => search === '');
  });

  it('copies also out of a dialog of a page on a plain address', async () => {
    const { page } = web;
    await page.addInitScript(() => Object.defineProperty(window, 'isSecureContext', { value: false }));
    await web.save({ query_1: QUERY }, 'to be copied');
    await page.goto('/workflows');
    await choose('to be copied', 'View as YAML');
    await page.getByRole('dialog').getByRole('button', { name: 'Copy', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Copied' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('textbox', { name: /^Search/ }).click();
    await page.keyboard.press('Control+v');
    await expect
      .poll(() => page.getByRole('textbox', { name: /^Search/ }).inputValue(), PATIENCE)
      .toContain(QUERY.query);
  });

  it('a range of time stays on the page while its ends are typed in', async () => {
    const { page } = web;
    await page.goto('/jobs?text=none');
    await page.getByLabel('Created').selectOption({ label: 'Between…' });
    await page.getByLabel('From', { exact: true }).fill('');
    await page.waitForURL(/[?&]from=(&|$)/);
    await page.getByLabel('To', { exact: true }).fill('2026-08-01T14:00');
    await page.waitForURL(/to=2026-08-01/);
    expect(await page.getByLabel('From', { exact: true }).inputValue()).toBe('');
  });

  it('rows fill the window also after a failure', async () => {
    const { page } = web;
    await page.setViewportSize({ width: 1440, height: 1600 });
    const many = { type: 'Query', space: SPACE, query: 'UNWIND range(1, 500) AS n RETURN n' };
    const job = await web.post(await web.save({ query_1: many }));
    await web.ended(job);
    await page.goto(`/jobs/${job}?task=query_1&tab=result&filter=n%3Aeq%3Ano-number`);
    await page.getByRole('alert').first().waitFor();
    await page.getByRole('button', { name: /^Remove/ }).click();
    await page.locator('[role=table][aria-busy=false]').waitFor();
    const isFull = () =>
      page.locator('[role=table]').evaluate((table) => {
        const last = [...table.querySelectorAll('[role=row]')].at(-1)!;
        return last.getBoundingClientRect().bottom >= table.getBoundingClientRect().bottom - 30;
      });
    await expect.poll(isFull, PATIENCE).toBe(true);
  });
});
