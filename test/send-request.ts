import { Agent, request } from 'node:http';

export interface RawAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** The envelope. @throws when the body is no JSON */
  readonly json: { readonly code: number; readonly data?: never; readonly message: string };
}

const agent = new Agent({ keepAlive: true, maxSockets: 4 });

/**
 * Sends a request whose path and body stay byte for byte what they are (fetch would tidy up `..` and more).
 * @throws when the connection ends without an answer
 */
export function sendRequest(
  url: string,
  method: string,
  path: string,
  options: { readonly body?: string | Uint8Array; readonly headers?: Readonly<Record<string, string>> } = {},
): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  const body = options.body === undefined ? undefined : Buffer.from(options.body as string);
  return new Promise((resolve, reject) => {
    const call = request(
      {
        agent,
        hostname,
        port,
        method,
        path,
        timeout: 30_000,
        headers: { ...options.headers, ...(body === undefined ? {} : { 'content-length': body.length }) },
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text,
            get json() {
              return JSON.parse(text) as RawAnswer['json'];
            },
          });
        });
      },
    );
    call.on('timeout', () => call.destroy(new Error(`no answer to ${method} ${path} in time`)));
    call.on('error', reject);
    call.end(body);
  });
}
