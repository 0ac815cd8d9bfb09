import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { OrreryError, REJECTED_FILE, type Fault } from '@orrery/contracts';
import type { ColumnFilter, SortKey } from '@orrery/tables';
import { checkSchema, parseJson } from '@orrery/workflow';
import { Type, type Static, type TSchema } from 'typebox';
import { callerGone } from '../http/caller-gone.ts';
import { endpoint, type Api } from '../http/endpoint.ts';
import { parameterError } from '../http/request-fault.ts';
import { sendFile } from '../http/send-file.ts';
import { taskWithResult } from '../jobs/task-result.ts';
import { JobIdSchema } from '../openapi/get-job.ts';
import { ColumnSchema } from './job-views.ts';
import type { ManagementParts } from './management-parts.ts';

const tags = ['Results'] as const;
const errors = ['ErrBadRequest', 'ErrParam', 'ErrNotFound'] as const;
const TaskParams = Type.Object({ job_id: JobIdSchema, task_id: Type.String({ examples: ['pagerank_1'] }) });
const Cell = Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()], {
  description: 'int64 as decimal text, doubles as numbers (not finite ones as text), dates as ISO text',
});

const SortSchema = Type.Array(
  Type.Object({ column: Type.String(), descending: Type.Optional(Type.Boolean()) }, { additionalProperties: false }),
  { maxItems: 16 },
);
const OPERATORS = ['eq', 'ne', 'lt', 'le', 'gt', 'ge', 'in', 'contains', 'startsWith', 'isNull', 'notNull'] as const;
const FiltersSchema = Type.Array(
  Type.Object(
    {
      column: Type.String(),
      operator: Type.Union(OPERATORS.map((operator) => Type.Literal(operator))),
      value: Type.Optional(Type.String({ description: 'Text, read by the type of the column' })),
      values: Type.Optional(Type.Array(Type.String(), { maxItems: 1000, description: 'Those of the operator in' })),
    },
    { additionalProperties: false },
  ),
  { maxItems: 64 },
);

const Selection = {
  sort: Type.Optional(
    Type.String({
      description: 'JSON: a list of {column, descending}',
      examples: ['[{"column":"VALUE","descending":true}]'],
    }),
  ),
  filters: Type.Optional(
    Type.String({
      description: `JSON: a list of {column, operator, value} that all hold; operators ${OPERATORS.join(', ')}`,
      examples: ['[{"column":"VALUE","operator":"ge","value":"0.5"}]'],
    }),
  ),
};

const StatisticsSchema = Type.Object({
  column: Type.String(),
  count: Type.Integer(),
  nullCount: Type.Integer(),
  distinctApprox: Type.Integer(),
  min: Cell,
  max: Cell,
  mean: Type.Optional(Type.Number()),
  standardDeviation: Type.Optional(Type.Number()),
  quantiles: Type.Optional(Type.Array(Type.Object({ q: Type.Number(), value: Type.Number() }))),
  histogram: Type.Optional(Type.Array(Type.Object({ from: Type.Number(), to: Type.Number(), count: Type.Integer() }))),
  top: Type.Array(Type.Object({ value: Cell, count: Type.Integer() })),
});

/** Result tables: pages, statistics of a column, downloads. */
export function registerResults(api: Api, { dependencies }: ManagementParts): void {
  const { controller, tables } = dependencies;
  api.get(
    '/jobs/:job_id/tasks/:task_id/result',
    {
      schema: endpoint({
        operationId: 'readResult',
        tags,
        summary: 'Rows of a result',
        params: TaskParams,
        querystring: Type.Object({
          offset: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, default: 0 }),
          limit: Type.Integer({ minimum: 1, maximum: 100_000, default: 100 }),
          ...Selection,
        }),
        data: Type.Object({
          columns: Type.Array(ColumnSchema),
          rows: Type.Array(Type.Array(Cell)),
          total: Type.Integer({ description: 'Rows that meet the filters' }),
        }),
        errors,
      }),
    },
    async (request, reply) => {
      const { job_id, task_id } = request.params;
      const { result } = await taskWithResult(controller, request.session.viewer, job_id, task_id);
      const { offset, limit } = request.query;
      const signal = callerGone(reply.raw);
      const { columns, rows, total } = await tables.page(
        result.dir,
        { offset, limit, ...selection(request.query) },
        signal,
      );
      const types = columns.map(({ name, type }) => ({ name, type: type as string }));
      return { columns: types, rows: rows as (string | number | boolean | null)[][], total };
    },
  );
  api.get(
    '/jobs/:job_id/tasks/:task_id/result/statistics',
    {
      schema: endpoint({
        operationId: 'resultStatistics',
        tags,
        summary: 'Statistics of a column',
        params: TaskParams,
        querystring: Type.Object({
          column: Type.String({ minLength: 1, maxLength: 1024 }),
          bins: Type.Integer({ minimum: 1, maximum: 1000, default: 20 }),
          scale: Type.Union([Type.Literal('linear'), Type.Literal('log')], {
            default: 'linear',
            description: 'log: bins of equal ratio over the values above 0',
          }),
          top: Type.Integer({ minimum: 1, maximum: 1000, default: 10, description: 'How many frequent values' }),
        }),
        data: StatisticsSchema,
        errors,
      }),
    },
    async (request, reply) => {
      const { job_id, task_id } = request.params;
      const { result } = await taskWithResult(controller, request.session.viewer, job_id, task_id);
      const { column, ...options } = request.query;
      return (await tables.statistics(result.dir, column, options, callerGone(reply.raw))) as Static<
        typeof StatisticsSchema
      >;
    },
  );
  api.get(
    '/jobs/:job_id/tasks/:task_id/result/download',
    {
      schema: endpoint({
        operationId: 'downloadResult',
        tags,
        summary: 'A result as a file',
        params: TaskParams,
        querystring: Type.Object({
          format: Type.Union([Type.Literal('csv'), Type.Literal('parquet')], { default: 'csv' }),
          ...Selection,
        }),
        content: {
          'text/csv': Type.String({ description: 'RFC 4180 with a header' }),
          'application/vnd.apache.parquet': Type.String({ contentEncoding: 'binary' }),
        },
        errors,
      }),
    },
    async (request, reply) => {
      const { viewer } = request.session;
      const { job_id, task_id } = request.params;
      const { key, result } = await taskWithResult(controller, viewer, job_id, task_id);
      const { format } = request.query;
      const stream = await tables.export(result.dir, format, selection(request.query), callerGone(reply.raw));
      const type = format === 'csv' ? 'text/csv; charset=utf-8; header=present' : 'application/vnd.apache.parquet';
      return sendFile(reply, `job_${job_id}_${key}.${format}`, type, stream);
    },
  );
  api.get(
    '/jobs/:job_id/tasks/:task_id/result/rejected',
    {
      schema: endpoint({
        operationId: 'downloadRejectedRows',
        tags,
        summary: 'The rows that the graph refused when the result was written back, each with the reason',
        params: TaskParams,
        content: { 'text/csv': Type.String({ description: 'RFC 4180 with the header vid,value,reason' }) },
        errors,
      }),
    },
    async (request, reply) => {
      const { job_id, task_id } = request.params;
      const { key, result } = await taskWithResult(controller, request.session.viewer, job_id, task_id);
      const file = await open(join(result.dir, REJECTED_FILE)).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error;
        throw new OrreryError('ErrNotFound', `the graph refused no row of the task ${key}`);
      });
      const type = 'text/csv; charset=utf-8; header=present';
      return sendFile(reply, `job_${job_id}_${key}_rejected.csv`, type, file.createReadStream());
    },
  );
}

function selection(query: { sort?: string; filters?: string }): { sort?: SortKey[]; filters?: ColumnFilter[] } {
  const sort = fromJson(query.sort, SortSchema, 'sort')?.map(({ column, descending = false }) => ({
    column,
    descending,
  }));
  const filters = fromJson(query.filters, FiltersSchema, 'filters') as ColumnFilter[] | undefined;
  return { ...(sort === undefined ? {} : { sort }), ...(filters === undefined ? {} : { filters }) };
}

/** A query parameter that holds JSON. @throws ErrParam */
function fromJson<S extends TSchema>(text: string | undefined, schema: S, name: string): Static<S> | undefined {
  if (text === undefined || text === '') return undefined;
  const parsed = parseJson(text);
  if (!parsed.ok) throw parameterError([{ path: name, message: `is ${parsed.faults[0]!.message}` }]);
  const faults: Fault[] = [];
  checkSchema(schema, parsed.value, name, faults);
  if (faults.length > 0) throw parameterError(faults);
  return parsed.value as Static<S>;
}
