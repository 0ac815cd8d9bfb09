import { expect, it } from 'vitest';
import { describeWith } from '../../tools/testing/requirements.ts';
import { axeViolations, type Theme } from './browser.ts';
import { DesignerPage } from './designer-page.ts';
import { webFixture } from './web-fixture.ts';

const SPACE = 'basketballplayer';
const STATEMENT = 'MATCH (v1:player{name:${name}})--(v2:player) RETURN id(v1) AS src, id(v2) AS dst';
const FOLLOW = { space: SPACE, edges: ['follow'] };
const TASKS = {
  query_1: { type: 'Query', space: SPACE, query: STATEMENT, params: { name: 'Tim Duncan' } },
  pagerank_1: { type: 'PageRank', input: { from: 'query_1', src: 'src', dst: 'dst' } },
  lpa_1: {
    type: 'LPA',
    input: FOLLOW,
    result: { store: 'nebula', space: SPACE, tag: 'player', property: 'age', mode: 'update' },
  },
  bfs_1: { type: 'BFS', input: { file: 'a.csv', src: 'a', dst: 'b' }, params: { ROOT: 'nobody' } },
};

describeWith('chromium', 'axe finds nothing in any state of designer, workflows and jobs', () => {
  const web = webFixture();

  it.each<Theme>(['light', 'dark'])(
    'in the %s theme',
    async (theme) => {
      const { page } = web;
      const designer = new DesignerPage(page);
      const found: [string, readonly string[]][] = [];
      const check = async (state: string): Promise<void> => {
        const violations = await axeViolations(page);
        if (violations.length > 0) found.push([state, violations]);
      };
      await page.emulateMedia({ colorScheme: theme });
      const id = await web.save(TASKS);
      const job = await web.post(id);
      await web.ended(job);

      await page.goto('/workflows/new');
      await page.getByRole('button', { name: 'Add a query' }).waitFor();
      await check('empty designer');
      await page.goto(`/workflows/${id}`);
      for (const task of Object.keys(TASKS)) {
        await designer.node(task).click();
        await designer.panel().locator('[data-field]').first().waitFor();
        await designer
          .panel()
          .locator('details')
          .evaluateAll((folds) => {
            for (const fold of folds) (fold as HTMLDetailsElement).open = true;
          });
        await check(`panel of ${task}`);
      }
      await designer.node('query_1').click();
      await page.getByRole('button', { name: 'Show first rows' }).click();
      await page.getByRole('region', { name: 'First rows' }).waitFor();
      await check('first rows');
      await designer.editor().click();
      await page.keyboard.press('Control+a');
      await page.keyboard.insertText('MATCH (v:player) RETURM 1');
      await page.locator('.cm-lintRange-error').waitFor();
      await page
        .getByRole('button', { name: /problems?$/ })
        .last()
        .click();
      await check('faults');
      await page.reload();
      await page.getByRole('region', { name: 'Unsaved changes' }).waitFor();
      await check('unsaved changes');
      await page.getByRole('button', { name: 'Discard' }).click();
      await page.getByText('Unsaved changes were discarded').waitFor();
      await check('toast');
      for (const dialog of ['run', 'saveAs', 'versions', 'call', 'keys']) {
        await page.goto(`/workflows/${id}?dialog=${dialog}`);
        await page.getByRole('dialog').waitFor();
        await page.waitForLoadState('networkidle');
        await check(`dialog ${dialog}`);
      }
      await page.goto(`/workflows/${id}?task=bfs_1&field=input.file&job=${job}`);
      await designer.panel().getByRole('alert').filter({ hasText: 'Failed in job' }).waitFor();
      await check('failure');

      await page.goto(`/jobs/${job}`);
      await page.getByRole('alert').waitFor();
      await check('failed job');
      await page.getByRole('button', { name: 'More actions' }).click();
      await page.getByRole('menu').waitFor();
      await check('actions of a job');
      await page.getByRole('menuitem', { name: 'Rerun with parameters…' }).click();
      await page.getByRole('dialog').waitFor();
      await check('rerun with parameters');
      await page.goto(`/jobs/${job}?task=pagerank_1&tab=result`);
      await page.locator('[role=table][aria-busy=false]').waitFor();
      await page.getByRole('button', { name: 'Filter', exact: true }).click();
      await check('filter of a result');
      await page.getByRole('button', { name: 'Download' }).click();
      await page.getByRole('menu').waitFor();
      await check('downloads');
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: /^Store as a tag/ }).click();
      await page.getByRole('dialog').waitFor();
      await check('store as a tag');
      await page.goto('/workflows');
      await page
        .getByRole('button', { name: /^Actions on/ })
        .first()
        .click();
      await page.getByRole('menu').waitFor();
      await check('actions of a workflow');
      expect(found).toEqual([]);
    },
    120_000,
  );
});
