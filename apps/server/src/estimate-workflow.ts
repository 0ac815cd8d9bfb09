import { join } from 'node:path';
import { OrreryError } from '@orrery/contracts';
import type { GraphCredentials, JobInput, TaskEstimate, WorkflowDefinition } from '@orrery/contracts';
import { validateDefinition } from '@orrery/workflow';
import type { LoadedConfig } from './config/load.ts';
import { createEstimator } from './engines/estimator.ts';
import { createTasks } from './executor/executor-init.ts';
import { CATALOGUE } from './server.ts';

/**
 * Estimates of a checked definition for somebody who may read the data folder itself, whether or not a server runs on
 * it: nothing is started and nothing is written.
 * @throws OrreryError ErrParam with every fault of the input; ErrNotFound or ErrForbidden for a file
 */
export async function estimateWorkflow(
  config: LoadedConfig,
  definition: WorkflowDefinition,
  input: JobInput,
): Promise<readonly TaskEstimate[]> {
  const { values } = config;
  const dataDir = values['data.dir'];
  const credentials: GraphCredentials = {
    address: values['graph.host'],
    port: values['graph.port'],
    user: 'root',
    password: '',
  };
  const tasks = createTasks({
    projectionFolder: join(dataDir, 'projections'),
    fileFolders: values['files.folders'],
    memoryBytes: values['execution.memory'],
    threads: values['execution.threads'],
    graphDir: join(dataDir, 'graph'),
    embedded: { host: credentials.address, port: credentials.port },
    cluster: { scan: values['graph.clusterScan'], hosts: values['graph.clusterHosts'] },
  });
  try {
    const estimator = createEstimator(CATALOGUE, tasks, values['execution.memory'], async () => true);
    return await estimator.estimate(credentials, definition, input);
  } finally {
    await tasks.close();
  }
}

/** @throws OrreryError ErrParam with every fault and its place */
export function checkDefinition(raw: unknown): WorkflowDefinition {
  const checked = validateDefinition(raw, CATALOGUE);
  if (checked.ok) return checked.definition;
  const text = checked.faults.map(({ path, message }) => `${path}: ${message}`).join('; ');
  throw new OrreryError('ErrParam', text, { faults: checked.faults });
}
