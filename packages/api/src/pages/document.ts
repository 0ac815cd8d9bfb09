import swagger from '@fastify/swagger';
import scalar from '@scalar/fastify-api-reference';
import type { FastifyInstance } from 'fastify';
import { FAVICON_PATH } from './favicon.ts';
import { polishDocument } from './polish-document.ts';

export const API_VERSION = '1.0.0';
export const DOCUMENT_PATH = '/api/openapi.json';
export const REFERENCE_PATH = '/api/docs';

/** The reference page offers the services of its maker, to which it would send the document; all of that is off. */
const WITHOUT_SERVICES = {
  telemetry: false,
  showDeveloperTools: 'never',
  hideClientButton: true,
  mcp: { disabled: true },
  agent: { disabled: true },
};

const INTRODUCTION = `Orrery runs graph-computing workflows. \`/api-open/v1\` is the API of NebulaGraph Explorer's Workflow;
\`/api/v1\` covers everything else that the web UI does.

Every answer is JSON, \`{"code":0,"data":…,"message":"Success"}\` or \`{"code":<code>,"message":"<Name>::<what is wrong>"}\`;
the HTTP status is the first three digits of the code. \`POST /api-open/v1/connect\` gives a token, to be sent as the cookie
\`explorer_token\`, as a header of that name, or as \`Authorization: Bearer <token>\`.`;

/** The OpenAPI 3.1 document of the routes registered after this, and its reference page, which needs no network. */
export function registerDocument(app: FastifyInstance): void {
  app.register(swagger, {
    transformObject: (document) =>
      polishDocument(('openapiObject' in document ? document.openapiObject : {}) as never) as never,
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Orrery',
        version: API_VERSION,
        description: INTRODUCTION,
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: '/' }],
      components: {
        securitySchemes: {
          login: {
            type: 'http',
            scheme: 'bearer',
            description: 'For connect alone: base64 of `["user","password"]` or of `user:password`',
          },
          cookie: { type: 'apiKey', in: 'cookie', name: 'explorer_token' },
          header: { type: 'apiKey', in: 'header', name: 'explorer_token' },
          bearer: { type: 'http', scheme: 'bearer' },
        },
      },
      security: [{ cookie: [] }, { header: [] }, { bearer: [] }],
    },
  });
  app.register(async (scope) => {
    scope.get(DOCUMENT_PATH, { schema: { hide: true }, config: { isPublic: true } }, async (_request, reply) => {
      const text = JSON.stringify(app.swagger());
      return reply.header('content-type', 'application/json').send(Buffer.from(text));
    });
    await scope.register(scalar, {
      routePrefix: REFERENCE_PATH,
      configuration: {
        url: DOCUMENT_PATH,
        title: 'Orrery API',
        favicon: FAVICON_PATH,
        withDefaultFonts: false,
        ...WITHOUT_SERVICES,
      } as never,
    });
  });
}
