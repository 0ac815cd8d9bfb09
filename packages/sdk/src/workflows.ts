import type { WorkflowDefinition } from '@orrery/contracts';
import type { HttpCaller } from './http-caller.ts';
import type { Data, Query } from './operation-types.ts';

export type WorkflowItem = Data<'listWorkflows'>['items'][number];
/** A workflow with its definition, whose numbers keep their digits. */
export type Workflow = Omit<Data<'getWorkflow'>, 'definition'> & { readonly definition: WorkflowDefinition };
export type SavedWorkflow = Data<'createWorkflow'>;

/** A definition as an object, or as the text of a YAML or JSON file, whose faults then come with their lines. */
export type DefinitionSource = WorkflowDefinition | string;

/** Saved workflows. */
export class Workflows {
  readonly #caller: HttpCaller;

  constructor(caller: HttpCaller) {
    this.#caller = caller;
  }

  create(definition: DefinitionSource, query: Query<'createWorkflow'> = {}): Promise<SavedWorkflow> {
    return this.#caller.data('POST', '/api/v1/workflows', { ...definitionBody(definition), query });
  }

  get(id: string, version?: number): Promise<Workflow> {
    return this.#caller.lossless('GET', workflowPath(id), { query: { version } });
  }

  list(query: Query<'listWorkflows'> = {}): Promise<Data<'listWorkflows'>> {
    return this.#caller.data('GET', '/api/v1/workflows', { query });
  }

  /** A new version. With `ifVersion`, what somebody else saved in between is not overwritten. */
  update(id: string, definition: DefinitionSource, query: Query<'updateWorkflow'> = {}): Promise<SavedWorkflow> {
    return this.#caller.data('PUT', workflowPath(id), { ...definitionBody(definition), query });
  }

  rename(id: string, name: string): Promise<Data<'renameWorkflow'>> {
    return this.#caller.data('PATCH', workflowPath(id), { body: { name } });
  }

  clone(id: string, name?: string): Promise<SavedWorkflow> {
    return this.#caller.data('POST', `${workflowPath(id)}/clone`, { body: { name } });
  }

  delete(id: string): Promise<Data<'deleteWorkflow'>> {
    return this.#caller.data('DELETE', workflowPath(id));
  }

  /** Takes a deletion back, with every version. */
  restore(id: string): Promise<SavedWorkflow> {
    return this.#caller.data('POST', `${workflowPath(id)}/restore`);
  }

  async versions(id: string): Promise<Data<'listVersions'>['items']> {
    return (await this.#caller.data<Data<'listVersions'>>('GET', `${workflowPath(id)}/versions`)).items;
  }

  /** Between two versions, or the workflow and another one (`with`). */
  diff(id: string, query: Query<'diffWorkflow'> = {}): Promise<Data<'diffWorkflow'>> {
    return this.#caller.lossless('GET', `${workflowPath(id)}/diff`, { query });
  }

  /** The definition as the text of a file. */
  async definitionText(id: string, query: Query<'downloadDefinition'> = {}): Promise<string> {
    return (await this.#caller.response('GET', `${workflowPath(id)}/definition`, { query })).text();
  }

  /** Faults of a definition, without saving it. */
  validate(definition: DefinitionSource): Promise<Data<'validateDefinition'>> {
    return this.#caller.data('POST', '/api/v1/validate', definitionBody(definition));
  }
}

function workflowPath(id: string): string {
  return `/api/v1/workflows/${encodeURIComponent(id)}`;
}

function definitionBody(definition: DefinitionSource) {
  if (typeof definition !== 'string') return { body: definition };
  const type = /^\s*\{/.test(definition) ? 'application/json' : 'application/yaml';
  return { text: { type, content: definition } };
}
