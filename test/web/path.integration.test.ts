import type { Locator } from 'playwright-core';
import { expect, it } from 'vitest';
import { describeWith } from '../../tools/testing/requirements.ts';
import { DesignerPage, hasFocus } from './designer-page.ts';
import { PATIENCE, shownJob, SUCCESS, tableRows, webFixture } from './web-fixture.ts';

const STATEMENT = 'MATCH (v1:player{name:${name}})--(v2:player) RETURN id(v1) AS src, id(v2) AS dst';

describeWith('chromium', 'from the sign-in to the ranking, as somebody who has never read the docs', () => {
  const web = webFixture({ isSignedIn: false });

  /** What the page shows is what the API has: a ranking of the neighbours of the player that was asked for. */
  async function expectRanking(job: number): Promise<void> {
    const { status, input } = await web.ended(job);
    expect(status).toBe(SUCCESS);
    expect(input).toEqual({ query_1: { name: 'Tony Parker' } });
    const { rows } = await web.sample.client.data<{ rows: [string, number][] }>(
      'GET',
      `/api/v1/jobs/${job}/tasks/pagerank_1/result?sort=${encodeURIComponent('[{"column":"VALUE","descending":true}]')}`,
    );
    expect(rows.length).toBeGreaterThan(3);
    expect(rows.map(([vid]) => vid)).toContain('player102');
    await web.page.locator('[role=columnheader][aria-sort=descending]').waitFor();
    await expect.poll(() => tableRows(web.page), PATIENCE).toEqual(rows.map(([vid, value]) => [vid, String(value)]));
    const shown = (await tableRows(web.page)).map(([, value]) => Number(value));
    expect(shown).toEqual(shown.toSorted((a, b) => b - a));
  }

  it('draws query -> PageRank, runs it with a parameter and sees the ranking, by mouse', async () => {
    const { page } = web;
    const begin = performance.now();
    const designer = new DesignerPage(page);
    await page.goto('/');
    await page.getByLabel('Account').click();
    await page.keyboard.type('root');
    await page.getByLabel('Password', { exact: true }).click();
    await page.keyboard.type('nebula');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('link', { name: 'New workflow' }).first().click();
    await designer.drawQuery(STATEMENT);
    await designer.fromLibrary('PageRank').click();
    await designer.drag(designer.anchor('query_1', 'out'), designer.anchor('pagerank_1', 'in'));
    await page.getByText('No problems').waitFor();
    await page.getByRole('button', { name: 'Save and run' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('textbox', { name: 'name', exact: true }).click();
    await page.keyboard.type('Tony Parker');
    await dialog.getByRole('button', { name: 'Run', exact: true }).click();
    const job = await shownJob(page);
    await page.locator('[data-task="pagerank_1"][data-status="2"]').click();
    const sort = page.getByRole('columnheader', { name: /^VALUE/ }).getByRole('button');
    await sort.click();
    await page.locator('[role=columnheader][aria-sort=ascending]').waitFor();
    await sort.click();
    await expectRanking(job);
    process.stdout.write(`from the sign-in to the ranking by mouse: ${seconds(begin)} s\n`);
  }, 90_000);

  it('draws query -> PageRank, runs it with a parameter and sees the ranking, by keyboard', async () => {
    const { page } = web;
    const { keyboard } = page;
    const designer = new DesignerPage(page);
    const begin = performance.now();
    const focused = () => page.locator(':focus');
    /** Presses a key until the focus is there, however many stops lie between; every stop must show where it is. */
    const walkTo = async (target: Locator, key = 'Tab'): Promise<void> => {
      await target.waitFor();
      for (let stops = 0; stops < 80; stops++) {
        if (await hasFocus(target)) return;
        await keyboard.press(key);
        expect(await focusMark(focused()), `the focus shows on ${await nameOf(focused())}`).toBe(true);
      }
      throw new Error(`80 times ${key} did not lead to ${target}`);
    };
    const reached = (target: Locator) => expect.poll(() => hasFocus(target), PATIENCE).toBe(true);

    await page.goto('/');
    await reached(page.getByLabel('Account'));
    await keyboard.type('root');
    await keyboard.press('Tab');
    await keyboard.type('nebula');
    await keyboard.press('Enter');
    await walkTo(page.getByRole('link', { name: 'New workflow' }).first());
    await keyboard.press('Enter');
    await page.getByRole('button', { name: 'Add a query' }).waitFor();
    await keyboard.press('/');
    await reached(page.getByLabel('Search components'));
    await keyboard.type('query');
    await keyboard.press('Enter');
    await reached(page.getByRole('combobox', { name: /^Graph space/ }));
    await keyboard.press('Tab');
    await reached(page.getByRole('textbox', { name: /nGQL statement/ }));
    await keyboard.insertText(STATEMENT);
    await designer.anchor('query_1', 'column:dst').waitFor();
    // The first Escape may be for the completions.
    await expect
      .poll(async () => {
        await keyboard.press('Escape');
        return hasFocus(designer.node('query_1'));
      }, PATIENCE)
      .toBe(true);
    await keyboard.press('/');
    await keyboard.type('pagerank');
    await keyboard.press('Enter');
    await reached(page.getByRole('combobox', { name: /^Rows of/ }));
    await keyboard.type('query_1');
    await expect.poll(() => page.locator('.react-flow__edge').count(), PATIENCE).toBe(2);
    await page.getByText('No problems').waitFor();
    await keyboard.press('Escape');
    await reached(designer.node('pagerank_1'));
    await keyboard.press('Control+Enter');
    const dialog = page.getByRole('dialog');
    await walkTo(dialog.getByRole('textbox', { name: 'name', exact: true }));
    await keyboard.type('Tony Parker');
    await keyboard.press('Enter');
    const job = await shownJob(page);
    const task = page.locator('.react-flow__node[data-id="pagerank_1"]');
    await page.locator('[data-task="pagerank_1"][data-status="2"]').waitFor();
    await walkTo(task);
    await keyboard.press('Enter');
    await page.waitForURL(/task=pagerank_1/);
    const sort = page.getByRole('columnheader', { name: /^VALUE/ }).getByRole('button');
    await walkTo(sort);
    await keyboard.press('Enter');
    await page.locator('[role=columnheader][aria-sort=ascending]').waitFor();
    await walkTo(sort);
    await keyboard.press('Enter');
    await expectRanking(job);
    process.stdout.write(`from the sign-in to the ranking by keyboard: ${seconds(begin)} s\n`);
  }, 90_000);
});

const seconds = (begin: number): string => ((performance.now() - begin) / 1000).toFixed(1);

const nameOf = (element: Locator): Promise<string> =>
  element.evaluate((focused) => focused.outerHTML.slice(0, 160)).catch(() => 'nothing');

/** Whether somebody who looks at the page sees where the focus is: an outline around it or around its box, in view. */
function focusMark(element: Locator): Promise<boolean> {
  return element
    .evaluate((focused) => {
      // The page as a whole, which begins at its top, needs no mark.
      if (focused.id === 'content') return true;
      const boxes: Element[] = [];
      for (let box: Element | null = focused; box !== null && boxes.length < 4; box = box.parentElement)
        boxes.push(box);
      return [...boxes, ...(focused.parentElement?.children ?? [])].some((box) => {
        const { outlineStyle, outlineWidth } = getComputedStyle(box);
        const { width, height, bottom, right } = box.getBoundingClientRect();
        const isInView = width * height > 0 && bottom > 0 && right > 0;
        return isInView && outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1;
      });
    })
    .catch(() => false);
}
