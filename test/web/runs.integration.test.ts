import { readFileSync } from 'node:fs';
import { parseLossless } from '@orrery/contracts';
import { DuckDBInstance } from '@duckdb/node-api';
import { expect, it } from 'vitest';
import { describeWith } from '../../tools/testing/requirements.ts';
import { PATIENCE, shownJob, SUCCESS, tableRows, webFixture } from './web-fixture.ts';

const SPACE = 'basketballplayer';
const GREETING = 'O\'Neal "the Diesel" \\ ${x} 皇帝 🏀\u00a0é';
/** Every kind of value that a column can have, in an order that is not the one of its values. */
const TABLE =
  'UNWIND [["b", 2, 0.5], ["say \\"a, b\\"", 9007199254740993, 1.0], ["皇帝", -3, 1e-9]] AS r ' +
  'RETURN r[0] AS name, r[1] AS whole, r[2] AS part';
const query = (statement: string, params?: object) => ({
  type: 'Query',
  space: SPACE,
  query: statement,
  ...(params && { params }),
});

describeWith('chromium', 'runs with parameters, again, side by side, and as files', () => {
  const web = webFixture();
  /** The text of the answer: parsing as JSON would round. */
  const inputOf = async (job: number): Promise<unknown> => {
    const answer = await fetch(`${web.sample.server.url}/api/v1/jobs/${job}`, {
      headers: { explorer_token: web.sample.client.token },
    });
    return (parseLossless(await answer.text()) as { data: { input: unknown } }).data.input;
  };

  it('the parameter form sends what the API gets, to the last digit and sign', async () => {
    const { page } = web;
    const id = await web.save({
      query_1: query('YIELD ${big} AS big, ${text} AS text, ${part} AS part, ${is} AS flag', {
        big: 1,
        text: 'a',
        part: 0.5,
        is: true,
      }),
      query_2: query('YIELD ${digits} AS digits, ${many} AS many'),
      pagerank_1: { type: 'PageRank', input: { space: SPACE, edges: ['follow'] } },
    });
    await page.goto(`/workflows/${id}?dialog=run`);
    const dialog = page.getByRole('dialog');
    const field = (name: string) => dialog.getByLabel(name, { exact: true });
    const required = (name: string) => dialog.getByRole('textbox', { name, exact: true });
    await dialog.getByRole('button', { name: 'Run', exact: true }).click();
    expect(await required('digits').getAttribute('aria-invalid')).toBe('true');
    await field('big').fill('9007199254740993');
    await field('text').fill(GREETING);
    await field('part').fill('1e-7');
    await field('is').selectOption('false');
    await required('digits').fill('0012');
    await dialog.getByLabel('Type of many').selectOption('list');
    await required('many').fill('["a\\"b", 9223372036854775807, 1.0]');
    await dialog.getByText('pagerank_1', { exact: false }).first().click();
    await field('ITERATIONS').fill('7');
    await field('IS_DIRECTED').selectOption('false');
    await dialog.getByRole('button', { name: 'Run', exact: true }).click();
    const job = await shownJob(page);
    const {
      query_1: first,
      query_2: second,
      pagerank_1: third,
    } = (await inputOf(job)) as Record<string, Record<string, unknown>>;
    expect(first).toEqual({ big: 9007199254740993n, text: GREETING, part: 1e-7, is: false });
    expect(second!['digits']).toBe('0012');
    expect(String((second!['many'] as unknown[])[0])).toBe('a"b');
    expect((second!['many'] as unknown[])[1]).toBe(9223372036854775807n);
    expect(Number(third!['ITERATIONS'])).toBe(7);
    expect(third!['IS_DIRECTED']).toBe(false);
    expect((await web.ended(job)).tasks.find(({ key }) => key === 'query_1')!.status).toBe(SUCCESS);
    await page.goto(`/jobs/${job}?task=query_1&tab=result`);
    expect(await tableRows(page)).toEqual([['9007199254740993', GREETING, '1e-7', 'false']]);
  });

  it('runs a job again as it was, and again with changed parameters that start from its own', async () => {
    const { page } = web;
    const id = await web.save({ query_1: query('YIELD ${big} + 0 AS big, ${text} AS text', { big: 1, text: 'a' }) });
    const first = await web.post(id, { query_1: { text: 'first' } });
    await web.ended(first);
    await page.goto(`/jobs/${first}`);
    await page.getByRole('button', { name: 'Rerun', exact: true }).click();
    const second = await shownJob(page, first);
    expect(await web.ended(second)).toMatchObject({ sourceJobId: first, status: SUCCESS });
    expect(await inputOf(second)).toEqual({ query_1: { text: 'first' } });
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Rerun with parameters…' }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByLabel('text', { exact: true }).inputValue()).toBe('first');
    await dialog.getByLabel('big', { exact: true }).fill('9007199254740993');
    await dialog.getByRole('button', { name: 'Run', exact: true }).click();
    const third = await shownJob(page, second);
    expect(await web.ended(third)).toMatchObject({ sourceJobId: second, status: SUCCESS });
    expect(await inputOf(third)).toEqual({ query_1: { big: 9007199254740993n, text: 'first' } });
    await page.goto(`/jobs/${third}?task=query_1&tab=result`);
    expect(await tableRows(page)).toEqual([['9007199254740993', 'first']]);
  });

  it('compares two workflows, and swaps them', async () => {
    const { page } = web;
    const left = await web.save({ query_1: query('YIELD 1 AS mine') }, 'left side');
    const right = await web.save({ query_1: query('YIELD 1 AS yours'), query_2: query('YIELD 2 AS b') }, 'right side');
    await page.goto(`/workflows/compare?a=${left}&b=${right}`);
    const changed = page.locator('tr[data-kind=changed]').filter({ hasText: 'YIELD' });
    await changed.waitFor();
    expect(await changed.locator('mark').allTextContents()).toEqual(['mine', 'yours']);
    await page.locator('tr[data-kind=added]').filter({ hasText: 'query_2' }).first().waitFor();
    await page.getByRole('button', { name: 'Swap sides' }).click();
    await page.waitForURL(new RegExp(`a=${right}&b=${left}`));
    await page.locator('tr[data-kind=removed]').filter({ hasText: 'query_2' }).first().waitFor();
  });

  it('a download as CSV and as Parquet equals the table as it is sorted and filtered on the page', async () => {
    const { page } = web;
    const job = await web.post(await web.save({ query_1: query(TABLE) }));
    expect((await web.ended(job)).status).toBe(SUCCESS);
    await page.goto(`/jobs/${job}?task=query_1&tab=result`);
    await page
      .getByRole('columnheader', { name: /^whole/ })
      .getByRole('button')
      .click();
    await page.locator('[role=columnheader][aria-sort=ascending]').waitFor();
    await expect.poll(async () => (await tableRows(page))[0]?.[1], PATIENCE).toBe('-3');
    const shown = await tableRows(page);
    expect(shown.map(([name, whole]) => [name, whole])).toEqual([
      ['皇帝', '-3'],
      ['b', '2'],
      ['say "a, b"', '9007199254740993'],
    ]);
    const download = async (format: string): Promise<string> => {
      await page.getByRole('button', { name: 'Download' }).click();
      const [file] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('menuitem', { name: format }).click(),
      ]);
      return file.path();
    };
    const csv = readFileSync(await download('CSV'), 'utf8')
      .trimEnd()
      .split(/\r?\n/);
    const quoted = (text: string): string => (/[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
    expect(csv[0]).toBe('name,whole,part');
    expect(csv.slice(1).map((line) => line.slice(0, line.lastIndexOf(',')))).toEqual(
      shown.map(([name, whole]) => `${quoted(name!)},${whole}`),
    );
    const number = (text: string | undefined): number => Number(text);
    expect(csv.slice(1).map((line) => number(line.split(',').at(-1)))).toEqual(shown.map((row) => number(row[2])));

    const connection = await (await DuckDBInstance.create()).connect();
    const path = (await download('Parquet')).replaceAll("'", "''");
    const read = await connection.runAndReadAll(`SELECT * FROM read_parquet('${path}')`);
    connection.closeSync();
    expect(read.columnNames()).toEqual(['name', 'whole', 'part']);
    expect(read.getRows()).toEqual(shown.map(([name, whole, part]) => [name, BigInt(whole!), Number(part)]));
  });
});
