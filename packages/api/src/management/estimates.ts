import { OrreryError } from '@orrery/contracts';
import { validateDefinition } from '@orrery/workflow';
import { Type } from 'typebox';
import { callerGone } from '../http/caller-gone.ts';
import { endpoint, type Api } from '../http/endpoint.ts';
import { parameterError } from '../http/request-fault.ts';
import { InputSchema } from '../openapi/post-job.ts';
import type { ManagementParts } from './management-parts.ts';
import { VersionSchema } from './workflows.ts';

/** What the tasks of a workflow or of a definition are expected to need. */
export function registerEstimates(api: Api, { dependencies }: ManagementParts): void {
  const { estimator, workflows, catalogue } = dependencies;
  api.post(
    '/estimates',
    {
      schema: endpoint({
        operationId: 'estimate',
        tags: ['Catalogue'],
        summary: 'Memory and time that the algorithms of a workflow are expected to need',
        description: 'Give a definition, or the id of a saved workflow with a version.',
        body: Type.Object(
          {
            definition: Type.Optional(Type.Unsafe<unknown>({ type: 'object' })),
            workflowId: Type.Optional(Type.String()),
            version: Type.Optional(VersionSchema),
            input: Type.Optional(Type.Unsafe<unknown>({ ...InputSchema, type: 'object' })),
          },
          { additionalProperties: false },
        ),
        data: Type.Object({
          items: Type.Array(
            Type.Object({
              task: Type.String(),
              vertexCount: Type.Integer(),
              edgeCount: Type.Integer(),
              isAssumed: Type.Boolean({
                description: 'The size of the input is not known yet: the figures are those of a usual one, for scale',
              }),
              memoryBytes: Type.Integer(),
              fits: Type.Boolean(),
              seconds: Type.Optional(
                Type.Object(
                  { least: Type.Number(), most: Type.Number() },
                  { description: 'How long the task runs, roughly; left out for algorithms that have no figures' },
                ),
              ),
              basis: Type.String({ description: 'Where the figures come from' }),
              basisCode: Type.Union(
                [Type.Literal('upstream'), Type.Literal('file'), Type.Literal('space'), Type.Literal('unknownSpace')],
                { description: 'The same, for texts in other languages' },
              ),
              advice: Type.String({ description: 'What would make it fit; else empty' }),
            }),
          ),
        }),
        errors: ['ErrBadRequest', 'ErrParam', 'ErrForbidden', 'ErrNotFound'],
      }),
    },
    async (request, reply) => {
      const { session, body } = request;
      const definition = await wanted();
      const estimates = await estimator.estimate(session.credentials, definition, body.input, callerGone(reply.raw));
      const items = estimates.map(({ advice = '', seconds, ...rest }) => ({
        ...rest,
        ...(seconds === undefined ? {} : { seconds }),
        advice,
      }));
      return { items };

      async function wanted() {
        if ((body.definition === undefined) === (body.workflowId === undefined)) {
          throw new OrreryError('ErrParam', 'give either definition or workflowId');
        }
        if (body.workflowId !== undefined) {
          return (await workflows.get(session.viewer, body.workflowId, body.version)).definition;
        }
        const checked = validateDefinition(body.definition, catalogue);
        if (!checked.ok) throw parameterError(checked.faults);
        return checked.definition;
      }
    },
  );
}
