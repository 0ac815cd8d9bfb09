import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiHarness } from './api-harness.ts';
import { expectData, expectError } from './expectations.ts';
import { SAMPLE_WORKFLOW } from './fixtures/sample-workflow.ts';

interface Item {
  readonly id: number;
  readonly status: number;
  readonly createTime: number;
}
interface List {
  readonly items: Item[];
  readonly total: number;
  readonly Page: number;
  readonly PageSize: number;
}

const harness = new ApiHarness();
const workflows: string[] = [];
beforeAll(async () => {
  await harness.start();
  for (const name of ['first', 'second']) {
    const { id } = await harness.data<{ id: string }>('ada', 'POST', '/api/v1/workflows', { ...SAMPLE_WORKFLOW, name });
    workflows.push(id);
  }
  const post = (workflow: number, input: object) =>
    harness.data('ada', 'POST', `/api-open/v1/workflows/${workflows[workflow]}/jobs?wait=30s`, { input });
  for (let i = 0; i < 5; i++) await post(0, {});
  await post(0, { query_1: { fail: 'on purpose' } });
  await post(1, {});
});
afterAll(() => harness.stop());

const filterText = (filter: unknown) => encodeURIComponent(JSON.stringify(filter));
const list = (query = '', workflow?: number) =>
  harness.data<List>(
    'ada',
    'GET',
    `${workflow === undefined ? '/api-open/v1/jobs' : `/api-open/v1/workflows/${workflows[workflow]}/jobs`}${query}`,
  );

describe('GET /jobs and GET /workflows/<workflow_id>/jobs', () => {
  it('answers items, total, Page and PageSize, field by field', async () => {
    const answer = await harness.as('ada', 'GET', `/api-open/v1/workflows/${workflows[1]}/jobs`);
    expectData(
      answer,
      new RegExp(
        `^\\{"items":\\[\\{"id":\\d+,"name":"second_\\d{14}","workflowId":"${workflows[1]}","workflowName":"second","status":2,` +
          '"runBeginTime":\\d{13},"runEndTime":\\d{13},"createTime":\\d{13}\\}\\],"total":1,"Page":1,"PageSize":10\\}$',
      ),
    );
  });

  it('goes over all workflows, or one', async () => {
    expect((await list()).total).toBe(7);
    expect((await list('', 0)).total).toBe(6);
    expect((await list('', 1)).total).toBe(1);
  });

  it('pages without losing or doubling, with right totals', async () => {
    const pages = [
      await list('?page=1&pageSize=3'),
      await list('?page=2&pageSize=3'),
      await list('?page=3&pageSize=3'),
      await list('?page=4&pageSize=3'),
    ];
    expect(pages.map(({ items, total, Page, PageSize }) => [items.length, total, Page, PageSize])).toEqual([
      [3, 7, 1, 3],
      [3, 7, 2, 3],
      [1, 7, 3, 3],
      [0, 7, 4, 3],
    ]);
    const ids = pages.flatMap(({ items }) => items.map((item) => item.id));
    expect(ids).toEqual([...ids].sort((a, b) => b - a));
    expect(new Set(ids).size).toBe(7);
  });

  it('filters and orders', async () => {
    const all = (await list('?pageSize=1000')).items;
    const failed = await list(`?filter=${filterText({ status: 3 })}`);
    expect([failed.total, failed.items[0]?.status]).toEqual([1, 3]);
    expect((await list(`?filter=${filterText({ status: [2, 3] })}`)).total).toBe(7);
    expect((await list(`?filter=${filterText({ name: 'second_' })}`)).total).toBe(1);
    expect((await list(`?filter=${filterText({ name: '%' })}`)).total).toBe(0);
    const up = await list(`?filter=${filterText({ orderByCreateTime: 'asc' })}&pageSize=1000`);
    expect(up.items.map((item) => item.id)).toEqual(all.map((item) => item.id).reverse());
    const [newest] = all;
    const since = await list(`?filter=${filterText({ fromCreateTime: newest!.createTime })}`);
    expect(since.items[0]!.id).toBe(newest!.id);
    expect((await list(`?filter=${filterText({ toCreateTime: 1 })}`)).total).toBe(0);
    expect((await list('?filter=', 0)).total).toBe(6);
    expect((await list(`?filter=${filterText({ status: 2, name: 'first' })}&unknown=1`)).total).toBe(5);
  });

  it('shows nobody the jobs of others, but root all of the graph', async () => {
    expect((await harness.data<List>('bob', 'GET', '/api-open/v1/jobs')).total).toBe(0);
    expect((await harness.data<List>('root', 'GET', '/api-open/v1/jobs')).total).toBe(7);
    expectError(await harness.as('bob', 'GET', `/api-open/v1/workflows/${workflows[0]}/jobs`), 'ErrNotFound', /./);
  });

  it('keeps the jobs of a deleted workflow in the lists', async () => {
    const { id } = await harness.data<{ id: string }>('bob', 'POST', '/api/v1/workflows', SAMPLE_WORKFLOW);
    await harness.data('bob', 'POST', `/api-open/v1/workflows/${id}/jobs?wait=30s`);
    await harness.data('bob', 'DELETE', `/api/v1/workflows/${id}`);
    expect((await harness.data<List>('bob', 'GET', `/api-open/v1/workflows/${id}/jobs`)).total).toBe(1);
    expect(
      (await harness.data<List>('bob', 'GET', `/api-open/v1/workflows/${id}/jobs?filter=${filterText({ status: 3 })}`))
        .total,
    ).toBe(0);
  });

  it.each([
    ['filter=[]', 'filter must be a JSON object, not a list'],
    ['filter=%7B', /^filter is not JSON: /],
    [`filter=${filterText({ stats: 2 })}`, 'filter.stats unknown field stats; did you mean status?'],
    [
      `filter=${filterText({ status: 'Success' })}`,
      'filter.status must be an int from 0 to 5 or a list, not "Success"',
    ],
    [`filter=${filterText({ status: 6 })}`, 'filter.status must be an int from 0 to 5 or a list, not 6'],
    [`filter=${filterText({ orderByCreateTime: 'up' })}`, 'filter.orderByCreateTime must be desc or asc, not "up"'],
    [
      `filter=${filterText({ fromCreateTime: '2024' })}`,
      'filter.fromCreateTime must be an int from 0 to 8640000000000000, not "2024"',
    ],
    [
      'filter={"toCreateTime":99999999999999999999}',
      'filter.toCreateTime must be an int from 0 to 8640000000000000, not 99999999999999999999',
    ],
    ['filter={"name":"\\ud800"}', 'filter.name has half a surrogate pair, which is no text in UTF-8'],
    ['filter={"status":1,"status":2}', 'filter is the key "status" occurs twice'],
    ['page=0', 'page must be an int from 1 to 1000000000, not 0'],
    ['page=x', 'page must be an int from 1 to 1000000000, not "x"'],
    ['page=1.5', 'page must be an int from 1 to 1000000000, not "1.5"'],
    ['page=99999999999999999999', /^page must be an int/],
    ['page=', 'page must be an int from 1 to 1000000000, not ""'],
    ['pageSize=0', 'pageSize must be an int from 1 to 1000, not 0'],
    ['pageSize=1001', 'pageSize must be an int from 1 to 1000, not 1001'],
    ['page=1&page=2', 'page is given more than once'],
    [
      'page=0&pageSize=0',
      'page must be an int from 1 to 1000000000, not 0; pageSize must be an int from 1 to 1000, not 0',
    ],
  ])('refuses ?%s', async (query, message) => {
    expectError(await harness.as('ada', 'GET', `/api-open/v1/jobs?${query}`), 'ErrParam', message);
    expectError(
      await harness.as('ada', 'GET', `/api-open/v1/workflows/${workflows[0]}/jobs?${query}`),
      'ErrParam',
      message,
    );
  });

  it('knows workflows that are there only', async () => {
    expectError(await harness.as('ada', 'GET', '/api-open/v1/workflows/1/jobs'), 'ErrNotFound', /./);
  });
});
