import { JOB_STATUS, type JobStatus, type JobStatusName } from '@orrery/contracts';
import type { Query } from '@orrery/sdk';

/**
 * What the lists show, as it stands in the URL: only what differs from the defaults, so that a plain list has a plain
 * address; what can't be read counts as not given.
 */
export const PAGE_SIZES = [20, 50, 100] as const;
const DEFAULT_PAGE_SIZE = PAGE_SIZES[0];

export type WorkflowOrder = 'name' | 'createTime' | 'updateTime';
export type Direction = 'asc' | 'desc';

export interface WorkflowListState {
  readonly search: string;
  readonly orderBy: WorkflowOrder;
  readonly direction: Direction;
  /** From 1. */
  readonly page: number;
  readonly pageSize: number;
}

export interface JobListState {
  readonly text: string;
  readonly statuses: readonly JobStatus[];
  readonly workflowId: string;
  readonly workflowVersion: number | undefined;
  readonly time: TimeRange;
  readonly direction: Direction;
  readonly page: number;
  readonly pageSize: number;
}

/** The last so long, or between two local times (`2026-08-01T14:00`); both ends may be open. */
export type TimeRange =
  | { readonly type: 'any' }
  | { readonly type: 'last'; readonly span: TimeSpan }
  | { readonly type: 'between'; readonly from: string; readonly to: string };

export const TIME_SPANS = { '1h': 3_600_000, '24h': 86_400_000, '7d': 7 * 86_400_000, '30d': 30 * 86_400_000 } as const;
export type TimeSpan = keyof typeof TIME_SPANS;

export const DEFAULT_WORKFLOW_LIST: WorkflowListState = {
  search: '',
  orderBy: 'updateTime',
  direction: 'desc',
  page: 1,
  pageSize: DEFAULT_PAGE_SIZE,
};
export const DEFAULT_JOB_LIST: JobListState = {
  text: '',
  statuses: [],
  workflowId: '',
  workflowVersion: undefined,
  time: { type: 'any' },
  direction: 'desc',
  page: 1,
  pageSize: DEFAULT_PAGE_SIZE,
};

export function readWorkflowList(parameters: URLSearchParams): WorkflowListState {
  const order = parameters.get('order');
  const orderBy: WorkflowOrder = order === 'name' || order === 'createTime' ? order : DEFAULT_WORKFLOW_LIST.orderBy;
  return {
    search: (parameters.get('search') ?? '').slice(0, 256),
    orderBy,
    direction: readDirection(parameters, firstDirection(orderBy)),
    ...readPaging(parameters),
  };
}

export function writeWorkflowList(state: WorkflowListState): URLSearchParams {
  const parameters = new URLSearchParams();
  if (state.search !== '') parameters.set('search', state.search);
  if (state.orderBy !== DEFAULT_WORKFLOW_LIST.orderBy) parameters.set('order', state.orderBy);
  if (state.direction !== firstDirection(state.orderBy)) parameters.set('direction', state.direction);
  writePaging(parameters, state);
  return parameters;
}

/** Names read from A, times from the newest. */
export function firstDirection(orderBy: WorkflowOrder): Direction {
  return orderBy === 'name' ? 'asc' : 'desc';
}

const STATUS_WORDS = Object.keys(JOB_STATUS) as JobStatusName[];

export function readJobList(parameters: URLSearchParams): JobListState {
  const words = (parameters.get('status') ?? '').split(',');
  const version = positiveInt(parameters.get('version'));
  return {
    text: (parameters.get('text') ?? '').slice(0, 256),
    statuses: STATUS_WORDS.filter((name) => words.includes(name.toLowerCase())).map((name) => JOB_STATUS[name]),
    workflowId: /^\d{1,10}$/.test(parameters.get('workflow') ?? '') ? parameters.get('workflow')! : '',
    workflowVersion: version,
    time: readTime(parameters),
    direction: readDirection(parameters, 'desc'),
    ...readPaging(parameters),
  };
}

export function writeJobList(state: JobListState): URLSearchParams {
  const parameters = new URLSearchParams();
  const { text, statuses, workflowId, workflowVersion, time, direction } = state;
  if (text !== '') parameters.set('text', text);
  if (statuses.length > 0)
    parameters.set('status', statuses.map((status) => STATUS_WORDS[status]!.toLowerCase()).join(','));
  if (workflowId !== '') parameters.set('workflow', workflowId);
  if (workflowVersion !== undefined) parameters.set('version', String(workflowVersion));
  if (time.type === 'last') parameters.set('last', time.span);
  if (time.type === 'between') {
    // An open begin says so: without it a range that is just being typed in would be no range.
    if (time.from !== '' || time.to === '') parameters.set('from', time.from);
    if (time.to !== '') parameters.set('to', time.to);
  }
  if (direction !== 'desc') parameters.set('direction', direction);
  writePaging(parameters, state);
  return parameters;
}

export function workflowQuery({
  search,
  orderBy,
  direction,
  page,
  pageSize,
}: WorkflowListState): Query<'listWorkflows'> {
  return { ...(search.trim() === '' ? {} : { search: search.trim() }), orderBy, direction, page, pageSize };
}

/** `nowMs` is cut to the minute, so that a list that refreshes itself asks the same again. */
export function jobQuery(state: JobListState, nowMs: number): Query<'findJobs'> {
  const { text, statuses, workflowId, workflowVersion, time, direction, page, pageSize } = state;
  const from = time.type === 'last' ? nowMs - (nowMs % 60_000) - TIME_SPANS[time.span] : localTime(time, 'from');
  const to = localTime(time, 'to');
  return {
    ...(text.trim() === '' ? {} : { name: text.trim() }),
    ...(statuses.length === 0 ? {} : { status: statuses.map(String) }),
    ...(workflowId === '' ? {} : { workflowId }),
    ...(workflowVersion === undefined ? {} : { workflowVersion }),
    ...(from === undefined ? {} : { fromCreateTime: from }),
    ...(to === undefined ? {} : { toCreateTime: to }),
    orderByCreateTime: direction,
    page,
    pageSize,
  };
}

/** Filters that are set, for the button that clears them. */
export function hasJobFilters({ text, statuses, workflowId, workflowVersion, time }: JobListState): boolean {
  return (
    text !== '' || statuses.length > 0 || workflowId !== '' || workflowVersion !== undefined || time.type !== 'any'
  );
}

/** `to` names a minute and takes all of it. */
function localTime(time: TimeRange, end: 'from' | 'to'): number | undefined {
  if (time.type !== 'between' || time[end] === '') return undefined;
  const ms = new Date(time[end]).getTime();
  if (!Number.isFinite(ms) || ms < 0) return undefined;
  return end === 'to' ? ms + 59_999 : ms;
}

function readTime(parameters: URLSearchParams): TimeRange {
  const last = parameters.get('last');
  if (last !== null && Object.hasOwn(TIME_SPANS, last)) return { type: 'last', span: last as TimeSpan };
  const [from, to] = [localText(parameters.get('from')), localText(parameters.get('to'))];
  const isOpen = parameters.get('from') === '';
  return isOpen || from !== '' || to !== '' ? { type: 'between', from, to } : { type: 'any' };
}

function localText(text: string | null): string {
  return text !== null && /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text) && Number.isFinite(new Date(text).getTime())
    ? text
    : '';
}

function readDirection(parameters: URLSearchParams, fallback: Direction): Direction {
  const text = parameters.get('direction');
  return text === 'asc' || text === 'desc' ? text : fallback;
}

function readPaging(parameters: URLSearchParams): { page: number; pageSize: number } {
  const pageSize = positiveInt(parameters.get('size'));
  return {
    page: Math.min(positiveInt(parameters.get('page')) ?? 1, 1_000_000),
    pageSize: PAGE_SIZES.find((size) => size === pageSize) ?? DEFAULT_PAGE_SIZE,
  };
}

function writePaging(parameters: URLSearchParams, { page, pageSize }: { page: number; pageSize: number }): void {
  if (page !== 1) parameters.set('page', String(page));
  if (pageSize !== DEFAULT_PAGE_SIZE) parameters.set('size', String(pageSize));
}

function positiveInt(text: string | null): number | undefined {
  return text !== null && /^[1-9]\d{0,8}$/.test(text) ? Number(text) : undefined;
}
