import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';

/** A port whose connections nobody takes and whose queue is full: connecting to it is not answered, as with a machine that is gone. */
export class FullPort implements AsyncDisposable {
  readonly port: number;
  readonly #blocked: Worker;
  readonly #sockets: Socket[];

  private constructor(port: number, blocked: Worker, sockets: Socket[]) {
    this.port = port;
    this.#blocked = blocked;
    this.#sockets = sockets;
  }

  static async open(): Promise<FullPort> {
    const blocked = new Worker(
      `const { parentPort } = require('node:worker_threads');
       const server = require('node:net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
         parentPort.postMessage(server.address().port);
         setTimeout(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0), 50);
       });`,
      { eval: true },
    );
    const [port] = (await once(blocked, 'message')) as [number];
    await new Promise((resolve) => setTimeout(resolve, 300));
    const sockets = Array.from({ length: 8 }, () => connect({ port, host: '127.0.0.1' }).on('error', () => {}));
    await new Promise((resolve) => setTimeout(resolve, 100));
    return new FullPort(port, blocked, sockets);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await this.#blocked.terminate();
  }
}
