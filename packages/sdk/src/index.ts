export { OrreryError } from '@orrery/contracts';
export { ConnectionError } from './http-caller.ts';
export type { CallerOptions } from './http-caller.ts';
export { OrreryClient } from './orrery-client.ts';
export type {
  ColumnFilter,
  Job,
  JobEvent,
  JobItem,
  Jobs,
  JobTask,
  LogLine,
  PostOptions,
  Selection,
  SortKey,
} from './jobs.ts';
export type { DefinitionSource, SavedWorkflow, Workflow, WorkflowItem, Workflows } from './workflows.ts';
export type { Graph } from './graph.ts';
export type { Body, Data, OperationId, Query } from './operation-types.ts';
export type { components, operations, paths } from './generated/api-types.ts';
