import { expect, it } from 'vitest';
import {
  DEFAULT_JOB_LIST,
  DEFAULT_WORKFLOW_LIST,
  hasJobFilters,
  jobQuery,
  readJobList,
  readWorkflowList,
  workflowQuery,
  writeJobList,
  writeWorkflowList,
  type JobListState,
  type WorkflowListState,
} from '../../src/model/list-state.ts';

it('a plain list has a plain address', () => {
  expect(String(writeWorkflowList(DEFAULT_WORKFLOW_LIST))).toBe('');
  expect(String(writeJobList(DEFAULT_JOB_LIST))).toBe('');
  expect(readWorkflowList(new URLSearchParams())).toEqual(DEFAULT_WORKFLOW_LIST);
  expect(readJobList(new URLSearchParams())).toEqual(DEFAULT_JOB_LIST);
});

it.each<WorkflowListState>([
  { search: 'ü & 100%', orderBy: 'name', direction: 'asc', page: 3, pageSize: 50 },
  { search: '', orderBy: 'name', direction: 'desc', page: 1, pageSize: 20 },
  { search: '', orderBy: 'createTime', direction: 'asc', page: 1, pageSize: 100 },
])('workflows: %j stands in the URL', (state) => {
  expect(readWorkflowList(new URLSearchParams(String(writeWorkflowList(state))))).toEqual(state);
});

it.each<JobListState>([
  { ...DEFAULT_JOB_LIST, text: 'a b', statuses: [1, 3], workflowId: '4216617528', workflowVersion: 2, page: 2 },
  { ...DEFAULT_JOB_LIST, time: { type: 'last', span: '24h' }, direction: 'asc', pageSize: 50 },
  { ...DEFAULT_JOB_LIST, time: { type: 'between', from: '2026-08-01T14:00', to: '' } },
  { ...DEFAULT_JOB_LIST, time: { type: 'between', from: '', to: '2026-08-01T14:00' } },
  { ...DEFAULT_JOB_LIST, time: { type: 'between', from: '', to: '' } },
])('jobs: %j stands in the URL', (state) => {
  expect(readJobList(new URLSearchParams(String(writeJobList(state))))).toEqual(state);
});

it('what can not be read counts as not given', () => {
  const parameters = new URLSearchParams(
    'status=done,2&workflow=x&version=0&last=1y&from=yesterday&to=2026-13-40T99:00&page=-1&size=7&direction=up&order=id',
  );
  expect(readJobList(parameters)).toEqual(DEFAULT_JOB_LIST);
  expect(readWorkflowList(parameters)).toEqual(DEFAULT_WORKFLOW_LIST);
});

it('asks the API for what the state says', () => {
  const nowMs = Date.UTC(2026, 7, 2, 12, 0, 30);
  const base = { orderByCreateTime: 'desc', page: 1, pageSize: 20 };
  expect(jobQuery(DEFAULT_JOB_LIST, nowMs)).toEqual(base);
  expect(jobQuery({ ...DEFAULT_JOB_LIST, time: { type: 'last', span: '1h' } }, nowMs)).toEqual({
    ...base,
    fromCreateTime: Date.UTC(2026, 7, 2, 11, 0, 0),
  });
  const between = { type: 'between', from: '2026-08-01T14:00', to: '2026-08-01T14:00' } as const;
  expect(jobQuery({ ...DEFAULT_JOB_LIST, statuses: [0, 5], time: between }, nowMs)).toEqual({
    ...base,
    status: ['0', '5'],
    fromCreateTime: new Date(2026, 7, 1, 14, 0).getTime(),
    toCreateTime: new Date(2026, 7, 1, 14, 0, 59, 999).getTime(),
  });
  expect(workflowQuery({ ...DEFAULT_WORKFLOW_LIST, search: ' x ' })).toEqual({
    search: 'x',
    orderBy: 'updateTime',
    direction: 'desc',
    page: 1,
    pageSize: 20,
  });
});

it('knows whether jobs are filtered', () => {
  expect(hasJobFilters({ ...DEFAULT_JOB_LIST, page: 2, direction: 'asc' })).toBe(false);
  expect(hasJobFilters({ ...DEFAULT_JOB_LIST, statuses: [0] })).toBe(true);
});
