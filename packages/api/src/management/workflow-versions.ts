import { diffDefinitions, printDefinition } from '@orrery/workflow';
import { Type } from 'typebox';
import { endpoint, type Api } from '../http/endpoint.ts';
import { sendFile } from '../http/send-file.ts';
import type { ManagementParts } from './management-parts.ts';
import { VersionSchema as Version, WorkflowIdParams } from './workflows.ts';

const tags = ['Workflows'] as const;

/** Versions of workflows, what differs between them, and definitions as files. */
export function registerWorkflowVersions(api: Api, { dependencies }: ManagementParts): void {
  const { workflows } = dependencies;
  api.get(
    '/workflows/:workflow_id/versions',
    {
      schema: endpoint({
        operationId: 'listVersions',
        tags,
        summary: 'Versions of a workflow, the newest first',
        params: WorkflowIdParams,
        data: Type.Object({
          items: Type.Array(
            Type.Object({
              version: Version,
              createTime: Type.Integer({ description: 'Milliseconds since 1970' }),
              comment: Type.String(),
            }),
          ),
        }),
        errors: ['ErrNotFound'],
      }),
    },
    async (request) => {
      const versions = await workflows.versions(request.session.viewer, request.params.workflow_id);
      const items = versions.map(({ version, createTimeMs, comment = '' }) => ({
        version,
        createTime: createTimeMs,
        comment,
      }));
      return { items: items.toSorted((a, b) => b.version - a.version) };
    },
  );
  api.get(
    '/workflows/:workflow_id/diff',
    {
      schema: endpoint({
        operationId: 'diffWorkflow',
        tags,
        summary: 'What differs between two versions or two workflows',
        description:
          '`to` is a version of `with`, or of the same workflow where that is left out. Without versions, the newest ones.',
        params: WorkflowIdParams,
        querystring: Type.Object({
          from: Type.Optional(Version),
          to: Type.Optional(Version),
          with: Type.Optional(Type.String({ description: 'Another workflow', examples: ['4216617529'] })),
        }),
        data: Type.Object({
          from: Type.Object({ id: Type.String(), version: Version }),
          to: Type.Object({ id: Type.String(), version: Version }),
          changes: Type.Array(
            Type.Object({
              path: Type.String(),
              kind: Type.Union([Type.Literal('added'), Type.Literal('removed'), Type.Literal('changed')]),
              before: Type.Optional(Type.Unknown()),
              after: Type.Optional(Type.Unknown()),
            }),
          ),
        }),
        errors: ['ErrParam', 'ErrNotFound'],
      }),
    },
    async (request) => {
      const { viewer } = request.session;
      const { workflow_id: id } = request.params;
      const { from, to, with: other } = request.query;
      const before = await workflows.get(viewer, id, from);
      const after = await workflows.get(viewer, other ?? id, to);
      return {
        from: { id: before.id, version: before.version },
        to: { id: after.id, version: after.version },
        changes: diffDefinitions(before.definition, after.definition),
      };
    },
  );
  api.get(
    '/workflows/:workflow_id/definition',
    {
      schema: endpoint({
        operationId: 'downloadDefinition',
        tags,
        summary: 'The definition as a file',
        params: WorkflowIdParams,
        querystring: Type.Object({
          version: Type.Optional(Version),
          format: Type.Union([Type.Literal('yaml'), Type.Literal('json')], { default: 'yaml' }),
        }),
        content: { 'application/yaml': Type.String(), 'application/json': Type.Unsafe<unknown>({ type: 'object' }) },
        errors: ['ErrParam', 'ErrNotFound'],
      }),
    },
    async (request, reply) => {
      const { version, format } = request.query;
      const workflow = await workflows.get(request.session.viewer, request.params.workflow_id, version);
      const text = printDefinition({ ...workflow.definition, name: workflow.name }, format);
      return sendFile(reply, `${workflow.name}.${format}`, `application/${format}`, Buffer.from(text));
    },
  );
}
