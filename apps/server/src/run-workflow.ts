import {
  isQueryTask,
  OrreryError,
  type GraphCredentials,
  type JobInput,
  type WorkflowDefinition,
} from '@orrery/contracts';
import type { JobDetail, JobEvent, JobPlan, Viewer } from '@orrery/jobs';
import { planJob } from '@orrery/workflow';
import type { Server } from './server.ts';

/** Workflow id under which `orrery run` keeps the jobs of files that were never saved as a workflow. */
export const FILE_WORKFLOW_ID = '0';

/** True when a task reads from or writes to a graph. */
export function touchesGraph(definition: WorkflowDefinition): boolean {
  return Object.values(definition.tasks).some(
    (task) => isQueryTask(task) || 'space' in task.input || task.result?.store === 'nebula',
  );
}

export interface RunRequest {
  readonly definition: WorkflowDefinition;
  readonly input: JobInput;
  readonly credentials: GraphCredentials;
  readonly taskTimeoutMs: number;
  readonly onEvent?: (event: JobEvent) => void;
  readonly signal: AbortSignal;
}

/**
 * Runs a checked definition as a job of the server and follows it to its end. Aborting cancels the job and still waits
 * for its end.
 * @throws OrreryError ErrParam with all faults of the input
 */
export async function runWorkflow(server: Server, request: RunRequest): Promise<JobDetail> {
  const { definition, credentials, signal } = request;
  const planned = planJob(definition, request.input, server.catalogue, {
    maxAttempts: 3,
    timeoutMs: request.taskTimeoutMs,
  });
  if (!planned.ok) {
    const [first] = planned.faults;
    throw new OrreryError('ErrParam', `${first!.path}: ${first!.message}`, { faults: planned.faults });
  }
  const graphAddress = server.addresses.canonical(credentials.address, credentials.port) ?? 'none';
  const account = { graphAddress, user: credentials.user };
  const viewer: Viewer = { ...account, isRoot: true };
  const plan: JobPlan = {
    account,
    workflowId: FILE_WORKFLOW_ID,
    workflowName: definition.name ?? 'workflow',
    workflowVersion: 1,
    tasks: planned.tasks,
    input: request.input,
    credentials,
  };
  const { id } = await server.controller.submit(plan);
  const cancel = (): void => void server.controller.cancel(viewer, id).catch(() => {});
  if (signal.aborted) cancel();
  else signal.addEventListener('abort', cancel, { once: true });
  const following = new AbortController();
  for await (const event of server.controller.events(viewer, id, undefined, following.signal)) request.onEvent?.(event);
  signal.removeEventListener('abort', cancel);
  return server.controller.get(viewer, id);
}
