import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { JOB_STATUS } from '@orrery/contracts';
import { expect, it } from 'vitest';
import { describeWith } from '../../tools/testing/requirements.ts';
import { hasFocus } from './designer-page.ts';
import { useDesigner } from './designer-session.ts';

const STATEMENT = 'MATCH (v1:player)--(v2:player) RETURN id(v1) AS src, id(v2) AS dst';
const WITH_NAME = 'MATCH (v1:player{name:${name}})--(v2) RETURN id(v1) AS src, id(v2) AS dst';
const ROOT = join(import.meta.dirname, '../..');

interface Saved {
  readonly name: string;
  readonly version: number;
  readonly definition: { readonly tasks: Readonly<Record<string, unknown>> };
}

describeWith('chromium', 'saving in the designer', () => {
  const test = useDesigner();

  const saved = (id: string, version = ''): Promise<Saved> =>
    test.sample.client.data('GET', `/api/v1/workflows/${id}${version}`);
  const idOf = (): string => /\/workflows\/(\d+)/.exec(test.page.url())![1]!;
  const save = async (): Promise<string> => {
    await test.page.keyboard.press('Control+s');
    await test.page.waitForURL(/\/workflows\/\d+/);
    await test.page.getByRole('button', { name: 'Save', exact: true, disabled: true }).waitFor();
    return idOf();
  };
  /** Adds an algorithm that is connected to the query. */
  const addConnected = async (type: string, id: string): Promise<void> => {
    const { designer } = test;
    await designer.fromLibrary(type).click();
    await designer.drag(designer.anchor('query_1', 'out'), designer.anchor(id, 'in'));
    await test.page.getByText('No problems').waitFor();
  };
  /** Somebody else saves a version with a component of theirs. */
  const saveElsewhere = async (id: string): Promise<void> => {
    const { definition } = await saved(id);
    const theirs = { type: 'LPA', input: { from: 'query_1', src: 'src', dst: 'dst' } };
    await test.sample.client.data('PUT', `/api/v1/workflows/${id}`, {
      ...definition,
      tasks: { ...definition.tasks, theirs_1: theirs },
    });
  };
  const conflict = () => test.page.getByRole('dialog', { name: /^Somebody else has saved version 2/ });
  const drawConflict = async (): Promise<string> => {
    await test.designer.drawQuery(STATEMENT);
    const id = await save();
    await addConnected('PageRank', 'pagerank_1');
    await saveElsewhere(id);
    await test.page.keyboard.press('Control+s');
    await conflict().waitFor();
    return id;
  };

  it('makes versions, another workflow by "save as", and leaves the first as it was', async () => {
    const { page, designer } = test;
    await designer.drawQuery(STATEMENT);
    await page.getByRole('textbox', { name: 'Name' }).fill('first one');
    const first = await save();
    await addConnected('PageRank', 'pagerank_1');
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Save as' }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByLabel('Name').inputValue()).toBe('first one copy');
    await dialog.getByLabel('Name').fill('second one');
    await page.keyboard.press('Enter');
    await page.getByText('Saved as second one').waitFor();
    await dialog.waitFor({ state: 'detached' });
    await expect.poll(idOf).not.toBe(first);
    await designer.node('pagerank_1').waitFor();
    await page.getByRole('button', { name: 'Save', exact: true, disabled: true }).waitFor();
    const second = await saved(idOf());
    expect([second.name, second.version, Object.keys(second.definition.tasks)]).toEqual([
      'second one',
      1,
      ['query_1', 'pagerank_1'],
    ]);
    const untouched = await saved(first);
    expect([untouched.version, Object.keys(untouched.definition.tasks)]).toEqual([1, ['query_1']]);
    expect(idOf()).not.toBe(first);
  });

  it('saves for the first time under the hands of the user: canvas and focus stay, and the next new one is empty', async () => {
    const { page, designer } = test;
    await designer.drawQuery(STATEMENT);
    const canvas = page.locator('.react-flow__viewport');
    await designer.node('query_1').evaluate((element) => element.setAttribute('data-seen', ''));
    await designer.settled();
    const before = await canvas.getAttribute('style');
    await designer.editor().click();
    await save();
    await designer.settled();
    expect(await designer.node('query_1').getAttribute('data-seen')).toBe('');
    expect(await canvas.getAttribute('style')).toBe(before);
    expect(await hasFocus(designer.editor())).toBe(true);
    await page.getByRole('banner').getByRole('link', { name: 'Workflows' }).click();
    await page.getByRole('link', { name: 'New workflow' }).click();
    await page.getByRole('button', { name: 'Add a query' }).waitFor();
    expect(await designer.node('query_1').count()).toBe(0);
  });

  it('asks at a conflict, and loses nothing by taking the other version', async () => {
    const { page, designer } = test;
    const id = await drawConflict();
    const compare = conflict().getByRole('link', { name: 'What did they change?' });
    const [beside] = await Promise.all([page.waitForEvent('popup'), compare.click()]);
    await beside
      .getByText(/theirs_1/)
      .first()
      .waitFor();
    await beside.close();
    await conflict().getByRole('button', { name: 'Take theirs' }).click();
    await designer.node('theirs_1').waitFor();
    expect(await designer.node('pagerank_1').count()).toBe(0);
    await page.getByRole('button', { name: 'Undo', exact: true }).first().click();
    await designer.node('pagerank_1').waitFor();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByText('Saved as version 3').waitFor();
    expect(Object.keys((await saved(id)).definition.tasks)).toEqual(['query_1', 'pagerank_1']);
    expect(Object.keys((await saved(id, '?version=2')).definition.tasks)).toContain('theirs_1');
  });

  it('overwrites at a conflict, or makes a copy, only when it is told to', async () => {
    const { page, designer } = test;
    const id = await drawConflict();
    await page.keyboard.press('Escape');
    await conflict().waitFor({ state: 'detached' });
    expect((await saved(id)).version).toBe(2);
    expect(await designer.node('pagerank_1').count()).toBe(1);
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await conflict().getByRole('button', { name: 'Save as a copy' }).click();
    await page.getByRole('dialog').getByLabel('Name').fill('my own');
    await page.keyboard.press('Enter');
    await expect.poll(idOf).not.toBe(id);
    await designer.node('pagerank_1').waitFor();
    expect((await saved(idOf())).name).toBe('my own');
    expect((await saved(id)).version).toBe(2);

    await addConnected('LPA', 'lpa_1');
    await saveElsewhere(idOf());
    await page.keyboard.press('Control+s');
    await conflict().getByRole('button', { name: 'Overwrite' }).click();
    await page.getByText('Saved as version 3').waitFor();
    const newest = await saved(idOf());
    expect([newest.version, Object.keys(newest.definition.tasks)]).toEqual([3, ['query_1', 'pagerank_1', 'lpa_1']]);
  });

  it('shows the versions, and restores one as an edit', async () => {
    const { page, designer } = test;
    await designer.drawQuery(STATEMENT);
    const id = await save();
    await addConnected('PageRank', 'pagerank_1');
    await save();
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('menuitem', { name: 'Version history' }).click();
    const dialog = page.getByRole('dialog');
    await expect.poll(() => dialog.getByRole('row').count()).toBe(3);
    const compare = dialog.getByRole('link', { name: 'Compare' });
    expect(await compare.getAttribute('href')).toBe(`/workflows/compare?a=${id}@1&b=${id}@2`);
    await dialog.getByRole('button', { name: 'Restore' }).click();
    await dialog.waitFor({ state: 'detached' });
    await designer.node('pagerank_1').waitFor({ state: 'detached' });
    await page.getByRole('status').getByText('Unsaved').waitFor();
    expect((await saved(id)).version).toBe(2);
    await page.keyboard.press('Control+s');
    await page.getByText('Saved as version 3').waitFor();
    expect(Object.keys((await saved(id)).definition.tasks)).toEqual(['query_1']);
  });

  it('keeps unsaved changes when their owner stays, and lets go of them when told to', async () => {
    const { page, designer } = test;
    await designer.drawQuery(STATEMENT);
    const jobs = page.getByRole('banner').getByRole('link', { name: 'Jobs' });
    await jobs.click();
    await page
      .getByRole('dialog')
      .getByRole('button')
      .filter({ hasText: /stay|cancel/i })
      .click();
    expect(page.url()).toMatch(/\/workflows\/new$/);
    expect(await designer.node('query_1').count()).toBe(1);
    await jobs.click();
    await page
      .getByRole('dialog')
      .getByRole('button')
      .filter({ hasText: /leave|discard/i })
      .click();
    await page.waitForURL(/\/jobs$/);
  });

  it('shows calls that run as they stand: curl, TypeScript and the command line', async () => {
    const { page, designer, sample } = test;
    await page.getByRole('button', { name: 'Add a query' }).click();
    await designer.editor().click();
    await page.keyboard.insertText(WITH_NAME);
    await page.getByRole('textbox', { name: '${name}' }).fill("Shaquille O'Neal");
    const id = await save();
    await page.getByRole('button', { name: 'Call it' }).click();
    const dialog = page.getByRole('dialog');
    const text = async (way: string): Promise<string> => {
      await dialog.getByRole('tab', { name: way }).click();
      await dialog.getByRole('button', { name: 'Copy' }).click();
      const copied = await page.evaluate(() => navigator.clipboard.readText());
      expect((await dialog.getByRole('tabpanel').innerText()).trim()).toBe(copied);
      return copied;
    };
    const texts = {
      curl: await text('curl'),
      typescript: await text('TypeScript'),
      cli: await text('Command line'),
    };
    const folder = mkdtempSync(join(tmpdir(), 'orrery-calls-'));
    try {
      mkdirSync(join(folder, 'bin'));
      symlinkSync(join(ROOT, 'apps/cli/bin/orrery.mjs'), join(folder, 'bin/orrery'));
      mkdirSync(join(folder, 'node_modules/@orrery'), { recursive: true });
      symlinkSync(join(ROOT, 'packages/sdk'), join(folder, 'node_modules/@orrery/sdk'));
      writeFileSync(join(folder, 'call.mts'), texts.typescript);
      const path = [join(folder, 'bin'), join(ROOT, 'node_modules/.bin'), process.env['PATH']].join(delimiter);
      const options = { cwd: folder, env: { ...process.env, PATH: path, PASSWORD: 'nebula' }, timeout: 60_000 };
      const run = promisify(execFile);
      const curl = await run('bash', ['-euc', texts.curl], options);
      const answers = curl.stdout.split(/(?<=\})(?=\{"code")/).map((answer) => JSON.parse(answer) as { code: number });
      expect(answers).toMatchObject([{ code: 0 }, { code: 0, data: { id: expect.any(Number) as number } }]);
      const typescript = await run('node', ['call.mts'], options);
      expect(typescript.stdout).toContain('query_1');
      const cli = await run('bash', ['-euc', texts.cli], options);
      expect(cli.stdout + cli.stderr).toMatch(/Success/i);
      const { items } = await sample.client.data<{ items: { id: number }[] }>('GET', `/api/v1/jobs?workflowId=${id}`);
      expect(items).toHaveLength(3);
      for (const { id: job } of items) {
        const read = () => sample.client.data<{ status: number; input: unknown }>('GET', `/api/v1/jobs/${job}`);
        await expect.poll(async () => (await read()).status).toBe(JOB_STATUS.Success);
        expect((await read()).input).toEqual({ query_1: { name: "Shaquille O'Neal" } });
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
