import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeEach, expect, it } from 'vitest';
import { describeWith } from '../../tools/testing/requirements.ts';
import type { SampleServer } from '../sample-server.ts';
import { axeViolations, type Theme } from './browser.ts';
import { PATIENCE, webFixture } from './web-fixture.ts';

const EXAMPLE = readFileSync(join(import.meta.dirname, '../../examples/neighbours-of-a-player.yaml'), 'utf8');

describeWith('chromium', 'lists, comparisons and configuration in a browser', () => {
  const fixture = webFixture();
  let sample: SampleServer;
  let page: Page;
  beforeEach(() => {
    ({ sample, page } = fixture);
  });

  const row = (name: string) => page.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) });
  const choose = async (name: string, item: string): Promise<void> => {
    await row(name)
      .getByRole('button', { name: `Actions on ${name}` })
      .click();
    await page.getByRole('menuitem', { name: item, exact: true }).click();
  };
  const importText = async (text: string, name: string): Promise<void> => {
    await page.goto('/workflows');
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    const dialog = page.getByRole('dialog');
    const file = { name: 'a-file.yaml', mimeType: 'application/yaml', buffer: Buffer.from(text) };
    await dialog.locator('input[type=file]').setInputFiles(file);
    await dialog.getByLabel('Name', { exact: true }).fill(name);
    await dialog.getByRole('button', { name: 'Import', exact: true }).click();
    await row(name).waitFor(PATIENCE);
  };
  const create = (definition: unknown): Promise<{ id: string }> =>
    sample.client.data('POST', '/api/v1/workflows', definition);
  const post = async (id: string, input: unknown = {}): Promise<number> =>
    (await sample.client.data<{ id: number }>('POST', `/api/v1/workflows/${id}/jobs?wait=30s`, { input })).id;
  const simple = (name: string, query = 'YIELD ${x} AS answer') => ({
    name,
    tasks: { query_1: { type: 'Query', space: 'basketballplayer', query, params: { x: 1 } } },
  });

  it('imports a file, runs it with a parameter and shows how its last job ended', async () => {
    await importText(EXAMPLE, 'imported');
    await row('imported').getByText('Never run').waitFor();
    expect(await row('imported').textContent()).toContain('PageRank');
    await row('imported').getByRole('button', { name: 'Run imported' }).click();
    await page.getByLabel('name', { exact: true }).fill('Tony Parker');
    await page.getByRole('dialog').getByRole('button', { name: 'Run', exact: true }).click();
    await page.waitForURL(/\/jobs\/\d+$/, PATIENCE);
    const id = /\d+$/.exec(page.url())![0];
    const job = await sample.client.data<{ input: unknown }>('GET', `/api/v1/jobs/${id}`);
    expect(job.input).toEqual({ query_1: { name: 'Tony Parker' } });
    await expect
      .poll(async () => (await sample.client.data<{ status: number }>('GET', `/api/v1/jobs/${id}`)).status, PATIENCE)
      .toBe(2);
    await page.goto('/workflows?search=imported');
    await row('imported').getByText('Success').waitFor(PATIENCE);
  });

  it('shows the faults of a file with line and field, and imports nothing', async () => {
    await page.goto('/workflows');
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog
      .getByLabel('Text of the file')
      .fill('tasks:\n  query_1:\n    type: Query\n    space: s\n    query: YIELD (');
    await dialog.getByRole('button', { name: /line 5, column 5/ }).waitFor();
    expect(await dialog.getByRole('alert').textContent()).toContain('tasks.query_1.query');
    expect(await dialog.getByRole('button', { name: 'Import', exact: true }).isDisabled()).toBe(true);
  });

  it('exports what was imported', async () => {
    const text = `name: round_trip
tasks:
  query_1:
    type: Query
    space: basketballplayer
    query: YIELD \${big} AS big, \${one} AS one
    params: { big: 9007199254740993, one: 1.0 }
layout:
  query_1: { x: 12, y: 34 }
`;
    await importText(text, 'round_trip');
    const exported = async (item: string): Promise<string> => {
      const [download] = await Promise.all([page.waitForEvent('download'), choose('round_trip', item)]);
      return readFileSync(await download.path(), 'utf8');
    };
    expect(await exported('Export as YAML')).toBe(text);
    const json = await exported('Export as JSON');
    expect(json).toContain('"big": 9007199254740993');
    await importText(json, 'round_trip again');
    const { items } = await sample.client.data<{ items: { id: string }[] }>('GET', '/api/v1/workflows?search=again');
    const again = await fetch(`${sample.server.url}/api/v1/workflows/${items[0]!.id}/definition`, {
      headers: { explorer_token: sample.client.token },
    });
    expect(await again.text()).toBe(text.replace('round_trip', 'round_trip again'));
  });

  it('clones, renames, deletes, and takes the deletion back', async () => {
    const { id } = await create(simple('to_change'));
    await sample.client.data('PUT', `/api/v1/workflows/${id}`, simple('to_change', 'YIELD ${x} AS other'));
    await page.goto('/workflows');
    await choose('to_change', 'Clone');
    await row('to_change_copy').waitFor(PATIENCE);
    await choose('to_change_copy', 'Rename');
    await page.getByLabel('New name').fill('renamed copy');
    await page.keyboard.press('Enter');
    await row('renamed copy').waitFor(PATIENCE);
    await choose('to_change', 'Delete');
    await row('to_change').waitFor({ state: 'detached', ...PATIENCE });
    expect((await sample.client.call('GET', `/api/v1/workflows/${id}`)).status).toBe(404);
    await page.getByRole('button', { name: 'Undo' }).click();
    await row('to_change').waitFor(PATIENCE);
    const { items } = await sample.client.data<{ items: unknown[] }>('GET', `/api/v1/workflows/${id}/versions`);
    expect(items).toHaveLength(2);
  });

  it('keeps search, order and page in the URL', async () => {
    for (let i = 0; i < 21; i++) await create(simple(`paged ${String(i).padStart(2, '0')}`));
    await page.goto('/workflows');
    await page.getByLabel('Search by name or id').fill('paged');
    await page.waitForURL(/search=paged/);
    await page.getByRole('button', { name: 'Name', exact: true }).click();
    await page.waitForURL(/order=name/);
    await page.getByRole('button', { name: 'Next page' }).click();
    await row('paged 20').waitFor(PATIENCE);
    await page.reload();
    await row('paged 20').waitFor(PATIENCE);
    expect(await page.getByRole('row').count()).toBe(2);
    await page.goBack();
    await row('paged 00').waitFor(PATIENCE);
  });

  it('compares two versions with what changed marked', async () => {
    const { id } = await create(simple('compared'));
    await sample.client.data('PUT', `/api/v1/workflows/${id}`, simple('compared', 'YIELD ${x} AS result'));
    await page.goto('/workflows?search=compared');
    await choose('compared', 'Compare versions');
    const changed = page.locator('tr[data-kind=changed]');
    await changed.waitFor(PATIENCE);
    expect(await changed.count()).toBe(1);
    expect(await changed.locator('mark').allTextContents()).toEqual(['answer', 'result']);
    await page.getByText('Lines: 1 changed, 0 removed, 0 added').waitFor();
  });

  it('filters jobs, and compares two', async () => {
    const { id } = await create(simple('filtered'));
    const good = await post(id);
    await sample.client.data(
      'PUT',
      `/api/v1/workflows/${id}`,
      simple('filtered', 'GO FROM ${x} OVER nothing YIELD 1 AS a'),
    );
    const bad = await post(id);
    await page.goto('/jobs');
    await page.getByRole('combobox', { name: 'Workflow', exact: true }).selectOption(id);
    const ids = () => page.locator('tbody tr td:nth-child(2)').allTextContents();
    await expect.poll(ids, PATIENCE).toEqual([String(bad), String(good)]);
    await page.getByRole('button', { name: 'Failed', exact: true }).click();
    await expect.poll(ids, PATIENCE).toEqual([String(bad)]);
    expect(page.url()).toContain(`status=failed&workflow=${id}`);
    await page.reload();
    await expect.poll(ids, PATIENCE).toEqual([String(bad)]);
    await page.getByRole('button', { name: 'Failed', exact: true }).click();
    await page.getByRole('combobox', { name: 'Version', exact: true }).selectOption('1');
    await expect.poll(ids, PATIENCE).toEqual([String(good)]);
    await page.getByRole('combobox', { name: 'Version', exact: true }).selectOption('');
    for (const job of [good, bad]) await page.getByLabel(`Select job ${job} to compare it`).check({ force: true });
    await page.getByRole('button', { name: 'Compare the selected' }).click();
    await page.waitForURL(new RegExp(`/jobs/compare\\?a=${good}&b=${bad}$`));
    await page.getByRole('row', { name: /Status.*Success.*Failed/ }).waitFor(PATIENCE);
    await page.locator('tr[data-kind=changed]').first().waitFor(PATIENCE);
  });

  it('tries what the configuration names, and validates a file', async () => {
    await page.goto('/settings');
    await page.getByLabel('Search settings').fill('ORRERY_FILES_FOLDERS');
    await page.getByRole('row', { name: /files\.folders.*environment/ }).waitFor(PATIENCE);
    await page.getByRole('tab', { name: 'Health and check' }).click();
    await page.getByRole('button', { name: 'Check everything' }).click();
    await page.getByText(/All \d+ checks passed/).waitFor(PATIENCE);
    await page.getByRole('tab', { name: 'Validate a file' }).click();
    await page.getByRole('textbox', { name: 'Configuration' }).fill('server:\n  prot: 7002\n');
    await page.getByRole('button', { name: 'Validate', exact: true }).click();
    await page.getByText('server.prot').waitFor(PATIENCE);
    await page.getByRole('textbox', { name: 'Configuration' }).fill('server:\n  port: 7002\n');
    await page.getByRole('button', { name: 'Validate', exact: true }).click();
    await page.getByText('No faults: a server would start').waitFor(PATIENCE);
  });

  it('shows every call of the API, found by its path', async () => {
    await page.goto('/api');
    await page.getByLabel('Search calls').fill('restore');
    const call = page.getByText('/api/v1/workflows/{workflow_id}/restore', { exact: true });
    await call.click();
    await page.getByText('version: int;').first().waitFor(PATIENCE);
    expect(page.url()).toContain('search=restore');
  });

  it.each<Theme>(['light', 'dark'])(
    'axe finds nothing on any of these pages in the %s theme',
    { timeout: 90_000 },
    async (theme) => {
      const { id } = await create(simple(`axe ${theme}`));
      const [a, b] = [await post(id), await post(id, { query_1: { x: 2 } })];
      await page.emulateMedia({ colorScheme: theme });
      const found: Record<string, readonly string[]> = {};
      for (const [path, ready] of [
        ['/workflows', `axe ${theme}`],
        ['/workflows?search=nothing-like-this', 'Nothing matches'],
        [`/workflows/compare?a=${id}&b=${id}`, 'Both are the same'],
        ['/jobs', 'Version 1'],
        [`/jobs/compare?a=${a}&b=${b}`, 'First rows of the results'],
        ['/jobs/compare?a=1&b=999999', 'could not be compared'],
        ['/settings', 'server.bodyLimit'],
        ['/settings?tab=health', 'The server works'],
        ['/settings?tab=validate', 'Nothing is applied'],
        ['/api', 'Save a new workflow'],
      ] as const) {
        await page.goto(path);
        await page.getByText(ready).first().waitFor(PATIENCE);
        found[path] = await axeViolations(page);
      }
      for (const button of ['Import', 'Examples', `Run axe ${theme}`]) {
        await page.goto('/workflows');
        await page.getByRole('button', { name: button, exact: true }).click();
        await page.getByRole('dialog').waitFor();
        found[button] = await axeViolations(page);
      }
      expect(Object.entries(found).filter(([, violations]) => violations.length > 0)).toEqual([]);
    },
  );
});
