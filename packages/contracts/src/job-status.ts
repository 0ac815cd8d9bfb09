/** Status of jobs and of tasks, with the numbers of the public API. Success, Failed and Interrupted are final. */
export const JOB_STATUS = { Preparing: 0, Running: 1, Success: 2, Failed: 3, Interrupted: 4, Stopping: 5 } as const;

export type JobStatusName = keyof typeof JOB_STATUS;
export type JobStatus = (typeof JOB_STATUS)[JobStatusName];

export function isFinal(status: JobStatus): boolean {
  return status === JOB_STATUS.Success || status === JOB_STATUS.Failed || status === JOB_STATUS.Interrupted;
}

export function jobStatusName(status: JobStatus): JobStatusName {
  return (Object.keys(JOB_STATUS) as JobStatusName[])[status]!;
}

/** Who owns workflows and jobs: a user of one graph. `root` of a graph address sees everything of that address. */
export interface Account {
  /** `host:port` of the graphd. */
  readonly graphAddress: string;
  readonly user: string;
}

/** What opens a session at a graphd. Never logged, never stored unencrypted. */
export interface GraphCredentials {
  readonly address: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
}
