import { OrreryError } from '@orrery/contracts';
import { Type } from 'typebox';
import { endpoint, type Api } from '../http/endpoint.ts';
import { DONE, DoneSchema } from '../openapi/cancel-job.ts';
import { LoginThrottle } from '../sessions/login-throttle.ts';
import { CLEARED_COOKIE, sessionCookie } from '../sessions/session-cookie.ts';
import type { ManagementParts } from './management-parts.ts';

const tags = ['Session'] as const;

/** Where one can log in, who is logged in, logout, change of the password. */
export function registerSession(api: Api, { dependencies, tokens }: ManagementParts): void {
  const { sessions, gateway } = dependencies;
  const throttle = new LoginThrottle();
  api.get(
    '/session',
    {
      schema: endpoint({
        operationId: 'getSession',
        tags,
        summary: 'Who is logged in',
        data: Type.Object({
          user: Type.String(),
          graphAddress: Type.String(),
          isRoot: Type.Boolean({ description: 'Sees the workflows and jobs of all accounts of the graph' }),
          expiresTime: Type.Integer({ description: 'Milliseconds since 1970' }),
        }),
        errors: [],
      }),
    },
    async (request) => {
      const { account, viewer, expiresAtMs } = request.session;
      return {
        user: account.user,
        graphAddress: account.graphAddress,
        isRoot: viewer.isRoot,
        expiresTime: expiresAtMs,
      };
    },
  );
  api.get(
    '/graphs',
    {
      config: { isPublic: true },
      schema: endpoint({
        operationId: 'listGraphs',
        tags,
        summary: 'Graphs that one can log in at',
        description: 'The embedded one first, then those of graph.addresses.',
        data: Type.Object({
          items: Type.Array(
            Type.Object({
              address: Type.String({ examples: ['127.0.0.1:9669'] }),
              isEmbedded: Type.Boolean({ description: "This server's own" }),
            }),
          ),
        }),
        errors: [],
        isPublic: true,
      }),
    },
    async () => ({ items: gateway.graphs().map((graph) => ({ ...graph })) }),
  );
  api.delete(
    '/session',
    {
      schema: endpoint({
        operationId: 'logout',
        tags,
        summary: 'Log out: the token is void from now on',
        description: 'Jobs that were accepted run on.',
        data: DoneSchema,
        errors: ['ErrForbidden'],
      }),
    },
    async (request, reply) => {
      await sessions.revokeToken(request.session.tokenId, request.session.expiresAtMs);
      void reply.header('set-cookie', CLEARED_COOKIE);
      return DONE;
    },
  );
  api.put(
    '/session/password',
    {
      schema: endpoint({
        operationId: 'changePassword',
        tags,
        summary: 'Change the password at the graph',
        description: 'All tokens of the account are void afterwards; this caller gets a new one as the cookie.',
        body: Type.Object(
          {
            oldPassword: Type.String({ maxLength: 1024 }),
            newPassword: Type.String({ minLength: 1, maxLength: 1024 }),
          },
          { additionalProperties: false },
        ),
        data: DoneSchema,
        errors: ['ErrBadRequest', 'ErrParam', 'ErrForbidden', 'ErrTooManyRequests'],
      }),
    },
    async (request, reply) => {
      const { account, viewer, credentials } = request.session;
      const { oldPassword, newPassword } = request.body;
      const attempt = await throttle.attempt(request.ip, `${account.user}@${account.graphAddress}`);
      if (oldPassword !== credentials.password) {
        attempt.failed();
        throw new OrreryError('ErrParam', 'oldPassword is not the password of this account');
      }
      attempt.succeeded();
      await gateway.changePassword(credentials, newPassword);
      const nowMs = Date.now();
      await sessions.revokeAccount(account, nowMs);
      const token = await tokens.issue(
        { ...account, isRoot: viewer.isRoot },
        { ...credentials, password: newPassword },
        nowMs + 1,
      );
      void reply.header('set-cookie', sessionCookie(token, tokens.lifetimeMs));
      return DONE;
    },
  );
}
