import { OrreryError, type Setting } from '@orrery/contracts';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { callerGone } from '../http/caller-gone.ts';
import { endpoint, type Api } from '../http/endpoint.ts';
import { FaultSchema } from './definition-body.ts';
import type { ManagementParts } from './management-parts.ts';

const tags = ['Operations'] as const;
const Value = Type.Unsafe<Setting['value']>({ type: ['string', 'number', 'boolean', 'array'] });

/** Settings and their check, health, metrics. Settings name folders and addresses of the server: they are root's. */
export function registerOperations(api: Api, { dependencies, metrics }: ManagementParts): void {
  const { settings, health } = dependencies;
  api.get(
    '/settings',
    {
      schema: endpoint({
        operationId: 'listSettings',
        tags,
        summary: 'The configuration in force',
        data: Type.Object({
          items: Type.Array(
            Type.Object({
              path: Type.String(),
              environmentVariable: Type.String(),
              value: Value,
              default: Value,
              source: Type.String(),
              help: Type.String(),
            }),
          ),
        }),
        errors: ['ErrForbidden'],
      }),
    },
    async (request) => {
      requireRoot(request);
      return { items: settings.list().map((setting) => ({ ...setting, source: setting.source as string })) };
    },
  );
  api.post(
    '/settings/check',
    {
      schema: endpoint({
        operationId: 'checkSettings',
        tags,
        summary: 'Try out what the configuration names',
        data: Type.Object({
          ok: Type.Boolean(),
          items: Type.Array(
            Type.Object({
              name: Type.String(),
              ok: Type.Boolean(),
              message: Type.String(),
              setting: Type.Optional(Type.String()),
            }),
          ),
        }),
        errors: ['ErrForbidden'],
      }),
    },
    async (request, reply) => {
      requireRoot(request);
      const items = await settings.check(request.session.credentials, callerGone(reply.raw));
      return { ok: items.every((item) => item.ok), items: items.map((item) => ({ ...item })) };
    },
  );
  api.post(
    '/settings/validate',
    {
      schema: endpoint({
        operationId: 'validateSettings',
        tags,
        summary: 'Check the text of a configuration file without applying it',
        body: Type.Object({ text: Type.String({ maxLength: 1_000_000 }) }, { additionalProperties: false }),
        data: Type.Object({ valid: Type.Boolean(), faults: Type.Array(FaultSchema) }),
        errors: ['ErrBadRequest', 'ErrParam', 'ErrForbidden'],
      }),
    },
    async (request) => {
      requireRoot(request);
      const faults = settings.validate(request.body.text);
      return { valid: faults.length === 0, faults: faults.map((fault) => ({ ...fault })) };
    },
  );
  api.get(
    '/health',
    {
      exposeHeadRoute: true,
      config: { isPublic: true },
      schema: endpoint({
        operationId: 'getHealth',
        tags,
        summary: 'Whether the server works',
        data: Type.Object({
          ok: Type.Boolean(),
          version: Type.String(),
          startTime: Type.Integer({ description: 'Milliseconds since 1970' }),
          components: Type.Array(Type.Object({ name: Type.String(), ok: Type.Boolean(), message: Type.String() })),
        }),
        errors: [],
        isPublic: true,
      }),
    },
    async () => {
      const { ok, version, startTimeMs, components } = await health.report();
      return { ok, version, startTime: startTimeMs, components: components.map((component) => ({ ...component })) };
    },
  );
  api.get(
    '/metrics',
    {
      config: { isPublic: true },
      schema: endpoint({
        operationId: 'getMetrics',
        tags,
        summary: "Metrics in Prometheus' text format",
        content: { 'text/plain': Type.String() },
        errors: [],
        isPublic: true,
      }),
    },
    async (_request, reply) =>
      reply
        .header('content-type', 'text/plain; version=0.0.4; charset=utf-8')
        .send(Buffer.from(await metrics.text())) as never,
  );
}

function requireRoot(request: FastifyRequest): void {
  if (request.session.viewer.isRoot) return;
  const { user, graphAddress } = request.session.account;
  throw new OrreryError('ErrForbidden', `${user} of ${graphAddress} may not see the settings; root of the graph may`);
}
