import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { FastifyInstance } from 'fastify';
import type { ApiDependencies } from '../dependencies.ts';
import { registerFavicon } from './favicon.ts';
import { registerStaticFiles } from './static-files.ts';

/** `/`: the web app where it is built, else one page that shows the server's state and links to the reference. */
export function registerStartPage(app: FastifyInstance, { staticRoot }: ApiDependencies): void {
  registerFavicon(app);
  if (staticRoot !== undefined) {
    registerStaticFiles(app, staticRoot);
    return;
  }
  const page = readFileSync(new URL('./start-page.html', import.meta.url));
  const hashes = [...page.toString().matchAll(/<script>(.*?)<\/script>/gs)].map(
    ([, script]) => `'sha256-${createHash('sha256').update(script!).digest('base64')}'`,
  );
  const policy = `default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; connect-src 'self'; script-src ${hashes.join(' ')}; frame-ancestors 'none'; base-uri 'none'`;
  app.get('/', { schema: { hide: true }, exposeHeadRoute: true }, (_request, reply) =>
    reply
      .header('content-type', 'text/html; charset=utf-8')
      .header('content-security-policy', policy)
      .header('cache-control', 'no-cache')
      .send(page),
  );
}
