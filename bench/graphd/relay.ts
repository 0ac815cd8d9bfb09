import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/**
 * Stands between a client and the server and takes the time, with nothing decoded in between: from the first byte of a
 * request that was passed on to the last byte of its answer.
 */
export class Relay {
  readonly port: number;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #requestMs = 0;
  #spanMs = 0;
  #answered = true;

  private constructor(server: Server) {
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
  }

  static async to(port: number): Promise<Relay> {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const relay = new Relay(server);
    server.on('connection', (client) => relay.#join(client, connect({ port, host: '127.0.0.1', noDelay: true })));
    return relay;
  }

  /** Milliseconds from the last request to the last byte that came back for it. */
  get spanMs(): number {
    return this.#spanMs;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => void this.#server.close(() => resolve()));
  }

  #join(client: Socket, server: Socket): void {
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      this.#sockets.add(from);
      from.setNoDelay(true);
      from.on('error', () => to.destroy());
      from.on('close', () => to.destroy());
    }
    client.on('data', (chunk) => {
      if (this.#answered) this.#requestMs = performance.now();
      this.#answered = false;
      server.write(chunk);
    });
    server.on('data', (chunk) => {
      this.#answered = true;
      this.#spanMs = performance.now() - this.#requestMs;
      client.write(chunk);
    });
  }
}
