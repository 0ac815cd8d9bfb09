import { createHash } from 'node:crypto';
import { OrreryError, stringifyLossless, type Catalogue, type JobStatus } from '@orrery/contracts';
import type { JobController, JobPlan, WorkflowStore, WorkflowView } from '@orrery/jobs';
import { parseDuration, planJob, type PlannedTask, type TaskDefaults } from '@orrery/workflow';
import { parameterError } from '../http/request-fault.ts';
import type { Session } from '../sessions/session-token.ts';

export interface PostedJob {
  readonly id: number;
  /** Present when the caller waited. */
  readonly status?: JobStatus;
}

export interface PostingOptions {
  readonly idempotency: JobPlan['idempotency'];
  readonly waitMs: number | undefined;
}

export interface Continuation {
  readonly sourceJobId: number;
  readonly reuseTasks?: readonly string[];
}

/** From a workflow and an input to a stored job. */
export class JobPosting {
  readonly #controller: JobController;
  readonly #workflows: WorkflowStore;
  readonly #catalogue: Catalogue;
  readonly #defaults: TaskDefaults;
  readonly #maxWaitMs: number;

  constructor(
    parts: { controller: JobController; workflows: WorkflowStore; catalogue: Catalogue; taskDefaults: TaskDefaults },
    maxWaitMs: number,
  ) {
    this.#controller = parts.controller;
    this.#workflows = parts.workflows;
    this.#catalogue = parts.catalogue;
    this.#defaults = parts.taskDefaults;
    this.#maxWaitMs = maxWaitMs;
  }

  /**
   * The same key and body get the same job even when the workflow has changed so that it would be refused now.
   * @throws ErrNotFound, ErrParam, ErrBadRequest (idempotency), ErrTooManyRequests
   */
  async post(session: Session, workflowId: string, input: unknown, options: PostingOptions): Promise<PostedJob> {
    const earlier = await this.earlier(session, workflowId, options);
    if (earlier !== undefined) return earlier;
    const workflow = await this.#workflows.get(session.viewer, workflowId);
    return this.submit(session, workflow, input, this.plan(workflow, input), options);
  }

  /**
   * The job that the same call made before, if any.
   * @throws ErrBadRequest when the idempotency key was used for something else
   */
  async earlier(session: Session, workflowId: string, options: PostingOptions): Promise<PostedJob | undefined> {
    const { idempotency } = options;
    if (idempotency === undefined) return undefined;
    const id = await this.#controller.submitted({ account: session.account, workflowId, idempotency });
    return id === undefined ? undefined : this.#answer(session, id, options.waitMs);
  }

  /** @throws ErrParam with every fault of the input */
  plan(workflow: WorkflowView, input: unknown): readonly PlannedTask[] {
    const planned = planJob(workflow.definition, input, this.#catalogue, this.#defaults);
    if (!planned.ok) throw parameterError(planned.faults);
    return planned.tasks;
  }

  async submit(
    session: Session,
    workflow: WorkflowView,
    input: unknown,
    tasks: readonly PlannedTask[],
    options: PostingOptions,
    continuation?: Continuation,
  ): Promise<PostedJob> {
    const { id } = await this.#controller.submit({
      account: session.account,
      workflowId: workflow.id,
      workflowName: workflow.name,
      workflowVersion: workflow.version,
      tasks,
      input: input ?? {},
      credentials: session.credentials,
      ...(options.idempotency !== undefined && { idempotency: options.idempotency }),
      ...continuation,
    });
    return this.#answer(session, id, options.waitMs);
  }

  async #answer(session: Session, id: number, waitMs: number | undefined): Promise<PostedJob> {
    if (waitMs === undefined) return { id };
    const status = await this.#controller.wait(session.viewer, id, Math.min(waitMs, this.#maxWaitMs));
    return { id, status };
  }
}

/** Two calls are the same when they say the same, whatever the order of their fields. */
function bodyHash(asked: readonly unknown[]): string {
  return createHash('sha256')
    .update(stringifyLossless(sorted(asked)))
    .digest('hex');
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, item]) => [key, sorted(item)]));
}

/**
 * `Idempotency-Key` and `?wait` of a request; `asked` is all that it asks for, which the same key must ask for again.
 * @throws ErrBadRequest, ErrParam
 */
export function postingOptions(
  headers: Readonly<Record<string, unknown>>,
  wait: string | undefined,
  asked: readonly unknown[],
): PostingOptions {
  const key = headers['idempotency-key'];
  if (key !== undefined && (typeof key !== 'string' || !/^[\x21-\x7e]{1,255}$/.test(key))) {
    throw new OrreryError('ErrBadRequest', 'Idempotency-Key must be 1 to 255 visible ASCII characters');
  }
  const idempotency = key === undefined ? undefined : { key, bodyHash: bodyHash(asked) };
  if (wait === undefined) return { idempotency, waitMs: undefined };
  const waitMs = parseDuration(wait);
  if (waitMs === undefined) {
    throw parameterError([
      { path: 'wait', message: `must be a duration like 500ms, 30s or 5m, not ${JSON.stringify(wait.slice(0, 40))}` },
    ]);
  }
  return { idempotency, waitMs };
}
