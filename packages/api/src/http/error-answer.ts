import { OrreryError } from '@orrery/contracts';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { failureText } from './envelope.ts';
import { RequestFault } from './request-fault.ts';

/** The error that a caller is told of, for whatever was thrown; the rest goes to the log. */
export function publicError(error: unknown, request: FastifyRequest): OrreryError {
  if (error instanceof OrreryError) return error;
  if (error instanceof RequestFault) return error.meant;
  const { code, statusCode, message } = error as Partial<FastifyError>;
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') {
    const limit = request.routeOptions.bodyLimit;
    return new OrreryError('ErrBadRequest', `the body is larger than the limit of ${limit} bytes (server.bodyLimit)`);
  }
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') {
    return new OrreryError('ErrBadRequest', 'the Content-Type is not one; send application/json');
  }
  if (typeof code === 'string' && code.startsWith('FST_') && statusCode !== undefined && statusCode < 500) {
    return new OrreryError(statusCode === 404 ? 'ErrNotFound' : 'ErrBadRequest', message ?? 'the request is malformed');
  }
  return new OrreryError(
    'ErrInternalServer',
    `something went wrong in the server; its log has the cause under the trace ${request.trace.traceId}`,
    { cause: error },
  );
}

/** Answers with the envelope of an error. */
export function answerError(thrown: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const error = publicError(thrown, request);
  if (error.httpStatus >= 500) {
    request.log.error({ err: error.cause ?? error, traceId: request.trace.traceId, url: request.url }, error.message);
  }
  if (error.retryAfterSeconds !== undefined)
    void reply.header('retry-after', String(Math.ceil(error.retryAfterSeconds)));
  const faults = request.url.startsWith('/api/v1/') ? error.faults : [];
  request.errorName = error.name;
  // Bytes and its own trace: errors of the router itself pass no hook that would drop the charset of a text.
  return reply
    .code(error.httpStatus)
    .header('content-type', 'application/json')
    .header('traceparent', request.trace.traceparent)
    .send(Buffer.from(failureText(error, faults)));
}
