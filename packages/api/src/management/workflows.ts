import type { JobView, Viewer, WorkflowView } from '@orrery/jobs';
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
import { jobViewAnswer, JobViewSchema } from './job-views.ts';
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
export const WorkflowItemSchema = Type.Object({
  ...head,
  taskCount: Type.Integer(),
  algorithms: Type.Array(Type.String({ examples: ['PageRank'] }), { description: 'That its newest version uses' }),
  lastJob: Type.Union([JobViewSchema, Type.Null()], { description: 'The newest of its jobs that the caller may see' }),
});
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
  const { workflows, catalogue, controller } = dependencies;
  const workflowItems = async (viewer: Viewer, views: readonly WorkflowView[]) => {
    const jobs = await controller.newest(
      viewer,
      views.map(({ id }) => id),
    );
    return views.map((view) => workflowItem(view, jobs.get(view.id)));
  };
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
          comment: Type.Optional(Type.String({ maxLength: 1000, description: 'Stands in the version history' })),
        }),
        body: DefinitionBodySchema,
        consumes: DEFINITION_TYPES,
        data: SavedSchema,
        errors: ['ErrBadRequest', 'ErrParam', 'ErrForbidden'],
      }),
    },
    async (request) => {
      const definition = definitionOf(request.body, catalogue);
      const { id, version } = await workflows.create(request.session.account, definition, request.query);
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
          orderBy: Type.Union([Type.Literal('createTime'), Type.Literal('updateTime'), Type.Literal('name')], {
            default: 'createTime',
          }),
          direction: Type.Union([Type.Literal('desc'), Type.Literal('asc')], { default: 'desc' }),
          ...PageQuery,
        }),
        data: pageSchema(WorkflowItemSchema),
        errors: ['ErrParam'],
      }),
    },
    async (request) => {
      const { search, page, pageSize, ...order } = request.query;
      const { viewer } = request.session;
      const wanted = search === undefined || search === '' ? {} : { search };
      const { items, total } = await workflows.list(viewer, { ...wanted, ...order, page, pageSize });
      return { items: await workflowItems(viewer, items), total, page, pageSize };
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
          comment: Type.Optional(Type.String({ maxLength: 1000, description: 'Stands in the version history' })),
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
    async (request) => {
      const { viewer } = request.session;
      const renamed = await workflows.rename(viewer, request.params.workflow_id, request.body.name);
      return (await workflowItems(viewer, [renamed]))[0]!;
    },
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
        description: 'Its jobs and their results stay, and it can be restored.',
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
    '/workflows/:workflow_id/restore',
    {
      schema: endpoint({
        operationId: 'restoreWorkflow',
        tags,
        summary: 'Take the deletion of a workflow back',
        description: 'With its id, name and every version. A workflow that is not deleted stays as it is.',
        params: WorkflowIdParams,
        data: SavedSchema,
        errors: ['ErrForbidden', 'ErrNotFound'],
      }),
    },
    async (request) => {
      const { id, version } = await workflows.restore(request.session.viewer, request.params.workflow_id);
      return { id, version };
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

function workflowItem(workflow: WorkflowView, lastJob: JobView | undefined) {
  const types = Object.values(workflow.definition.tasks).map((task) => task.type);
  return {
    ...workflowHead(workflow),
    taskCount: types.length,
    algorithms: [...new Set(types)].filter((type) => type !== 'Query'),
    lastJob: lastJob === undefined ? null : jobViewAnswer(lastJob),
  };
}
