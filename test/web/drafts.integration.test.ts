import { expect, it } from 'vitest';
import { describeWith } from '../../tools/testing/requirements.ts';
import { ENDLESS_QUERY } from '../endless-query.ts';
import { DesignerPage } from './designer-page.ts';
import { INTERRUPTED, PATIENCE, webFixture } from './web-fixture.ts';

const STATEMENT = 'MATCH (v1:player{name:"Tim Duncan"})--(v2:player) RETURN id(v1) AS src, id(v2) AS dst';
const SAVED = { query_1: { type: 'Query', space: 'basketballplayer', query: STATEMENT } };
const ENDLESS = { query_1: { type: 'Query', space: 'basketballplayer', query: ENDLESS_QUERY } };

describeWith('chromium', 'nothing is lost by a reload or an ended session', () => {
  const web = webFixture();
  const note = () => web.page.getByRole('region', { name: 'Unsaved changes' });
  const unsaved = () => web.page.getByText('Unsaved', { exact: true });
  const keptKeys = () =>
    web.page.evaluate(() => Object.keys(sessionStorage).filter((key) => key.startsWith('orrery.draft')));

  /** Ends the page's session as the server sees it, without the page being told. */
  async function endSession(): Promise<void> {
    const headers = { origin: web.sample.server.url };
    expect((await web.context.request.delete('/api/v1/session', { headers })).status()).toBe(200);
  }
  /** A session of the page's own, which can end. */
  async function ownSession(): Promise<void> {
    await web.context.clearCookies();
    await web.page.goto('/signin');
    await signIn();
    await web.page.getByRole('navigation', { name: 'Main' }).waitFor();
  }
  async function signIn(): Promise<void> {
    const form = web.page.locator('form').filter({ has: web.page.getByLabel('Password', { exact: true }) });
    const account = form.getByLabel('Account');
    if (await account.isEditable()) await account.fill('root');
    await form.getByLabel('Password', { exact: true }).fill('nebula');
    await form.getByRole('button', { name: 'Sign in', exact: true }).click();
  }
  const saved = async (id: string) =>
    (await web.sample.client.data<{ definition: { tasks: object } }>('GET', `/api/v1/workflows/${id}`)).definition
      .tasks;

  it('a reload of a new workflow brings the drawing back, with a note, and it can be saved', async () => {
    const { page } = web;
    const designer = new DesignerPage(page);
    await page.goto('/workflows/new');
    await designer.drawQuery(STATEMENT);
    await designer.fromLibrary('PageRank').click();
    await designer.drag(designer.anchor('query_1', 'out'), designer.anchor('pagerank_1', 'in'));
    await expect.poll(() => designer.edges(), PATIENCE).toBe(2);
    await page.reload();
    await note()
      .getByText(/^Your unsaved changes of .* are back\.$/)
      .waitFor();
    await expect.poll(() => designer.edges(), PATIENCE).toBe(2);
    await page.keyboard.press('Control+s');
    await page.waitForURL(/\/workflows\/\d+$/);
    await expect.poll(keptKeys, PATIENCE).toEqual([]);
    expect(await saved(/\d+$/.exec(page.url())![0])).toEqual({
      ...SAVED,
      pagerank_1: { type: 'PageRank', input: { from: 'query_1', src: 'src', dst: 'dst' } },
    });
    await page.goto('/workflows/new');
    await page.getByRole('button', { name: 'Add a query' }).waitFor();
    expect(await note().count()).toBe(0);
  });

  it('what came back can be discarded, and the discarding undone', async () => {
    const { page } = web;
    const designer = new DesignerPage(page);
    const id = await web.save(SAVED);
    await page.goto(`/workflows/${id}`);
    await designer.node('query_1').waitFor();
    await designer.fromLibrary('BFS').click();
    await designer.node('bfs_1').waitFor();
    await page.reload();
    await designer.node('bfs_1').waitFor();
    await note().getByRole('button', { name: 'Discard' }).click();
    await designer.node('bfs_1').waitFor({ state: 'detached' });
    expect(await unsaved().count()).toBe(0);
    await page.getByRole('button', { name: 'Undo' }).last().click();
    await designer.node('bfs_1').waitFor();
    await note().getByRole('button', { name: 'Discard' }).click();
    await designer.node('bfs_1').waitFor({ state: 'detached' });
    await page.reload();
    await designer.node('query_1').waitFor();
    expect(await designer.node('bfs_1').count()).toBe(0);
    expect(await note().count()).toBe(0);
  });

  it('a draft of an older version comes back and asks before it overwrites the newer one', async () => {
    const { page } = web;
    const designer = new DesignerPage(page);
    const id = await web.save(SAVED);
    await page.goto(`/workflows/${id}`);
    await designer.node('query_1').waitFor();
    await page.getByLabel('Name', { exact: true }).fill('renamed here');
    await web.update(id, { query_1: { ...SAVED.query_1, query: 'YIELD 1 AS theirs' } });
    await page.reload();
    await note()
      .getByText(/Version 2 was saved since/)
      .waitFor();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.waitFor();
    expect(await saved(id)).toMatchObject({ query_1: { query: 'YIELD 1 AS theirs' } });
  });

  it('leaving without saving forgets the draft', async () => {
    const { page } = web;
    const designer = new DesignerPage(page);
    await page.goto('/workflows/new');
    await designer.drawQuery(STATEMENT);
    await expect.poll(async () => (await keptKeys()).length, PATIENCE).toBe(1);
    await page.getByRole('banner').getByRole('link', { name: 'Jobs' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Leave without saving' }).click();
    await page.getByRole('heading', { name: 'Jobs', exact: true }).waitFor();
    expect(await keptKeys()).toEqual([]);
  });

  it('a session that ends in the designer leads back to the unsaved changes, over the page and after a reload', async () => {
    const { page } = web;
    await ownSession();
    const designer = new DesignerPage(page);
    const id = await web.save(SAVED);
    await page.goto(`/workflows/${id}`);
    await designer.node('query_1').waitFor();
    await designer.fromLibrary('PageRank').click();
    await designer.drag(designer.anchor('query_1', 'out'), designer.anchor('pagerank_1', 'in'));
    await expect.poll(() => designer.edges(), PATIENCE).toBe(2);
    await endSession();
    await page.keyboard.press('Control+s');
    const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
    await dialog.waitFor();
    await signIn();
    await dialog.waitFor({ state: 'detached' });
    expect(await designer.edges()).toBe(2);
    await unsaved().waitFor();
    await endSession();
    await page.reload();
    await page.waitForURL(/\/signin\?next=/);
    await signIn();
    await page.waitForURL(({ pathname }) => pathname === `/workflows/${id}`);
    await expect.poll(() => designer.edges(), PATIENCE).toBe(2);
    await note().waitFor();
    await page.keyboard.press('Control+s');
    await page.getByText('Version 2', { exact: true }).waitFor();
    expect(Object.keys(await saved(id))).toEqual(['query_1', 'pagerank_1']);
  });

  it('a session that ends on a job page leads back to it, and the running job goes on', async () => {
    const { page } = web;
    await ownSession();
    const job = await web.post(await web.save(ENDLESS));
    const running = page.locator('[data-task="query_1"][data-status="1"]');
    await page.goto(`/jobs/${job}?task=query_1&tab=logs`);
    await running.waitFor();
    await endSession();
    await page.reload();
    await page.waitForURL(/\/signin\?next=/);
    await signIn();
    await running.waitFor();
    const { pathname, search } = new URL(page.url());
    expect(pathname + search).toBe(`/jobs/${job}?task=query_1&tab=logs`);
    await endSession();
    // The page learns of it by itself: what it follows ends with the session.
    const dialog = page.getByRole('dialog', { name: 'Your session has ended' });
    await dialog.waitFor();
    expect(await web.sample.client.data('GET', `/api/v1/jobs/${job}`)).toMatchObject({ status: 1 });
    await signIn();
    await dialog.waitFor({ state: 'detached' });
    await running.waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
    await page.locator('[data-task="query_1"][data-status="4"]').waitFor();
    expect((await web.ended(job)).status).toBe(INTERRUPTED);
  });
});
