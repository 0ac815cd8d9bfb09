import type { FastifyInstance } from 'fastify';

/** Where browsers look for it by themselves, also for the reference page. */
export const FAVICON_PATH = '/favicon.ico';

const ICON =
  "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'><circle cx='16' cy='16' r='4' fill='#e3a008'/>" +
  "<circle cx='16' cy='16' r='12' fill='none' stroke='#6875f5'/><circle cx='24.5' cy='7.5' r='3' fill='#6875f5'/></svg>";

/** The icon of the pages, unless the web app brings its own under that path. */
export function registerFavicon(app: FastifyInstance): void {
  app.get(FAVICON_PATH, { schema: { hide: true } }, (_request, reply) =>
    reply.header('content-type', 'image/svg+xml').header('cache-control', 'max-age=86400').send(Buffer.from(ICON)),
  );
}
