import { expect, it } from 'vitest';
import { describeWith } from '../../tools/testing/requirements.ts';
import { DesignerPage, hasFocus } from './designer-page.ts';
import { FAILED, PATIENCE, shownJob, SUCCESS, webFixture } from './web-fixture.ts';

const SPACE = 'basketballplayer';
const FOLLOW = { space: SPACE, edges: ['follow'] };
const query = (statement: string, space = SPACE) => ({ type: 'Query', space, query: statement });

describeWith('chromium', 'what fails shows at its place', () => {
  const web = webFixture();

  /** Runs to the failure and follows the job page's link to the field. */
  async function toTheFix(tasks: object, task: string): Promise<{ id: string; job: number; designer: DesignerPage }> {
    const { page } = web;
    const id = await web.save(tasks);
    const job = await web.post(id);
    await page.goto(`/jobs/${job}`);
    expect((await web.ended(job)).status).toBe(FAILED);
    await page.getByRole('link', { name: `Open ${task} in the designer` }).click();
    await page.waitForURL(({ pathname }) => pathname === `/workflows/${id}`);
    return { id, job, designer: new DesignerPage(page) };
  }

  it('a failing nGQL shows its error in the editor while it is typed', async () => {
    const { page } = web;
    await page.goto('/workflows/new');
    const designer = new DesignerPage(page);
    await page.getByRole('button', { name: 'Add a query' }).click();
    await designer.editor().click();
    await page.keyboard.insertText('MATCH (v:player)\nRETURM id(v)');
    await page.getByText(/^Line 2, column 1: .*RETURM/).waitFor();
    expect(await page.locator('.cm-lintRange-error').textContent()).toBe('RETURM');
    expect(await designer.editor().getAttribute('aria-invalid')).toBe('true');
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText('MATCH (v:player)\nRETURN id(v) AS id');
    await page.locator('.cm-lintRange-error').waitFor({ state: 'detached' });
    await page.getByText('No problems').waitFor();
  });

  it('a statement that fails in a run is shown with the reason, in the editor with the focus, until it is edited', async () => {
    const { id, job, designer } = await toTheFix(
      { query_1: query('YIELD 7 AS seven'), query_2: query('MATCH (v:nosuchtag)\nRETURN v.nosuchtag.x AS x') },
      'query_2',
    );
    const { page } = web;
    await expect.poll(() => hasFocus(designer.editor()), PATIENCE).toBe(true);
    expect(await designer.editor().innerText()).toContain('nosuchtag');
    const note = designer
      .panel()
      .getByRole('alert')
      .filter({ hasText: `Failed in job ${job}:` });
    await note.getByText(/`nosuchtag': Unknown tag/).waitFor();
    await expect.poll(() => designer.editor().getAttribute('aria-invalid'), PATIENCE).toBe('true');
    // It is not a fault of the draft: that can be saved as it is.
    await page.getByText('No problems').waitFor();
    await note.getByRole('link', { name: 'Show the job' }).click();
    await page
      .getByRole('alert')
      .filter({ hasText: 'query_2' })
      .getByText(/Unknown tag/)
      .waitFor();
    await page.goBack();
    await expect.poll(() => hasFocus(designer.editor()), PATIENCE).toBe(true);
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText('MATCH (v:player)\nRETURN v.player.age AS x');
    await note.waitFor({ state: 'detached' });
    expect(await designer.editor().getAttribute('aria-invalid')).toBe('false');
    await page.keyboard.press('Control+s');
    await page.getByText('Version 2', { exact: true }).waitFor();
    expect(await web.sample.client.data('GET', `/api/v1/workflows/${id}`)).toMatchObject({ version: 2 });
  });

  it('a parameter of an algorithm that no vertex has leads to the field of that parameter', async () => {
    const { designer } = await toTheFix({ bfs_1: { type: 'BFS', input: FOLLOW, params: { ROOT: 'nobody' } } }, 'bfs_1');
    const root = web.page.getByRole('textbox', { name: 'ROOT' });
    await expect.poll(() => hasFocus(root), PATIENCE).toBe(true);
    await designer
      .panel()
      .locator('[data-field="params.ROOT"]')
      .getByText(/"nobody" is no vertex/)
      .waitFor();
    expect(await root.getAttribute('aria-invalid')).toBe('true');
    await root.press('Control+a');
    await web.page.keyboard.type('player100');
    await expect.poll(() => root.getAttribute('aria-invalid'), PATIENCE).toBeNull();
  });

  it.each([
    [
      'a parameter that comes from upstream',
      'query_2',
      'params.x',
      /no row 3/,
      {
        query_1: query('YIELD 1 AS b'),
        query_2: { ...query('YIELD ${x} AS a'), params: { x: { from: 'query_1', column: 'b', row: 3 } } },
      },
    ],
    [
      'a space that is not there',
      'query_1',
      'space',
      /no_such_space/,
      { query_1: query('YIELD 1 AS a', 'no_such_space') },
    ],
    [
      'an edge type that is not there',
      'pagerank_1',
      'input.edges',
      /edge type `nope`/,
      {
        pagerank_1: { type: 'PageRank', input: { space: SPACE, edges: ['nope'] } },
      },
    ],
    [
      'a tag that is not there',
      'pagerank_1',
      'result.tag',
      /tag `nope`/,
      {
        pagerank_1: {
          type: 'PageRank',
          input: FOLLOW,
          result: { store: 'nebula', space: SPACE, tag: 'nope', property: 'x' },
        },
      },
    ],
  ] as const)('%s leads to its field', async (_what, task, field, reason, tasks) => {
    const { designer } = await toTheFix(tasks, task);
    const place = designer.panel().locator(`[data-field="${field}"]`);
    await expect.poll(() => place.locator(':focus').count(), PATIENCE).toBe(1);
    await place.getByText(reason).last().waitFor();
  });

  it('resumes from the failed task with what was corrected, and keeps what had succeeded', async () => {
    const { page } = web;
    const good = query('YIELD 7 AS seven');
    const { job, designer } = await toTheFix({ query_1: good, query_2: query('YIELD 1 / 0 AS x') }, 'query_2');
    await expect.poll(() => hasFocus(designer.editor()), PATIENCE).toBe(true);
    await page.keyboard.press('Control+a');
    await page.keyboard.insertText('YIELD 1 / 1 AS x');
    await page.keyboard.press('Control+s');
    await page.getByText('Version 2', { exact: true }).waitFor();
    await page.goto(`/jobs/${job}`);
    await page.getByRole('button', { name: 'Resume with version 2' }).click();
    const next = await web.ended(await shownJob(page, job));
    expect(next).toMatchObject({ status: SUCCESS, sourceJobId: job, workflowVersion: 2 });
    const taken = next.tasks.find(({ key }) => key === 'query_1')!;
    const ran = next.tasks.find(({ key }) => key === 'query_2')!;
    expect([taken.attempt, ran.attempt]).toEqual([0, 1]);
    await page.getByRole('link', { name: `job ${job}` }).waitFor();
    await page.locator('[data-task="query_2"][data-status="2"]').waitFor();
    // The version that failed can be resumed, too, and fails again.
    await page.goto(`/jobs/${job}`);
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Resume with version 1, as it ran' }).click();
    expect(await web.ended(await shownJob(page, job))).toMatchObject({ status: FAILED, workflowVersion: 1 });
  });
});
