import { Type } from 'typebox';
import { endpoint, type Api } from '../http/endpoint.ts';
import { postingOptions, type JobPosting } from '../jobs/job-posting.ts';

export const InputSchema = Type.Unsafe<unknown>({
  type: 'object',
  additionalProperties: { type: 'object', additionalProperties: true },
  description: 'Task id -> parameter -> value; numbers keep their digits',
  examples: [{ query_1: { name: 'Tim Duncan' } }],
});

/** The body may be left out. */
export const PostJobBodySchema = Type.Object(
  { input: Type.Optional(Type.Unsafe<unknown>({ ...InputSchema, type: 'object' })) },
  { additionalProperties: false, optional: true },
);
export const WaitQuerySchema = Type.Object({
  wait: Type.Optional(
    Type.String({ description: 'Wait for the end of the job, at most this long', examples: ['30s'] }),
  ),
});
export const IdempotencyHeaderSchema = Type.Object({
  'Idempotency-Key': Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 255,
      description: 'The same body gets the same id for 24 hours, another one is refused',
    }),
  ),
});
export const PostedJobSchema = Type.Object({
  id: Type.Integer({ examples: [107] }),
  status: Type.Optional(Type.Integer({ minimum: 0, maximum: 5, description: 'Only with wait' })),
});

/** `POST /workflows/<workflow_id>/jobs` */
export function registerPostJob(app: Api, posting: JobPosting, tag: string): void {
  app.post(
    '/workflows/:workflow_id/jobs',
    {
      schema: endpoint({
        operationId: tag === 'Explorer API' ? 'postJob' : 'runWorkflow',
        tags: [tag],
        summary: 'Run a workflow as a job',
        description:
          'Answers once the job is stored. With the header `Idempotency-Key`, the same body gets the same id for 24 hours.',
        params: Type.Object({ workflow_id: Type.String({ examples: ['4216617528'] }) }),
        querystring: WaitQuerySchema,
        headers: IdempotencyHeaderSchema,
        body: PostJobBodySchema,
        data: PostedJobSchema,
        errors: [
          'ErrBadRequest',
          'ErrParam',
          'ErrForbidden',
          'ErrNotFound',
          'ErrTooManyRequests',
          'ErrInternalController',
        ],
      }),
    },
    (request) => {
      const input = request.body?.input;
      const options = postingOptions(request.headers, request.query.wait, ['post', input ?? {}]);
      return posting.post(request.session, request.params.workflow_id, input, options);
    },
  );
}
