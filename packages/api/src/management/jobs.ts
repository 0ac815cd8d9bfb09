import { isFinal, jobStatusName, OrreryError, type JobStatus } from '@orrery/contracts';
import { reusableTasks } from '@orrery/workflow';
import type { JobDetail, Viewer } from '@orrery/jobs';
import { Type } from 'typebox';
import { endpoint, type Api } from '../http/endpoint.ts';
import { parameterError } from '../http/request-fault.ts';
import { postingOptions } from '../jobs/job-posting.ts';
import { DONE, DoneSchema } from '../openapi/cancel-job.ts';
import { JobIdSchema } from '../openapi/get-job.ts';
import { jobFilter, JobFilterSchema } from '../openapi/job-filter.ts';
import { IdempotencyHeaderSchema, InputSchema, PostedJobSchema, WaitQuerySchema } from '../openapi/post-job.ts';
import { jobDetailAnswer, JobDetailSchema, jobViewAnswer, JobViewSchema } from './job-views.ts';
import type { ManagementParts } from './management-parts.ts';
import { PageQuery, pageSchema } from './paging.ts';
import { VersionSchema } from './workflows.ts';

const tags = ['Jobs'] as const;
const JobParams = Type.Object({ job_id: JobIdSchema });
const TaskParams = Type.Object({ job_id: JobIdSchema, task_id: Type.String({ examples: ['pagerank_1'] }) });
const postErrors = [
  'ErrBadRequest',
  'ErrParam',
  'ErrForbidden',
  'ErrNotFound',
  'ErrTooManyRequests',
  'ErrInternalController',
] as const;

const again = {
  input: Type.Optional(Type.Unsafe<unknown>({ ...InputSchema, type: 'object' })),
  version: Type.Optional(
    Type.Union([VersionSchema, Type.Literal('newest')], {
      description: 'Version of the workflow; the one that the job ran when left out',
    }),
  ),
};
const RerunBody = Type.Object(again, { additionalProperties: false, optional: true });
const ResumeBody = Type.Object(
  {
    ...again,
    redo: Type.Optional(
      Type.Array(Type.String(), {
        description: 'Tasks to run again although they succeeded',
        maxItems: 500,
      }),
    ),
  },
  { additionalProperties: false, optional: true },
);

/** Jobs: list, read, run again, resume, cancel, delete, logs. */
export function registerJobs(api: Api, { dependencies, posting }: ManagementParts): void {
  const { controller, workflows } = dependencies;
  api.get(
    '/jobs',
    {
      schema: endpoint({
        operationId: 'findJobs',
        tags,
        summary: 'List jobs',
        querystring: Type.Object({
          name: Type.Optional(Type.String({ maxLength: 256, description: 'Part of the name' })),
          status: Type.Optional(
            Type.Array(Type.String({ pattern: '^[0-5]$', description: '0' }), { description: 'May be repeated' }),
          ),
          workflowId: Type.Optional(Type.String()),
          workflowVersion: Type.Optional(VersionSchema),
          fromCreateTime: JobFilterSchema.properties.fromCreateTime,
          toCreateTime: JobFilterSchema.properties.toCreateTime,
          orderByCreateTime: Type.Union([Type.Literal('desc'), Type.Literal('asc')], { default: 'desc' }),
          ...PageQuery,
        }),
        data: pageSchema(JobViewSchema),
        errors: ['ErrParam'],
      }),
    },
    async (request) => {
      const { page, pageSize, workflowId, workflowVersion, status, ...rest } = request.query;
      const statuses = status?.map(Number);
      const filter = {
        ...jobFilter(statuses === undefined ? rest : { ...rest, status: statuses }),
        ...(workflowId === undefined ? {} : { workflowId }),
        ...(workflowVersion === undefined ? {} : { workflowVersion }),
      };
      const { items, total } = await controller.list(request.session.viewer, filter, page, pageSize);
      return { items: items.map(jobViewAnswer), total, page, pageSize };
    },
  );
  api.get(
    '/jobs/:job_id',
    {
      schema: endpoint({
        operationId: 'readJob',
        tags,
        summary: 'A job with its tasks, their progress and results',
        params: JobParams,
        data: JobDetailSchema,
        errors: ['ErrParam', 'ErrNotFound'],
      }),
    },
    async (request) => jobDetailAnswer(await controller.get(request.session.viewer, request.params.job_id)),
  );

  const workflowOf = (viewer: Viewer, job: JobDetail, version: number | 'newest' | undefined) => {
    if (version === undefined) return workflows.ofJob(viewer, job.workflowId, job.workflowVersion);
    return workflows.get(viewer, job.workflowId, version === 'newest' ? undefined : version);
  };
  api.post(
    '/jobs/:job_id/rerun',
    {
      schema: endpoint({
        operationId: 'rerunJob',
        tags,
        summary: 'Run a job again, from the start',
        description:
          'With the same version (also of a workflow that was deleted) and input, unless the body says otherwise.',
        params: JobParams,
        querystring: WaitQuerySchema,
        headers: IdempotencyHeaderSchema,
        body: RerunBody,
        data: PostedJobSchema,
        errors: postErrors,
      }),
    },
    async (request) => {
      const { session, params, body } = request;
      const options = postingOptions(request.headers, request.query.wait, ['rerun', params.job_id, body ?? {}]);
      const job = await controller.get(session.viewer, params.job_id);
      const earlier = await posting.earlier(session, job.workflowId, options);
      if (earlier !== undefined) return earlier;
      const workflow = await workflowOf(session.viewer, job, body?.version);
      const input = body?.input ?? job.input;
      return posting.submit(session, workflow, input, posting.plan(workflow, input), options, { sourceJobId: job.id });
    },
  );
  api.post(
    '/jobs/:job_id/resume',
    {
      schema: endpoint({
        operationId: 'resumeJob',
        tags,
        summary: 'Go on from the tasks that failed',
        description:
          'Makes a new job that takes over the results of the tasks that succeeded and would run the same again. With ' +
          'another input or version only what that leaves untouched is taken over; `redo` names tasks to run again anyway.',
        params: JobParams,
        querystring: WaitQuerySchema,
        headers: IdempotencyHeaderSchema,
        body: ResumeBody,
        data: PostedJobSchema,
        errors: postErrors,
      }),
    },
    async (request) => {
      const { session, params, body } = request;
      const options = postingOptions(request.headers, request.query.wait, ['resume', params.job_id, body ?? {}]);
      const job = await controller.get(session.viewer, params.job_id);
      const earlier = await posting.earlier(session, job.workflowId, options);
      if (earlier !== undefined) return earlier;
      if (!isFinal(job.status)) {
        throw new OrreryError(
          'ErrBadRequest',
          `job ${job.id} is ${jobStatusName(job.status)}; only a job that has ended can be resumed`,
        );
      }
      const redo = body?.redo ?? [];
      const keys = new Set(job.tasks.map((task) => task.key));
      const unknown = redo.filter((key) => !keys.has(key));
      if (unknown.length > 0) {
        throw parameterError([{ path: 'redo', message: `names ${unknown.join(', ')}, which job ${job.id} has not` }]);
      }
      const ran = await workflowOf(session.viewer, job, undefined);
      const workflow = await workflowOf(session.viewer, job, body?.version);
      const input = body?.input ?? job.input;
      const next = posting.plan(workflow, input);
      const succeeded = new Set(
        job.tasks.filter((task) => task.result !== undefined && isSuccess(task.status)).map((task) => task.key),
      );
      const reuseTasks = reusableTasks(posting.plan(ran, job.input), succeeded, next, redo);
      return posting.submit(session, workflow, input, next, options, { sourceJobId: job.id, reuseTasks });
    },
  );
  api.put(
    '/jobs/:job_id/cancel',
    {
      schema: endpoint({
        operationId: 'stopJob',
        tags,
        summary: 'Cancel a job',
        params: JobParams,
        data: DoneSchema,
        errors: ['ErrBadRequest', 'ErrParam', 'ErrForbidden', 'ErrNotFound'],
      }),
    },
    async (request) => {
      await controller.cancel(request.session.viewer, request.params.job_id);
      return DONE;
    },
  );
  api.delete(
    '/jobs/:job_id',
    {
      schema: endpoint({
        operationId: 'deleteJob',
        tags,
        summary: 'Delete a job that has ended, with its results',
        params: JobParams,
        data: DoneSchema,
        errors: ['ErrBadRequest', 'ErrParam', 'ErrForbidden', 'ErrNotFound'],
      }),
    },
    async (request) => {
      await controller.delete(request.session.viewer, request.params.job_id);
      return DONE;
    },
  );
  api.get(
    '/jobs/:job_id/tasks/:task_id/logs',
    {
      schema: endpoint({
        operationId: 'readLogs',
        tags,
        summary: 'Log lines of a task',
        params: TaskParams,
        querystring: Type.Object({
          after: Type.Integer({ minimum: 0, default: 0, description: 'Sequence of the last line already known' }),
          limit: Type.Integer({ minimum: 1, maximum: 10_000, default: 1000 }),
        }),
        data: Type.Object({
          items: Type.Array(
            Type.Object({
              sequence: Type.Integer(),
              time: Type.Integer({ description: 'Milliseconds since 1970' }),
              level: Type.Union([Type.Literal('info'), Type.Literal('warn'), Type.Literal('error')]),
              message: Type.String(),
            }),
          ),
        }),
        errors: ['ErrParam', 'ErrNotFound'],
      }),
    },
    async (request) => {
      const { job_id, task_id } = request.params;
      const { after, limit } = request.query;
      const lines = await controller.logs(request.session.viewer, job_id, task_id, after, limit);
      return {
        items: lines.map(({ sequence, timeMs, level, message }) => ({ sequence, time: timeMs, level, message })),
      };
    },
  );
}

function isSuccess(status: JobStatus): boolean {
  return jobStatusName(status) === 'Success';
}
