import type { JobController } from '@orrery/jobs';
import { Type } from 'typebox';
import { endpoint, type Api } from '../http/endpoint.ts';
import { JobIdSchema } from './get-job.ts';

export const DoneSchema = Type.Object({ success: Type.Literal(true) });
export const DONE = { success: true } as const;

/** `PUT /jobs/<job_id>/cancel` */
export function registerCancelJob(app: Api, controller: JobController): void {
  app.put(
    '/jobs/:job_id/cancel',
    {
      schema: endpoint({
        operationId: 'cancelJob',
        tags: ['Explorer API'],
        summary: 'Cancel a job',
        description:
          'A waiting job is Interrupted at once, a running one Stopping first. A final one is refused with 40004000.',
        params: Type.Object({ job_id: JobIdSchema }),
        data: DoneSchema,
        errors: ['ErrBadRequest', 'ErrParam', 'ErrForbidden', 'ErrNotFound'],
      }),
    },
    async (request) => {
      await controller.cancel(request.session.viewer, request.params.job_id);
      return DONE;
    },
  );
}
