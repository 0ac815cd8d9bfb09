import { isFinal, JOB_STATUS, type JobStatus } from '@orrery/contracts';
import type { Page } from 'playwright-core';
import { beforeEach, expect, it } from 'vitest';
import { describeWith } from '../../tools/testing/requirements.ts';
import type { SampleServer } from '../sample-server.ts';
import { axeViolations } from './browser.ts';
import { hasFocus, middleOf, type DesignerPage } from './designer-page.ts';
import { useDesigner } from './designer-session.ts';

const STATEMENT = 'MATCH (v1:player{name:"Tim Duncan"})--(v2:player) RETURN id(v1) AS src, id(v2) AS dst';

describeWith('chromium', 'the designer in a browser', () => {
  const session = useDesigner();
  let sample: SampleServer;
  let page: Page;
  let designer: DesignerPage;
  beforeEach(() => {
    ({ sample, page, designer } = session);
  });

  it('draws query -> PageRank by mouse, saves, runs and shows the ranking', async () => {
    await designer.drawQuery(STATEMENT);
    await designer.fromLibrary('PageRank').click();
    await designer.drag(designer.anchor('query_1', 'out'), designer.anchor('pagerank_1', 'in'));
    await expect.poll(() => designer.edges()).toBe(2);
    await page.getByText('No problems').waitFor();
    await page.getByRole('button', { name: 'Save and run' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Run', exact: true }).click();
    await page.waitForURL(/\/jobs\/\d+/);

    const id = Number(/\/jobs\/(\d+)/.exec(page.url())![1]);
    const read = () => sample.client.data<{ status: JobStatus; workflowId: string }>('GET', `/api-open/v1/jobs/${id}`);
    await expect.poll(async () => isFinal((await read()).status), { timeout: 30_000 }).toBe(true);
    const job = await read();
    expect(job.status).toBe(JOB_STATUS.Success);
    const { items } = await sample.client.data<{ items: string[][] }>(
      'GET',
      `/api-open/v1/jobs/${id}/tasks/pagerank_1/sample_result`,
    );
    expect(items.some(([vid]) => vid === 'player100')).toBe(true);
    const { definition } = await sample.client.data<{ definition: { tasks: unknown } }>(
      'GET',
      `/api/v1/workflows/${job.workflowId}`,
    );
    expect(definition.tasks).toEqual({
      query_1: { type: 'Query', space: 'basketballplayer', query: STATEMENT },
      pagerank_1: { type: 'PageRank', input: { from: 'query_1', src: 'src', dst: 'dst' } },
    });
  });

  it('does the same by keyboard alone', async () => {
    await page.locator('body').press('/');
    await page.keyboard.type('query');
    await page.keyboard.press('Enter');
    const space = page.getByRole('combobox', { name: /^Graph space/ });
    await expect.poll(() => hasFocus(space)).toBe(true);
    await page.keyboard.press('Tab');
    await page.keyboard.insertText(STATEMENT);
    // The first Escape may be for the completions.
    await expect
      .poll(async () => {
        await page.keyboard.press('Escape');
        return hasFocus(designer.node('query_1'));
      })
      .toBe(true);
    await page.keyboard.press('/');
    await page.keyboard.type('pagerank');
    await page.keyboard.press('Enter');
    const rows = page.getByRole('combobox', { name: /^Rows of/ });
    await expect.poll(() => hasFocus(rows)).toBe(true);
    await page.keyboard.type('query_1');
    await expect.poll(() => designer.edges()).toBe(2);
    await page.keyboard.press('Escape');
    await expect.poll(() => hasFocus(designer.node('pagerank_1'))).toBe(true);
    await page.keyboard.press('Alt+ArrowLeft');
    await expect.poll(() => hasFocus(designer.node('query_1'))).toBe(true);
    await page.keyboard.press('Control+Enter');
    await page.getByRole('dialog').waitFor();
    expect(page.url()).toMatch(/\/workflows\/\d+\?dialog=run$/);
    await page.getByRole('dialog').getByRole('button', { name: 'Run', exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/jobs\/\d+/);
  });

  it('undoes and redoes adding, connecting, typing and deleting', async () => {
    await designer.drawQuery(STATEMENT);
    await designer.fromLibrary('PageRank').click();
    await designer.drag(designer.anchor('query_1', 'column:src'), designer.anchor('pagerank_1', 'data:src'));
    await expect.poll(() => designer.edges()).toBe(2);
    await designer.node('query_1').click();
    await page.keyboard.press('Delete');
    await expect.poll(() => designer.edges()).toBe(0);
    await page.keyboard.press('Control+z');
    await expect.poll(() => designer.edges()).toBe(2);
    await page.keyboard.press('Control+z');
    await expect.poll(() => designer.edges()).toBe(0);
    await page.keyboard.press('Control+z');
    await expect.poll(() => designer.node('pagerank_1').count()).toBe(0);
    await page.keyboard.press('Control+z');
    await expect.poll(() => designer.anchor('query_1', 'column:dst').count()).toBe(0);
    for (let step = 0; step < 3; step++) await page.keyboard.press('Control+Shift+z');
    await expect.poll(() => designer.edges()).toBe(2);
    await page.getByText('No problems').waitFor();
  });

  it('shows a saved workflow whole when it is opened', async () => {
    const tasks = Object.fromEntries(
      Array.from({ length: 12 }, (_, i) => [
        `query_${i + 1}`,
        { type: 'Query', space: 'basketballplayer', query: 'YIELD 1 AS n' },
      ]),
    );
    const layout = Object.fromEntries(Object.keys(tasks).map((id, i) => [id, { x: i * 400, y: (i % 3) * 300 }]));
    const { id } = await sample.client.data<{ id: string }>('POST', '/api/v1/workflows', { tasks, layout });
    await page.goto(`/workflows/${id}`);
    await designer.node('query_12').waitFor();
    await designer.settled();
    const canvas = (await page.locator('.react-flow').boundingBox())!;
    for (const shown of [designer.node('query_1'), designer.node('query_12')]) {
      const { x, y } = await middleOf(shown);
      expect(x).toBeGreaterThan(canvas.x);
      expect(x).toBeLessThan(canvas.x + canvas.width);
      expect(y).toBeLessThan(canvas.y + canvas.height);
    }
  });

  it('says why a connection is refused', async () => {
    await designer.drawQuery(STATEMENT);
    await designer.fromLibrary('PageRank').click();
    await designer.drag(designer.anchor('query_1', 'out'), designer.anchor('pagerank_1', 'in'));
    await expect.poll(() => designer.edges()).toBe(2);
    await designer.drag(designer.anchor('pagerank_1', 'out'), designer.anchor('query_1', 'in'));
    await page.getByText('They would wait for each other in a circle').first().waitFor();
    expect(await designer.edges()).toBe(2);
  });

  it('shows a fault of the statement at its place, and leads from the list to the field', async () => {
    await designer.drawQuery(STATEMENT);
    await designer.editor().press('Control+a');
    await page.keyboard.insertText('MATCH (v:player)\nRETURM id(v)');
    await page.getByText(/^Line 2, column 1: .*RETURM/).waitFor();
    await page.locator('.cm-lintRange-error').waitFor();
    await designer.fromLibrary('BFS').click();
    await page.getByRole('button', { name: /problems$/ }).click();
    await page.getByRole('button', { name: /bfs_1\.params\.ROOT/ }).click();
    const root = page.getByRole('textbox', { name: 'ROOT' });
    await expect.poll(() => hasFocus(root)).toBe(true);
    await page.getByRole('button', { name: /query_1\.query/ }).click();
    await expect.poll(() => hasFocus(designer.editor())).toBe(true);
  });

  it('finds parameters as they are typed, tries the statement, and renames a column everywhere', async () => {
    await designer.drawQuery('MATCH (v1:player{name:${name}})--(v2:player) RETURN id(v1) AS src, id(v2) AS dst');
    const name = page.getByRole('textbox', { name: '${name}' });
    await name.fill('Tony Parker');
    await page.getByRole('button', { name: 'Show first rows' }).click();
    await page.getByRole('region', { name: 'First rows' }).getByText('player101').first().waitFor();
    await designer.fromLibrary('PageRank').click();
    await designer.drag(designer.anchor('query_1', 'out'), designer.anchor('pagerank_1', 'in'));
    await designer.node('query_1').click();
    await page.getByRole('button', { name: 'Rename dst' }).click();
    await page.getByRole('textbox', { name: 'Rename dst' }).fill('neighbour');
    await page.keyboard.press('Enter');
    await designer.anchor('query_1', 'column:neighbour').waitFor();
    expect(await designer.editor().innerText()).toContain('AS neighbour');
    await page.getByText('No problems').waitFor();
    expect(await designer.edges()).toBe(2);
  });

  it('copies and pastes components, and asks before unsaved changes are left', async () => {
    await designer.drawQuery(STATEMENT);
    await designer.node('query_1').click();
    await page.keyboard.press('Control+c');
    await page.getByText('1 component copied').waitFor();
    await page.keyboard.press('Control+v');
    await designer.node('query_2').waitFor();
    await page.getByRole('banner').getByRole('link', { name: 'Jobs' }).click();
    await page
      .getByRole('dialog')
      .getByRole('button', { name: 'Cancel' })
      .or(page.getByRole('dialog').getByRole('button').first())
      .first()
      .click();
    expect(page.url()).toMatch(/\/workflows\/new$/);
    expect(await designer.node('query_2').count()).toBe(1);
  });

  it('restores an older version and shows how to call the workflow', async () => {
    await designer.drawQuery(STATEMENT);
    await page.keyboard.press('Control+s');
    await page.waitForURL(/\/workflows\/\d+$/);
    const id = /\d+$/.exec(page.url())![0];
    await designer.fromLibrary('PageRank').click();
    await designer.drag(designer.anchor('query_1', 'out'), designer.anchor('pagerank_1', 'in'));
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Version 2').first().waitFor();
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Version history' }).click();
    await page.getByRole('button', { name: 'Restore' }).click();
    await expect.poll(() => designer.node('pagerank_1').count()).toBe(0);
    await page.getByRole('button', { name: 'Call it' }).click();
    const call = page.getByRole('tabpanel');
    await call.getByText(`/api-open/v1/workflows/${id}/jobs`).waitFor();
    await call.getByText(`{"address":"127.0.0.1","port":${sample.server.graphPort}}`).waitFor();
  });

  it.each(['light', 'dark'] as const)('has nothing that axe finds wrong (%s)', async (theme) => {
    await page.emulateMedia({ colorScheme: theme });
    await designer.drawQuery(STATEMENT);
    await designer.fromLibrary('BFS').click();
    await designer.settled();
    expect(await axeViolations(page)).toEqual([]);
    await designer.node('query_1').click();
    expect(await axeViolations(page)).toEqual([]);
  });
});
