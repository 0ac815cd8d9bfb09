import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.map': 'application/json',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
};

const CONTENT_POLICY =
  "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; worker-src 'self' blob:; " +
  "frame-ancestors 'none'; base-uri 'none'; form-action 'self'";

interface WebFile {
  readonly type: string;
  readonly etag: string;
  readonly body: Buffer;
  /** The same compressed, made when it is first asked for; undefined for what is compressed by its nature. */
  readonly gzipped: (() => Buffer) | undefined;
  /** Names with a hash of their content never change. */
  readonly isImmutable: boolean;
}

/**
 * Serves a built web app from memory: exactly the files that the folder had at the start, so no path can lead out of
 * it. Pages of the app's own router get its index.html.
 */
export function registerStaticFiles(app: FastifyInstance, root: string): void {
  const files = readFiles(root);
  const index = files.get('/index.html');
  if (index === undefined) throw new Error(`${root} has no index.html; build the web app first`);
  app.get('/', { schema: { hide: true }, exposeHeadRoute: true }, (request, reply) =>
    sendWebFile(request, reply, index),
  );
  app.get('/*', { schema: { hide: true }, exposeHeadRoute: true }, (request, reply) => {
    const path = decodedPath(request.url);
    const file = path === undefined ? undefined : files.get(path);
    if (file !== undefined) return sendWebFile(request, reply, file);
    const isPage = !/^\/(api|api-open)\//.test(request.url) && request.headers.accept?.includes('text/html') === true;
    if (isPage) return sendWebFile(request, reply, index);
    return reply.callNotFound() as never;
  });
}

function readFiles(root: string): Map<string, WebFile> {
  const files = new Map<string, WebFile>();
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const body = readFileSync(path);
    const name = path.slice(root.replace(/\/+$/, '').length).replaceAll('\\', '/');
    const type = TYPES[extname(name)] ?? 'application/octet-stream';
    files.set(name, {
      type,
      gzipped: /^text|json|svg/.test(type) ? onceGzipped(body) : undefined,
      etag: `W/"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`,
      body,
      isImmutable: /-[\w-]{8,}\.\w+$/.test(name) && name.startsWith('/assets/'),
    });
  }
  return files;
}

function onceGzipped(body: Buffer): () => Buffer {
  let gzipped: Buffer | undefined;
  return () => (gzipped ??= gzipSync(body));
}

function decodedPath(url: string): string | undefined {
  try {
    return decodeURIComponent(url.split('?')[0]!);
  } catch {
    return undefined;
  }
}

function sendWebFile(
  request: FastifyRequest,
  reply: FastifyReply,
  { type, etag, body, gzipped, isImmutable }: WebFile,
): FastifyReply {
  void reply
    .header('content-type', type)
    .header('etag', etag)
    .header('content-security-policy', CONTENT_POLICY)
    .header('cache-control', isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache');
  if (request.headers['if-none-match'] === etag) return reply.code(304).send();
  if (gzipped === undefined) return reply.send(body);
  void reply.header('vary', 'Accept-Encoding');
  const isTaken = /(^|,)\s*gzip\s*(,|;\s*q=(?!0(\.0*)?\s*(,|$))|$)/.test(request.headers['accept-encoding'] ?? '');
  return isTaken ? reply.header('content-encoding', 'gzip').send(gzipped()) : reply.send(body);
}
