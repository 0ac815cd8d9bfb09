import type { Socket } from 'node:net';
import { dispatch, MAX_REQUEST_ELEMENTS } from './dispatch.ts';
import { openFrame, type Envelope } from './envelope.ts';
import { FrameSplitter } from './frame-splitter.ts';
import type { ConnectionInfo } from './handler.ts';
import { MessageSplitter } from './message-splitter.ts';
import type { Service } from './service.ts';

/** While a call runs, so much of what follows is read ahead; reading at all is what notices that the client has gone. */
const READ_AHEAD_BYTES = 1 << 20;

export interface ConnectionLimits {
  readonly maxFrameBytes: number;
  readonly idleTimeoutMs: number;
  readonly frameTimeoutMs: number;
}

export interface ConnectionEvents {
  readonly onError: (error: unknown) => void;
  /** The socket and what it has sent so far, which opens HTTP/2. */
  readonly onHttp2: (socket: Socket, connection: ConnectionInfo) => void;
}

const HTTP1_METHODS = new Set(['GET ', 'POST', 'HEAD', 'PUT ', 'OPTI']);
const HTTP2_PREFACE = 'PRI ';
const HTTP1_ANSWER =
  'HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n' +
  "This port speaks NebulaGraph's protocol; connect with one of its clients.\n";

/** What a strict binary message begins with; as the length of a frame it would be beyond any limit. */
const BINARY_MESSAGE = 0x8001;

let lastConnectionId = 0;

/** One client: its frames are run against the service one after the other, and the next is not begun before the answer is on its way. */
export class ServerConnection {
  readonly info: ConnectionInfo;
  readonly #socket: Socket;
  readonly #service: Service;
  readonly #limits: ConnectionLimits;
  readonly #events: ConnectionEvents;
  /** What has arrived, cut into frames, or into messages where the client sends them bare. */
  #frames: FrameSplitter | MessageSplitter;
  readonly #gone = new AbortController();
  #sniffed = false;
  #busy = false;
  #draining = false;

  constructor(socket: Socket, service: Service, limits: ConnectionLimits, events: ConnectionEvents) {
    this.#socket = socket;
    this.#service = service;
    this.#limits = limits;
    this.#events = events;
    this.#frames = new FrameSplitter(limits.maxFrameBytes);
    this.info = {
      id: ++lastConnectionId,
      remoteAddress: socket.remoteAddress ?? '',
      remotePort: socket.remotePort ?? 0,
      signal: this.#gone.signal,
    };
    socket.on('data', this.#onData);
    socket.on('timeout', this.#onTimeout);
    socket.on('error', () => socket.destroy());
    socket.once('close', () => {
      this.#gone.abort();
      if (!this.#busy) service.connectionClosed(this.info);
    });
    socket.setTimeout(limits.idleTimeoutMs);
  }

  /** Ends the connection as soon as the answer to the running call is sent; at once if none runs. */
  drain(): void {
    this.#draining = true;
    if (!this.#busy) this.#socket.destroy();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  readonly #onData = (chunk: Buffer): void => {
    this.#frames.push(chunk);
    if (!this.#sniffed && !this.#sniff()) return;
    if (!this.#busy) void this.#run();
    else if (this.#frames.byteLength > READ_AHEAD_BYTES) this.#socket.pause();
  };

  readonly #onTimeout = (): void => {
    if (!this.#busy || this.#socket.writableLength > 0) this.#socket.destroy();
  };

  /** Looks at the first bytes for clients that need another language. False when they do, or more bytes are needed. */
  #sniff(): boolean {
    if (this.#frames.byteLength < 4) return false;
    this.#sniffed = true;
    const frames = this.#frames as FrameSplitter;
    const first = frames.peek(4);
    if (first.readUInt16BE(0) === BINARY_MESSAGE) {
      this.#frames = new MessageSplitter(this.#limits.maxFrameBytes, MAX_REQUEST_ELEMENTS);
      this.#frames.push(frames.drain());
      return true;
    }
    const start = first.toString('latin1');
    if (start === HTTP2_PREFACE) {
      this.#socket.off('data', this.#onData);
      this.#socket.off('timeout', this.#onTimeout);
      this.#socket.pause();
      this.#socket.unshift(frames.drain());
      this.#events.onHttp2(this.#socket, this.info);
      return false;
    }
    if (HTTP1_METHODS.has(start)) {
      this.#socket.end(HTTP1_ANSWER, () => this.#socket.destroy());
      return false;
    }
    return true;
  }

  async #run(): Promise<void> {
    this.#busy = true;
    try {
      for (let frame = this.#frames.next(); frame && !this.#socket.destroyed; frame = this.#frames.next()) {
        const { envelope, message } =
          this.#frames instanceof MessageSplitter ? bare(frame) : openFrame(frame, this.#limits.maxFrameBytes);
        const answer = await dispatch(this.#service, this.info, envelope, message, this.#events.onError);
        if (answer) await this.#send(answer);
        if (this.#draining) {
          this.#socket.destroySoon();
          break;
        }
        if (this.#socket.isPaused() && this.#frames.byteLength <= READ_AHEAD_BYTES) this.#socket.resume();
      }
    } catch (error) {
      this.#events.onError(error);
      this.#socket.destroy();
    } finally {
      this.#busy = false;
      if (this.#socket.destroyed && this.#gone.signal.aborted) this.#service.connectionClosed(this.info);
    }
    if (this.#socket.destroyed) return;
    if (this.#socket.isPaused()) this.#socket.resume();
    this.#socket.setTimeout(this.#frames.byteLength > 0 ? this.#limits.frameTimeoutMs : this.#limits.idleTimeoutMs);
  }

  /** Back pressure: waits until what was written has left this process' buffers, or the client is gone. */
  async #send(chunks: readonly Buffer[]): Promise<void> {
    const socket = this.#socket;
    if (socket.destroyed) return;
    if (chunks.length > 1) socket.cork();
    for (const chunk of chunks) socket.write(chunk);
    if (chunks.length > 1) socket.uncork();
    if (!socket.writableNeedDrain) return;
    await new Promise<void>((resolve) => {
      const done = (): void => {
        socket.off('drain', done);
        socket.off('close', done);
        resolve();
      };
      socket.on('drain', done);
      socket.on('close', done);
    });
  }
}

function bare(message: Buffer): { envelope: Envelope; message: Buffer } {
  return { envelope: { transport: 'bare' }, message };
}
