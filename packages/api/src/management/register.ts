import type { Api } from '../http/endpoint.ts';
import { registerPostJob } from '../openapi/post-job.ts';
import { registerCatalogue } from './catalogue.ts';
import { registerEstimates } from './estimates.ts';
import { registerGraph } from './graph.ts';
import { registerInputFiles } from './input-files.ts';
import { registerJobEvents } from './job-events.ts';
import { registerJobs } from './jobs.ts';
import type { ManagementParts } from './management-parts.ts';
import { registerOperations } from './operations.ts';
import { registerResults } from './results.ts';
import { registerSession } from './session.ts';
import { registerWorkflowVersions } from './workflow-versions.ts';
import { registerWorkflows } from './workflows.ts';

/** Every route of `/api/v1`. */
export function registerManagement(api: Api, parts: ManagementParts): void {
  registerWorkflows(api, parts);
  registerWorkflowVersions(api, parts);
  registerPostJob(api, parts.posting, 'Jobs');
  registerJobs(api, parts);
  registerJobEvents(api, parts);
  registerResults(api, parts);
  registerCatalogue(api, parts);
  registerEstimates(api, parts);
  registerInputFiles(api, parts);
  registerGraph(api, parts);
  registerSession(api, parts);
  registerOperations(api, parts);
}
