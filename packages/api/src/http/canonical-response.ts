import { ServerResponse, type IncomingMessage, type OutgoingHttpHeader, type OutgoingHttpHeaders } from 'node:http';

/** `content-type` as public clients know it: `Content-Type`. */
function canonicalName(name: string): string {
  return name === 'etag' ? 'ETag' : name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase());
}

/**
 * Writes header names the way the Explorer API does. HTTP does not care, but scripts that cut the raw text of
 * `curl -i` do. Fastify hands all names over in lower case, in one call.
 */
export class CanonicalResponse extends ServerResponse<IncomingMessage> {
  override writeHead(
    statusCode: number,
    reason?: string | OutgoingHttpHeaders | OutgoingHttpHeader[],
    headers?: OutgoingHttpHeaders | OutgoingHttpHeader[],
  ): this {
    const given = typeof reason === 'string' ? headers : reason;
    if (given === undefined || Array.isArray(given)) return super.writeHead(statusCode, reason as string, headers);
    const canonical = Object.fromEntries(Object.entries(given).map(([name, value]) => [canonicalName(name), value]));
    return typeof reason === 'string'
      ? super.writeHead(statusCode, reason, canonical)
      : super.writeHead(statusCode, canonical);
  }
}
