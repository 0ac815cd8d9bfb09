import { stringifyLossless, type JobInput } from '@orrery/contracts';
import type { Body, Data } from '@orrery/sdk';
import { client } from './client.ts';

type Again = Body<'rerunJob'>;

/** Keys of what was asked and has not been answered with a job. */
const unanswered = new Map<string, string>();

/** A new job of the workflow's newest version. Asked again after a lost answer, the one job that was made. */
export function postJob(workflowId: string, input: JobInput): Promise<Data<'postJob'>> {
  return once(['post', workflowId, input], (idempotencyKey) => client.jobs.post(workflowId, input, { idempotencyKey }));
}

/** {@link postJob} for a job from the start. */
export function rerunJob(jobId: number, body: Again = {}): Promise<Data<'rerunJob'>> {
  return once(['rerun', jobId, body], (idempotencyKey) => client.jobs.rerun(jobId, body, { idempotencyKey }));
}

/** {@link postJob} for a job that takes over what succeeded. */
export function resumeJob(jobId: number, body: Again = {}): Promise<Data<'resumeJob'>> {
  return once(['resume', jobId, body], (idempotencyKey) => client.jobs.resume(jobId, body, { idempotencyKey }));
}

async function once<T>(asked: readonly unknown[], post: (idempotencyKey: string) => Promise<T>): Promise<T> {
  const what = stringifyLossless(asked);
  const key = unanswered.get(what) ?? newKey();
  unanswered.set(what, key);
  const posted = await post(key);
  unanswered.delete(what);
  return posted;
}

/** Pages of plain addresses have no crypto.randomUUID. */
function newKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
