import { OrreryError } from '@orrery/contracts';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Fastify, { LogController, type FastifyInstance } from 'fastify';
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { DEFAULT_API_LIMITS, type ApiDependencies } from './dependencies.ts';
import { registerBodyParsers } from './http/body-parsers.ts';
import { CanonicalResponse } from './http/canonical-response.ts';
import type { Api } from './http/endpoint.ts';
import { failureText, successText } from './http/envelope.ts';
import { answerError } from './http/error-answer.ts';
import { hostCheck } from './http/host-check.ts';
import { HttpMetrics } from './http/http-metrics.ts';
import { originCheck } from './http/origin-check.ts';
import { readAway } from './http/read-away.ts';
import { requestValidation } from './http/request-validation.ts';
import { traceContext } from './http/trace-context.ts';
import { JobPosting } from './jobs/job-posting.ts';
import { registerCancelJob } from './openapi/cancel-job.ts';
import { registerConnect } from './openapi/connect.ts';
import { registerGetJob } from './openapi/get-job.ts';
import { registerListJobs } from './openapi/list-jobs.ts';
import { registerPostJob } from './openapi/post-job.ts';
import { registerSampleResult } from './openapi/sample-result.ts';
import { registerManagement } from './management/register.ts';
import { registerDocument } from './pages/document.ts';
import { registerStartPage } from './pages/start-page.ts';
import { authenticate } from './sessions/authenticate.ts';
import { LoginThrottle } from './sessions/login-throttle.ts';
import { PasswordWatch } from './sessions/password-watch.ts';
import { SessionTokens } from './sessions/session-token.ts';

export const EXPLORER_API = 'Explorer API';

/**
 * The HTTP API, not yet listening: `/api-open/v1` as Explorer has it, `/api/v1` for everything that the UI does, the
 * OpenAPI document with its reference, and the web app. Closing it ends event streams and waits.
 *
 * A request passes: trace, host and origin, token, body, schema, handler; whatever throws on the way is answered in the
 * envelope by answerError.
 */
export function createApi(dependencies: ApiDependencies): FastifyInstance {
  const limits = { ...DEFAULT_API_LIMITS, ...dependencies.limits };
  const app = Fastify({
    ...(dependencies.logger === undefined ? {} : { loggerInstance: dependencies.logger }),
    // Node answers a missing Host with an empty page; hostCheck does it in the envelope.
    http: { ServerResponse: CanonicalResponse as unknown as typeof ServerResponse, requireHostHeader: false },
    bodyLimit: limits.bodyBytes,
    logController: new LogController({ disableRequestLogging: true }),
    return503OnClosing: false,
    // A HEAD would run exports and event streams for nobody.
    exposeHeadRoutes: false,
    forceCloseConnections: 'idle',
    clientErrorHandler: answerBrokenRequest,
    frameworkErrors: (error, request, reply) => {
      request.trace ??= traceContext(request.headers.traceparent);
      answerError(error, request as never, reply as never);
    },
  });
  const tokens = new SessionTokens(dependencies.tokenKey, limits.sessionLifetimeMs);
  const metrics = new HttpMetrics(dependencies.metrics);
  prepareRequests(app as unknown as FastifyInstance, dependencies);
  metrics.observe(app as unknown as FastifyInstance);
  registerDocument(app as unknown as FastifyInstance);

  const posting = new JobPosting(dependencies, limits.maxWaitMs);
  const { controller, workflows, sessions, tables, gateway } = dependencies;
  const watch = new PasswordWatch(gateway, sessions, limits.passwordCheckMs);
  app.register(
    async (scope) => {
      scope.addHook('onRequest', authenticate(tokens, sessions, watch));
      const api = scope.withTypeProvider<TypeBoxTypeProvider>() as unknown as Api;
      registerConnect(api, gateway, tokens, new LoginThrottle());
      registerPostJob(api, posting, EXPLORER_API);
      registerListJobs(api, controller, workflows);
      registerGetJob(api, controller);
      registerCancelJob(api, controller);
      registerSampleResult(api, controller, tables);
    },
    { prefix: '/api-open/v1' },
  );
  app.register(
    async (scope) => {
      scope.addHook('onRequest', authenticate(tokens, sessions, watch));
      const api = scope.withTypeProvider<TypeBoxTypeProvider>() as unknown as Api;
      registerManagement(api, { dependencies, limits, posting, tokens, watch, metrics });
    },
    { prefix: '/api/v1' },
  );
  registerStartPage(app as unknown as FastifyInstance, dependencies);
  return app as unknown as FastifyInstance;
}

/** Hooks, parsers, validation and serialization that every route shares. */
function prepareRequests(app: FastifyInstance, { allowedHosts, allowedOrigins = [] }: ApiDependencies): void {
  // An expectation that is not known may be ignored; Node would refuse it with an empty page.
  app.server.on('checkExpectation', (request, response) => app.server.emit('request', request, response));
  app.decorateRequest('trace');
  app.decorateRequest('session');
  app.decorateRequest('errorName');
  app.addHook('onRequest', async (request, reply) => {
    request.trace = traceContext(request.headers.traceparent);
    void reply.header('traceparent', request.trace.traceparent);
    void reply.header('x-content-type-options', 'nosniff');
  });
  app.addHook('onRequest', hostCheck(allowedHosts));
  app.addHook('onRequest', originCheck(allowedOrigins));
  app.addHook('onSend', async (request, reply, payload) => {
    await readAway(request.raw);
    const type = reply.getHeader('content-type');
    if (typeof type === 'string' && type.startsWith('application/json'))
      void reply.header('content-type', 'application/json');
    return payload;
  });
  registerBodyParsers(app);
  app.setValidatorCompiler(requestValidation as never);
  app.setSerializerCompiler(() => successText);
  app.setErrorHandler(answerError);
  app.setNotFoundHandler((request, reply) => {
    const path = request.url.split('?')[0]!.slice(0, 200);
    return answerError(
      new OrreryError('ErrNotFound', `there is no ${request.method} ${path}; /api/docs lists what there is`),
      request,
      reply,
    );
  });
}

/** What is not even HTTP is answered in the envelope too. */
function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const why = error.code === 'HPE_HEADER_OVERFLOW' ? 'the headers are too large' : 'the request is not valid HTTP';
  const body = failureText(new OrreryError('ErrBadRequest', why));
  socket.end(
    `HTTP/1.1 400 Bad Request\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}
