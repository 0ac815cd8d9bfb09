import { GraphUnreachableError, OrreryError, type GraphGateway } from '@orrery/contracts';
import { Type } from 'typebox';
import { endpoint, type Api } from '../http/endpoint.ts';
import { basicLogin } from '../sessions/basic-login.ts';
import type { LoginThrottle } from '../sessions/login-throttle.ts';
import { sessionCookie } from '../sessions/session-cookie.ts';
import type { SessionTokens } from '../sessions/session-token.ts';
import { DONE, DoneSchema } from './cancel-job.ts';

const BodySchema = Type.Object({
  address: Type.String({ minLength: 1, maxLength: 255, examples: ['127.0.0.1'] }),
  port: Type.Integer({ minimum: 1, maximum: 65535, examples: [9669] }),
});

/** `POST /connect`: logs in at the graph and hands out the token. */
export function registerConnect(app: Api, gateway: GraphGateway, tokens: SessionTokens, throttle: LoginThrottle): void {
  app.post(
    '/connect',
    {
      config: { isPublic: true },
      preParsing: async (request) => {
        basicLogin(request.headers.authorization);
      },
      schema: {
        ...endpoint({
          operationId: 'connect',
          tags: ['Explorer API'],
          summary: 'Log in at a graph',
          description:
            '`Authorization: Bearer <base64>` of `["user","password"]` or of `user:password`. The token comes as the cookie `explorer_token`.',
          body: BodySchema,
          data: DoneSchema,
          errors: ['ErrBadRequest', 'ErrParam', 'ErrUnauthorized', 'ErrSession', 'ErrForbidden', 'ErrTooManyRequests'],
          isPublic: true,
        }),
        // Not a token: the account and its password, in the same header.
        security: [{ login: [] }],
      },
    },
    async (request, reply) => {
      const { user, password } = basicLogin(request.headers.authorization);
      const { address, port } = request.body;
      if (!gateway.isAllowed(address, port)) {
        throw new OrreryError(
          'ErrForbidden',
          `the graph address ${address}:${port} is not allowed; graph.addresses names those that are`,
        );
      }
      const attempt = await throttle.attempt(request.ip, `${user}@${address}:${port}`);
      const credentials = { address, port, user, password };
      const account = await gateway.authenticate(credentials).catch((error: unknown) => {
        // Only a graph that has looked at the password can tell a guess from a right one.
        if (error instanceof GraphUnreachableError) attempt.abandoned();
        else attempt.failed();
        throw error;
      });
      attempt.succeeded();
      void reply.header('set-cookie', sessionCookie(await tokens.issue(account, credentials), tokens.lifetimeMs));
      return DONE;
    },
  );
}
