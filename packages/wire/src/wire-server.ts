import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Http2Service } from './http2-service.ts';
import { WireError } from './wire-error.ts';
import type { Service } from './service.ts';
import { ServerConnection, type ConnectionEvents, type ConnectionLimits } from './server-connection.ts';

export interface WireServerOptions {
  /** `graphService(handler)`, or that of another service. */
  readonly service: Service;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Largest request, in bytes, also after decompression; a larger one closes the connection. Default 64 MiB. */
  readonly maxFrameBytes?: number;
  /** Further connections are closed at once. Default 1024. */
  readonly maxConnections?: number;
  /** Connections without a call for so long are closed. Default 8 hours; 0 = never. */
  readonly idleTimeoutMs?: number;
  /** Connections that stop in the middle of a frame, or of reading an answer, for so long are closed. Default 1 minute. */
  readonly frameTimeoutMs?: number;
  /** Told of what the handler threw and why connections were closed for their bytes. */
  readonly onError?: (error: unknown) => void;
}

/**
 * One of NebulaGraph's services on a TCP port. What the client speaks is found out: THeader (with or without zlib) or
 * plain frames, frame by frame, binary or compact in either; binary messages without frames; and messages posted over
 * HTTP/2.
 */
export class WireServer {
  /** The port that it listens, or listened, on. */
  readonly port: number;
  readonly #server: Server;
  readonly #connections: Set<ServerConnection>;
  readonly #sockets: Set<Socket>;

  private constructor(server: Server, connections: Set<ServerConnection>, sockets: Set<Socket>) {
    this.#server = server;
    this.#connections = connections;
    this.#sockets = sockets;
    this.port = (server.address() as AddressInfo).port;
  }

  /** Listens. @throws the system's error (EADDRINUSE, …) when it can't */
  static async listen(options: WireServerOptions): Promise<WireServer> {
    const onError = options.onError ?? ((): void => {});
    const limits: ConnectionLimits = {
      maxFrameBytes: options.maxFrameBytes ?? 64 * 2 ** 20,
      idleTimeoutMs: options.idleTimeoutMs ?? 8 * 3_600_000,
      frameTimeoutMs: options.frameTimeoutMs ?? 60_000,
    };
    const http2 = new Http2Service(options.service, limits.maxFrameBytes, limits.idleTimeoutMs, onError);
    const events: ConnectionEvents = { onError, onHttp2: (socket, connection) => http2.adopt(socket, connection) };
    const server = createServer({ noDelay: true, keepAlive: true, keepAliveInitialDelay: 60_000 });
    server.maxConnections = options.maxConnections ?? 1024;
    const connections = new Set<ServerConnection>();
    const sockets = new Set<Socket>();
    server.on('connection', (socket) => {
      const connection = new ServerConnection(socket, options.service, limits, events);
      connections.add(connection);
      sockets.add(socket);
      socket.once('close', () => {
        connections.delete(connection);
        sockets.delete(socket);
      });
    });
    server.on('drop', (client) => {
      const from = `${client?.remoteAddress ?? 'unknown'}:${client?.remotePort ?? 0}`;
      onError(
        new WireError('closed', `the connection from ${from} is one more than the limit of ${server.maxConnections}`),
      );
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(options.port, options.host ?? '127.0.0.1', () => {
        server.off('error', reject);
        server.on('error', onError);
        resolve();
      });
    });
    return new WireServer(server, connections, sockets);
  }

  get connectionCount(): number {
    return this.#sockets.size;
  }

  /**
   * Takes no more connections, lets running calls answer for up to `drainMs` (default 0), and ends all connections.
   * Handlers whose client is cut off see it by their connection's signal.
   */
  async close(drainMs = 0): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    if (drainMs > 0) {
      for (const connection of this.#connections) connection.drain();
      let timer: NodeJS.Timeout | undefined;
      await Promise.race([closed, new Promise((resolve) => (timer = setTimeout(resolve, drainMs)))]);
      clearTimeout(timer);
    }
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
