import type { JobController, Viewer, WorkflowStore } from '@orrery/jobs';
import { Type } from 'typebox';
import { endpoint, type Api } from '../http/endpoint.ts';
import { jobItem, JobItemSchema } from './job-answers.ts';
import { JobListQuerySchema, readJobFilter } from './job-filter.ts';

const JobListSchema = Type.Object({
  items: Type.Array(JobItemSchema),
  total: Type.Integer({ description: 'Jobs that meet the filter, on all pages' }),
  Page: Type.Integer(),
  PageSize: Type.Integer(),
});

/** `GET /jobs` and `GET /workflows/<workflow_id>/jobs`. */
export function registerListJobs(app: Api, controller: JobController, workflows: WorkflowStore): void {
  const list = async (
    viewer: Viewer,
    query: { filter?: string; page: number; pageSize: number },
    workflowId?: string,
  ) => {
    const { page, pageSize } = query;
    const filter = { ...readJobFilter(query.filter), ...(workflowId === undefined ? {} : { workflowId }) };
    const { items, total } = await controller.list(viewer, filter, page, pageSize);
    return { items: items.map(jobItem), total, Page: page, PageSize: pageSize };
  };
  /** A workflow without jobs must at least exist. */
  const requireKnown = async (viewer: Viewer, workflowId: string) => {
    const { total } = await controller.list(viewer, { workflowId }, 1, 1);
    if (total === 0) await workflows.get(viewer, workflowId);
  };
  app.get(
    '/jobs',
    {
      schema: endpoint({
        operationId: 'listJobs',
        tags: ['Explorer API'],
        summary: 'List the jobs of all workflows',
        querystring: JobListQuerySchema,
        data: JobListSchema,
        errors: ['ErrParam'],
      }),
    },
    (request) => list(request.session.viewer, request.query),
  );
  app.get(
    '/workflows/:workflow_id/jobs',
    {
      schema: endpoint({
        operationId: 'listWorkflowJobs',
        tags: ['Explorer API'],
        summary: 'List the jobs of a workflow',
        description: 'A workflow that was deleted keeps its jobs.',
        params: Type.Object({ workflow_id: Type.String() }),
        querystring: JobListQuerySchema,
        data: JobListSchema,
        errors: ['ErrParam', 'ErrNotFound'],
      }),
    },
    async (request) => {
      const { viewer } = request.session;
      const workflowId = request.params.workflow_id;
      const answer = await list(viewer, request.query, workflowId);
      if (answer.total === 0) await requireKnown(viewer, workflowId);
      return answer;
    },
  );
}
