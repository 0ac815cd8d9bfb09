import { connect } from 'node:net';

export interface RawAnswer {
  readonly statusLine: string;
  readonly status: number;
  /** Header lines as they came, in order, names untouched. */
  readonly headerLines: readonly string[];
  /** By lower-case name; of several the last. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
  readonly json: { code: number; data?: unknown; message: string };
}

/** Sends bytes over a socket of their own and reads the answer until its end, without an HTTP client in between. */
export function rawRequest(port: number, request: string | Buffer): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(request));
    const chunks: Buffer[] = [];
    socket.setTimeout(15_000, () => socket.destroy(new Error(`no answer to ${request.toString().slice(0, 200)}`)));
    socket.on('data', (chunk) => {
      chunks.push(chunk);
      const answer = complete(Buffer.concat(chunks));
      if (answer === undefined) return;
      resolve(answer);
      socket.destroy();
    });
    socket.on('error', reject);
    socket.on('close', () => {
      const answer = complete(Buffer.concat(chunks), true);
      if (answer === undefined) reject(new Error('the connection was closed without an answer'));
      else resolve(answer);
    });
  });
}

function complete(bytes: Buffer, closed = false): RawAnswer | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end === -1) return undefined;
  const [statusLine, ...headerLines] = bytes.subarray(0, end).toString('latin1').split('\r\n') as [string, ...string[]];
  const headers = new Map(
    headerLines.map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)]),
  );
  const rest = bytes.subarray(end + 4);
  const length = headers.get('content-length');
  if (length === undefined ? !closed && !statusLine.includes(' 204 ') : rest.length < Number(length)) return undefined;
  const body = rest.toString('utf8');
  return {
    statusLine,
    status: Number(statusLine.split(' ')[1]),
    headerLines,
    headers,
    body,
    get json() {
      return JSON.parse(body) as RawAnswer['json'];
    },
  };
}

export interface RequestParts {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** The text of a request, with a Content-Length when it has a body, on a connection of its own. */
export function requestText(method: string, path: string, { headers = {}, body }: RequestParts = {}): Buffer {
  const lines = [`${method} ${path} HTTP/1.1`, `Host: ${headers['Host'] ?? '127.0.0.1'}`, 'Connection: close'];
  for (const [name, value] of Object.entries(headers)) if (name !== 'Host') lines.push(`${name}: ${value}`);
  if (body !== undefined) lines.push(`Content-Length: ${Buffer.byteLength(body)}`);
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`), Buffer.from(body ?? '')]);
}
