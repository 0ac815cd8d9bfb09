import { createServer, constants, type Http2Server, type ServerHttp2Stream } from 'node:http2';
import type { Socket } from 'node:net';
import { dispatch } from './dispatch.ts';
import type { ConnectionInfo } from './handler.ts';
import type { Service } from './service.ts';
import { WireError } from './wire-error.ts';

/**
 * Clients that were told to use HTTP/2 post a bare message and get one back. Calls of a connection still run one
 * after the other.
 */
export class Http2Service {
  readonly #service: Service;
  readonly #maxMessageBytes: number;
  readonly #onError: (error: unknown) => void;
  readonly #server: Http2Server;
  readonly #connectionBySocket = new WeakMap<Socket, ConnectionInfo>();
  readonly #lastCallBySocket = new WeakMap<Socket, Promise<void>>();

  constructor(service: Service, maxMessageBytes: number, idleTimeoutMs: number, onError: (error: unknown) => void) {
    this.#service = service;
    this.#maxMessageBytes = maxMessageBytes;
    this.#onError = onError;
    this.#server = createServer({ settings: { maxConcurrentStreams: 16 } });
    this.#server.on('session', (session) => {
      session.on('error', onError);
      session.setTimeout(idleTimeoutMs, () => session.close());
    });
    this.#server.on('sessionError', onError);
  }

  /** Takes over a socket whose unread bytes begin with HTTP/2's preface. */
  adopt(socket: Socket, connection: ConnectionInfo): void {
    this.#connectionBySocket.set(socket, connection);
    this.#server.once('session', (session) => {
      session.on('stream', (stream, headers) => this.#onStream(socket, stream, headers[':method']));
    });
    this.#server.emit('connection', socket);
  }

  #onStream(socket: Socket, stream: ServerHttp2Stream, method: string | undefined): void {
    stream.on('error', this.#onError);
    if (method !== 'POST') {
      stream.respond({ ':status': 405, allow: 'POST' }, { endStream: true });
      return;
    }
    const chunks: Buffer[] = [];
    let byteLength = 0;
    stream.on('data', (chunk: Buffer) => {
      byteLength += chunk.length;
      if (byteLength > this.#maxMessageBytes) stream.close(constants.NGHTTP2_ENHANCE_YOUR_CALM);
      else chunks.push(chunk);
    });
    stream.on('end', () => {
      const before = this.#lastCallBySocket.get(socket) ?? Promise.resolve();
      this.#lastCallBySocket.set(
        socket,
        before.then(() => this.#answer(socket, stream, Buffer.concat(chunks))),
      );
    });
  }

  async #answer(socket: Socket, stream: ServerHttp2Stream, message: Buffer): Promise<void> {
    const connection = this.#connectionBySocket.get(socket)!;
    if (stream.destroyed) return;
    try {
      const answer = await dispatch(this.#service, connection, { transport: 'bare' }, message, this.#onError);
      if (stream.destroyed) return;
      stream.respond({ ':status': 200, 'content-type': 'application/x-thrift' });
      stream.end(answer ? Buffer.concat(answer) : undefined);
    } catch (error) {
      this.#onError(error);
      if (stream.destroyed) return;
      if (error instanceof WireError) stream.respond({ ':status': 400 }, { endStream: true });
      else stream.close(constants.NGHTTP2_INTERNAL_ERROR);
    }
  }
}
