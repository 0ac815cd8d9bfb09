import type { WorkflowView } from '@orrery/jobs';
import { Type } from 'typebox';
import { endpoint, type Api } from '../http/endpoint.ts';
import { DONE, DoneSchema } from '../openapi/cancel-job.ts';
import {
  checkedDefinition,
  DEFINITION_TYPES,
  DefinitionBodySchema,
  definitionOf,
  FaultSchema,
} from './definition-body.ts';
import type { ManagementParts } from './management-parts.ts';
import { PageQuery, pageSchema } from './paging.ts';

const tags = ['Workflows'] as const;
const takesDefinition = { takesDefinition: true } as const;

export const WorkflowIdParams = Type.Object({ workflow_id: Type.String({ examples: ['4216617528'] }) });
export const VersionSchema = Type.Integer({ minimum: 1, maximum: 2_147_483_647 });
export const SavedSchema = Type.Object({
  id: Type.String({ examples: ['4216617528'] }),
  version: VersionSchema,
});

const head = {
  ...SavedSchema.properties,
  name: Type.String(),
  description: Type.String(),
  owner: Type.Object({ graphAddress: Type.String(), user: Type.String() }),
  createTime: Type.Integer({ description: 'Milliseconds since 1970' }),
  updateTime: Type.Integer({ description: 'Milliseconds since 1970' }),
};
export const WorkflowItemSchema = Type.Object({ ...head, taskCount: Type.Integer() });
export const WorkflowSchema = Type.Object({
  ...head,
  definition: Type.Unsafe<unknown>({
    type: 'object',
    description: 'The workflow definition; numbers keep their digits',
  }),
});
const Name = Type.String({
  minLength: 1,
  maxLength: 128,
  pattern: '^[^\\s\\p{Cc}]([^\\p{Cc}]*[^\\s\\p{Cc}])?$',
  description: 'without control characters, nor blanks around it',
});

/** Workflows: create, list, read, save, rename, clone, delete, check. */
export function registerWorkflows(api: Api, { dependencies }: ManagementParts): void {
  const { workflows, catalogue } = dependencies;
  api.post(
    '/workflows',
    {
      config: takesDefinition,
      schema: endpoint({
        operationId: 'createWorkflow',
        tags,
        summary: 'Save a new workflow',
        description: 'The definition is checked as a whole; every fault comes with the path of its field.',
        querystring: Type.Object({
          id: Type.Optional(
            Type.String({ pattern: '^[1-9][0-9]{0,9}$', description: 'up to 10 digits; a free one when left out' }),
          ),
        }),
        body: DefinitionBodySchema,
        consumes: DEFINITION_TYPES,
        data: SavedSchema,
        errors: ['ErrBadRequest', 'ErrParam', 'ErrForbidden'],
      }),
    },
    async (request) => {
      const definition = definitionOf(request.body, catalogue);
      const { id: wanted } = request.query;
      const { id, version } = await workflows.create(
        request.session.account,
        definition,
        wanted === undefined ? {} : { id: wanted },
      );
      return { id, version };
    },
  );
  api.get(
    '/workflows',
    {
      schema: endpoint({
        operationId: 'listWorkflows',
        tags,
        summary: 'List workflows',
        querystring: Type.Object({
          search: Type.Optional(Type.String({ maxLength: 256, description: 'Part of the name, or an id' })),
          ...PageQuery,
        }),
        data: pageSchema(WorkflowItemSchema),
        errors: ['ErrParam'],
      }),
    },
    async (request) => {
      const { search, page, pageSize } = request.query;
      const wanted = search === undefined || search === '' ? {} : { search };
      const { items, total } = await workflows.list(request.session.viewer, { ...wanted, page, pageSize });
      return { items: items.map(workflowItem), total, page, pageSize };
    },
  );
  api.get(
    '/workflows/:workflow_id',
    {
      schema: endpoint({
        operationId: 'getWorkflow',
        tags,
        summary: 'A workflow with its definition',
        params: WorkflowIdParams,
        querystring: Type.Object({
          version: Type.Optional(Type.Integer({ minimum: 1, description: 'The newest when left out' })),
        }),
        data: WorkflowSchema,
        errors: ['ErrParam', 'ErrNotFound'],
      }),
    },
    async (request) => {
      const workflow = await workflows.get(request.session.viewer, request.params.workflow_id, request.query.version);
      return { ...workflowHead(workflow), definition: workflow.definition as unknown };
    },
  );
  api.put(
    '/workflows/:workflow_id',
    {
      config: takesDefinition,
      schema: endpoint({
        operationId: 'updateWorkflow',
        tags,
        summary: 'Save a new version',
        description:
          'Jobs keep the version that they ran. With ifVersion, a save that somebody else made in between is not overwritten.',
        params: WorkflowIdParams,
        querystring: Type.Object({
          ifVersion: Type.Optional(VersionSchema),
          comment: Type.Optional(Type.String({ maxLength: 1000 })),
        }),
        body: DefinitionBodySchema,
        consumes: DEFINITION_TYPES,
        data: SavedSchema,
        errors: ['ErrBadRequest', 'ErrParam', 'ErrForbidden', 'ErrNotFound'],
      }),
    },
    async (request) => {
      const definition = definitionOf(request.body, catalogue);
      const { id, version } = await workflows.update(
        request.session.viewer,
        request.params.workflow_id,
        definition,
        request.query,
      );
      return { id, version };
    },
  );
  api.patch(
    '/workflows/:workflow_id',
    {
      schema: endpoint({
        operationId: 'renameWorkflow',
        tags,
        summary: 'Rename a workflow',
        params: WorkflowIdParams,
        body: Type.Object({ name: Name }, { additionalProperties: false }),
        data: WorkflowItemSchema,
        errors: ['ErrBadRequest', 'ErrParam', 'ErrForbidden', 'ErrNotFound'],
      }),
    },
    async (request) =>
      workflowItem(await workflows.rename(request.session.viewer, request.params.workflow_id, request.body.name)),
  );
  api.post(
    '/workflows/:workflow_id/clone',
    {
      schema: endpoint({
        operationId: 'cloneWorkflow',
        tags,
        summary: 'Copy a workflow',
        params: WorkflowIdParams,
        body: Type.Object({ name: Type.Optional(Name) }, { additionalProperties: false, optional: true }),
        data: SavedSchema,
        errors: ['ErrBadRequest', 'ErrParam', 'ErrForbidden', 'ErrNotFound'],
      }),
    },
    async (request) => {
      const { id, version } = await workflows.clone(
        request.session.viewer,
        request.params.workflow_id,
        request.body?.name,
      );
      return { id, version };
    },
  );
  api.delete(
    '/workflows/:workflow_id',
    {
      schema: endpoint({
        operationId: 'deleteWorkflow',
        tags,
        summary: 'Delete a workflow',
        description: 'Its jobs and their results stay.',
        params: WorkflowIdParams,
        data: DoneSchema,
        errors: ['ErrForbidden', 'ErrNotFound'],
      }),
    },
    async (request) => {
      await workflows.delete(request.session.viewer, request.params.workflow_id);
      return DONE;
    },
  );
  api.post(
    '/validate',
    {
      config: takesDefinition,
      schema: endpoint({
        operationId: 'validateDefinition',
        tags,
        summary: 'Check a definition without saving it',
        body: DefinitionBodySchema,
        consumes: DEFINITION_TYPES,
        data: Type.Object({ valid: Type.Boolean(), faults: Type.Array(FaultSchema) }),
        errors: ['ErrBadRequest', 'ErrForbidden'],
      }),
    },
    async (request) => {
      const checked = checkedDefinition(request.body, catalogue);
      return { valid: checked.ok, faults: checked.ok ? [] : [...checked.faults] };
    },
  );
}

export function workflowHead({ id, version, name, definition, account, createTimeMs, updateTimeMs }: WorkflowView) {
  const { description = '' } = definition;
  const owner = { graphAddress: account.graphAddress, user: account.user };
  return { id, version, name, description, owner, createTime: createTimeMs, updateTime: updateTimeMs };
}

export function workflowItem(workflow: WorkflowView) {
  return { ...workflowHead(workflow), taskCount: Object.keys(workflow.definition.tasks).length };
}
