import type { GraphCredentials } from '@orrery/contracts';
import { TaskError } from '@orrery/jobs';

/** The job's credentials. @throws TaskError failed when the job was posted without any */
export function graphCredentials(credentials: unknown): GraphCredentials {
  const { address, port, user, password } = (credentials ?? {}) as Partial<GraphCredentials>;
  if (typeof address !== 'string' || typeof user !== 'string' || typeof password !== 'string') {
    throw new TaskError('failed', 'the job has no credentials for a graph; post it with an account that is connected');
  }
  return { address, port: Number(port), user, password };
}
