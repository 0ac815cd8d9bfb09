import { JOB_STATUS, type Fault, type JobStatus } from '@orrery/contracts';
import type { JobFilter } from '@orrery/jobs';
import { checkSchema, isRecord, parseJson, shownValue } from '@orrery/workflow';
import { Type, type Static } from 'typebox';
import { parameterError } from '../http/request-fault.ts';

const Status = Type.Integer({ minimum: 0, maximum: 5 });
/** The last millisecond that a date can hold. */
const LAST_TIME = 8_640_000_000_000_000;
const Time = Type.Integer({ minimum: 0, maximum: LAST_TIME, description: 'Milliseconds since 1970' });

/** The JSON in the query parameter `filter`. */
export const JobFilterSchema = Type.Object(
  {
    name: Type.Optional(Type.String({ maxLength: 256, description: 'Part of the name of the job' })),
    status: Type.Optional(Type.Union([Status, Type.Array(Status, { minItems: 1, uniqueItems: true })])),
    fromCreateTime: Type.Optional(Time),
    toCreateTime: Type.Optional(Time),
    orderByCreateTime: Type.Optional(Type.Union([Type.Literal('desc'), Type.Literal('asc')], { default: 'desc' })),
  },
  { additionalProperties: false },
);

/** Query parameters of the job lists. */
export const JobListQuerySchema = Type.Object({
  filter: Type.Optional(
    Type.String({
      description:
        'URL-encoded JSON: name (part of the job name), status (0…5, or a list), fromCreateTime and toCreateTime ' +
        '(milliseconds), orderByCreateTime (desc or asc)',
      examples: ['{"status":2,"orderByCreateTime":"desc"}'],
    }),
  ),
  page: Type.Integer({ minimum: 1, maximum: 1_000_000_000, default: 1 }),
  pageSize: Type.Integer({ minimum: 1, maximum: 1000, default: 10 }),
});

/** @throws ErrParam naming what is wrong in the filter */
export function readJobFilter(text: string | undefined): JobFilter {
  if (text === undefined || text.trim() === '') return {};
  const faults: Fault[] = [];
  const parsed = parseJson(text);
  if (!parsed.ok) throw parameterError([{ path: 'filter', message: `is ${parsed.faults[0]!.message}` }]);
  if (!isRecord(parsed.value)) {
    throw parameterError([{ path: 'filter', message: `must be a JSON object, not ${shownValue(parsed.value)}` }]);
  }
  checkSchema(JobFilterSchema, parsed.value, 'filter', faults);
  if (faults.length > 0) throw parameterError(faults);
  return jobFilter(parsed.value as Static<typeof JobFilterSchema>);
}

/** The filter as the controller takes it. */
export function jobFilter(filter: Static<typeof JobFilterSchema>): JobFilter {
  const { name, status, fromCreateTime, toCreateTime, orderByCreateTime } = filter;
  const known = Object.values(JOB_STATUS) as JobStatus[];
  return {
    ...(name === undefined || name === '' ? {} : { name }),
    ...(status === undefined ? {} : { status: known.filter((value) => [status].flat().includes(value)) }),
    ...(fromCreateTime === undefined ? {} : { fromCreateTimeMs: fromCreateTime }),
    ...(toCreateTime === undefined ? {} : { toCreateTimeMs: toCreateTime }),
    ...(orderByCreateTime === undefined ? {} : { orderByCreateTime }),
  };
}
