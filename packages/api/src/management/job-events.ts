import { Readable } from 'node:stream';
import { stringifyLossless } from '@orrery/contracts';
import type { JobEvent } from '@orrery/jobs';
import { Type } from 'typebox';
import { endpoint, type Api } from '../http/endpoint.ts';
import { parameterError } from '../http/request-fault.ts';
import { JobIdSchema } from '../openapi/get-job.ts';
import { watchSession } from '../sessions/session-end.ts';
import { jobViewAnswer, taskViewAnswer } from './job-views.ts';
import type { ManagementParts } from './management-parts.ts';

/** So that proxies and browsers keep a quiet stream open. */
const HEARTBEAT_MS = 15_000;
/** How long the answer waits to see whether there is anything left to tell at all. */
const FIRST_EVENT_MS = 250;

/** `GET /jobs/<job_id>/events`: changes of a job as server-sent events. */
export function registerJobEvents(api: Api, { dependencies, watch }: ManagementParts): void {
  const { controller, sessions } = dependencies;
  const closing = new AbortController();
  api.addHook('preClose', async () => closing.abort());
  api.get(
    '/jobs/:job_id/events',
    {
      schema: endpoint({
        operationId: 'jobEvents',
        tags: ['Jobs'],
        summary: 'Changes of a job as server-sent events',
        description:
          'Events `job` ({sequence, job}), `task` ({sequence, task}) and `log` ({sequence, taskKey, line}), then `end` after ' +
          'the final status. `Last-Event-ID` (or the query parameter lastEventId) goes on after that event, where it is ' +
          'still known; else the present state comes first. 204 when a job that has ended has nothing more to tell. The ' +
          'stream breaks off when its token expires or is revoked.',
        params: Type.Object({ job_id: JobIdSchema }),
        headers: Type.Object({ 'Last-Event-ID': Type.Optional(Type.Integer({ minimum: 0 })) }),
        querystring: Type.Object({ lastEventId: Type.Optional(Type.Integer({ minimum: 0 })) }),
        content: { 'text/event-stream': Type.String() },
        errors: ['ErrParam', 'ErrNotFound'],
      }),
    },
    async (request, reply) => {
      const after = lastEventId(request.headers['last-event-id'], request.query.lastEventId);
      const { viewer } = request.session;
      await controller.get(viewer, request.params.job_id);
      const gone = new AbortController();
      const session = watchSession(request.session, sessions, watch, HEARTBEAT_MS);
      reply.raw.on('close', () => {
        gone.abort();
        session.dispose();
      });
      const signal = AbortSignal.any([gone.signal, closing.signal, session.signal]);
      const events = controller.events(viewer, request.params.job_id, after, signal)[Symbol.asyncIterator]();
      const first = events.next();
      const beginning = await Promise.race([first, delay(FIRST_EVENT_MS)]);
      if (beginning?.done === true && after !== undefined) return reply.code(204).send() as never;
      return reply
        .header('content-type', 'text/event-stream')
        .header('cache-control', 'no-store')
        .header('x-accel-buffering', 'no')
        .send(Readable.from(eventTexts(first, events, signal), { objectMode: false, highWaterMark: 65_536 })) as never;
    },
  );
}

function lastEventId(header: string | string[] | undefined, query: number | undefined): number | undefined {
  if (header === undefined || header === '') return query;
  if (typeof header === 'string' && /^\d{1,15}$/.test(header)) return Number(header);
  throw parameterError([{ path: 'Last-Event-ID', message: 'must be the id of an event: a number' }]);
}

/**
 * The present state comes as several events under one sequence. Their id follows once the last of them is out, in a
 * block of its own (which dispatches nothing), so that who loses the connection half way gets the whole state again.
 */
async function* eventTexts(
  first: Promise<IteratorResult<JobEvent>>,
  events: AsyncIterator<JobEvent>,
  signal: AbortSignal,
): AsyncGenerator<string> {
  yield 'retry: 1000\n\n';
  let next = first;
  let told: number | undefined;
  let silence = delay(HEARTBEAT_MS);
  try {
    for (;;) {
      const soon = told === undefined ? undefined : await Promise.race([next, turn()]);
      if (told !== undefined && (soon?.value as JobEvent | undefined)?.sequence !== told) {
        yield `id: ${told}\n\n`;
        told = undefined;
      }
      const result = soon ?? (await Promise.race([next, silence]));
      if (result === undefined) {
        if (signal.aborted) return;
        yield ': still here\n\n';
        silence = delay(HEARTBEAT_MS);
        continue;
      }
      if (result.done === true) {
        if (!signal.aborted) yield 'event: end\ndata: {}\n\n';
        return;
      }
      yield `event: ${result.value.type}\ndata: ${stringifyLossless(eventData(result.value))}\n\n`;
      told = result.value.sequence;
      next = events.next();
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    await events.return?.();
  }
}

function eventData(event: JobEvent): unknown {
  const { sequence } = event;
  switch (event.type) {
    case 'job':
      return { sequence, job: jobViewAnswer(event.job) };
    case 'task':
      return { sequence, task: taskViewAnswer(event.task) };
    case 'log': {
      const { sequence: number, timeMs, level, message } = event.line;
      return { sequence, taskKey: event.taskKey, line: { sequence: number, time: timeMs, level, message } };
    }
  }
}

/** After everything that is ready now. */
function turn(): Promise<undefined> {
  return new Promise((resolve) => setImmediate(() => resolve(undefined)));
}

function delay(ms: number): Promise<undefined> {
  return new Promise((resolve) => setTimeout(() => resolve(undefined), ms).unref());
}
