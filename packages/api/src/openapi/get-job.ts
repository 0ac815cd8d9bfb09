import type { JobController } from '@orrery/jobs';
import { Type } from 'typebox';
import { endpoint, type Api } from '../http/endpoint.ts';
import { jobAnswer, JobSchema } from './job-answers.ts';

export const JobIdSchema = Type.Integer({ minimum: 1, examples: [107] });

/** `GET /jobs/<job_id>` */
export function registerGetJob(app: Api, controller: JobController): void {
  app.get(
    '/jobs/:job_id',
    {
      schema: endpoint({
        operationId: 'getJob',
        tags: ['Explorer API'],
        summary: 'A job with its tasks',
        params: Type.Object({ job_id: JobIdSchema }),
        data: JobSchema,
        errors: ['ErrParam', 'ErrNotFound'],
      }),
    },
    async (request) => jobAnswer(await controller.get(request.session.viewer, request.params.job_id)),
  );
}
