import type { ClientConnection } from './client-connection.ts';

/** What the clients of all services have: the connection that they call on. */
export class ServiceClient {
  protected readonly connection: ClientConnection;

  protected constructor(connection: ClientConnection) {
    this.connection = connection;
  }

  get closed(): boolean {
    return this.connection.closed;
  }

  /** Local port, as SHOW SESSIONS may list it. */
  get localPort(): number | undefined {
    return this.connection.localPort;
  }

  /** Calls back once when the connection has ended, for whatever reason; at once if it has. */
  onClose(listener: () => void): void {
    this.connection.onClose(listener);
  }

  /** Ends the connection at once; calls without an answer are rejected. */
  close(): void {
    this.connection.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }
}
