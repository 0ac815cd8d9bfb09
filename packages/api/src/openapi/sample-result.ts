import type { JobController } from '@orrery/jobs';
import type { TableReader } from '@orrery/tables';
import { Type } from 'typebox';
import { endpoint, type Api } from '../http/endpoint.ts';
import { taskWithResult } from '../jobs/task-result.ts';
import { JobIdSchema } from './get-job.ts';

/** `GET /jobs/<job_id>/tasks/<task_id>/sample_result` */
export function registerSampleResult(app: Api, controller: JobController, tables: TableReader): void {
  app.get(
    '/jobs/:job_id/tasks/:task_id/sample_result',
    {
      schema: endpoint({
        operationId: 'sampleResult',
        tags: ['Explorer API'],
        summary: 'The first rows of a result',
        params: Type.Object({
          job_id: JobIdSchema,
          task_id: Type.String({ description: '32 hex digits, or the component id', examples: ['pagerank_1'] }),
        }),
        querystring: Type.Object({ limit: Type.Integer({ minimum: 1, maximum: 100_000, default: 10 }) }),
        data: Type.Object({
          items: Type.Array(Type.Array(Type.String()), { description: 'Rows of texts, doubles with six decimals' }),
        }),
        errors: ['ErrBadRequest', 'ErrParam', 'ErrNotFound'],
      }),
    },
    async (request) => {
      const { job_id, task_id } = request.params;
      const { result } = await taskWithResult(controller, request.session.viewer, job_id, task_id);
      return { items: await tables.sample(result.dir, request.query.limit) };
    },
  );
}
