import { OrreryError } from '@orrery/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';

const SAFE = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Cross-site request forgery: a browser says where a call comes from, and only pages of this server or of configured
 * origins may change state. Callers that are no browsers send no Origin and pass; they hold no one else's cookies.
 */
export function originCheck(allowed: readonly string[]) {
  const known = new Set(allowed.map((origin) => origin.toLowerCase().replace(/\/$/, '')));
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const { origin } = request.headers;
    if (origin === undefined) return;
    const isOwn = origin.toLowerCase().replace(/^https?:\/\//, '') === request.headers.host?.toLowerCase();
    const isKnown = known.has(origin.toLowerCase());
    if (isKnown) {
      void reply.header('access-control-allow-origin', origin);
      void reply.header('access-control-allow-credentials', 'true');
      void reply.header('access-control-expose-headers', 'Traceparent, Retry-After, Content-Disposition');
      void reply.header('vary', 'Origin');
    }
    if (!isOwn && !isKnown && !SAFE.includes(request.method)) {
      const shown = origin.slice(0, 200);
      throw new OrreryError(
        'ErrForbidden',
        `pages of ${shown} may not call this server; server.allowedOrigins names those that may`,
      );
    }
    if (isKnown && request.method === 'OPTIONS' && request.headers['access-control-request-method'] !== undefined) {
      await reply
        .code(204)
        .header('access-control-allow-methods', 'GET, POST, PUT, PATCH, DELETE')
        .header(
          'access-control-allow-headers',
          'Content-Type, Authorization, Explorer_token, Idempotency-Key, Traceparent, Last-Event-ID',
        )
        .header('access-control-max-age', '600')
        .send();
    }
  };
}
