import { connect, type LookupFunction, type Socket } from 'node:net';
import { readApplicationException } from './decode-response.ts';
import type { Encoding } from './encoding.ts';
import { openFrame, sealFrame, type Envelope } from './envelope.ts';
import { FrameSplitter } from './frame-splitter.ts';
import type { Rpc } from './service.ts';
import { messageReader, skip, type ThriftReader } from './thrift-reader.ts';
import type { Codec } from './thrift-struct.ts';
import { MessageType, ThriftType as T } from './thrift-type.ts';
import { WireError } from './wire-error.ts';

export interface WireClientOptions {
  readonly host: string;
  readonly port: number;
  /** Resolves a name; default the system's. */
  readonly lookup?: LookupFunction | undefined;
  /** Default 5 seconds. */
  readonly connectTimeoutMs?: number;
  /** Ends the attempt to connect. */
  readonly signal?: AbortSignal | undefined;
  /** Default `header`, which is what NebulaGraph 3's own clients send. */
  readonly transport?: 'framed' | 'header';
  /** Default `compact2`. */
  readonly encoding?: Encoding;
  /** Compresses messages; with `header` only. Default false. */
  readonly zlib?: boolean;
  /** Largest answer that is taken, in bytes. Default 1 GiB. */
  readonly maxFrameBytes?: number;
}

export interface CallOptions {
  /** Rejects the call and closes the connection: the protocol has no other way to take a call back. */
  readonly signal?: AbortSignal | undefined;
  /** The same after so long; none by default. */
  readonly timeoutMs?: number | undefined;
}

interface Pending {
  readonly seqId: number;
  readonly read: (reader: ThriftReader) => unknown;
  readonly resolve: (value: never) => void;
  readonly reject: (error: WireError) => void;
}

/**
 * A connection to a Thrift service. Calls may be made before earlier ones are answered; the server answers them in
 * order. Any failure but an application exception closes the connection and rejects every call on it with a
 * {@link WireError}; nothing is ever sent twice.
 */
export class ClientConnection {
  readonly #socket: Socket;
  readonly #transport: 'framed' | 'header';
  readonly #encoding: Encoding;
  readonly #zlib: boolean;
  readonly #maxFrameBytes: number;
  readonly #frames: FrameSplitter;
  readonly #address: string;
  #pending: Pending[] = [];
  #lastSeqId = 0;
  #failure: WireError | undefined;
  readonly #closeListeners: (() => void)[] = [];

  private constructor(socket: Socket, options: WireClientOptions) {
    this.#socket = socket;
    this.#address = `${options.host}:${options.port}`;
    this.#transport = options.transport ?? 'header';
    this.#encoding = options.encoding ?? 'compact2';
    this.#zlib = options.zlib ?? false;
    this.#maxFrameBytes = options.maxFrameBytes ?? 2 ** 30;
    this.#frames = new FrameSplitter(this.#maxFrameBytes);
    socket.on('data', (chunk) => this.#onData(chunk));
    socket.on('error', (error) =>
      this.#fail(new WireError('closed', `connection to ${this.#address} lost: ${error.message}`, error)),
    );
    socket.on('close', () => this.#fail(new WireError('closed', `${this.#address} closed the connection`)));
  }

  /** Connects. @throws WireError unreachable, timeout or aborted */
  static async open(options: WireClientOptions): Promise<ClientConnection> {
    if (options.zlib && options.transport === 'framed') {
      throw new TypeError('zlib needs the header transport: plain frames cannot say that they are compressed');
    }
    const { host, port, lookup, signal, connectTimeoutMs = 5_000 } = options;
    const socket = await new Promise<Socket>((resolve, reject) => {
      if (signal?.aborted) {
        reject(new WireError('aborted', `connecting to ${host}:${port} was given up`, signal.reason));
        return;
      }
      const keep = { noDelay: true, keepAlive: true, keepAliveInitialDelay: 30_000 };
      const attempt = connect({ host, port, ...keep, ...(lookup ? { lookup } : {}) });
      const settle = (error?: WireError): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', onAbort);
        attempt.off('connect', onConnect);
        attempt.off('error', onConnectError);
        if (!error) {
          resolve(attempt);
          return;
        }
        attempt.on('error', () => {});
        attempt.destroy();
        reject(error);
      };
      const onAbort = (): void =>
        settle(new WireError('aborted', `connecting to ${host}:${port} was given up`, signal?.reason));
      const onConnect = (): void => settle();
      const onConnectError = (error: Error): void =>
        settle(new WireError('unreachable', `cannot connect to ${host}:${port}: ${reasonOf(error)}`, error));
      const timer = setTimeout(
        () => settle(new WireError('timeout', `no connection to ${host}:${port} within ${connectTimeoutMs} ms`)),
        connectTimeoutMs,
      );
      signal?.addEventListener('abort', onAbort, { once: true });
      attempt.once('connect', onConnect);
      attempt.once('error', onConnectError);
    });
    return new ClientConnection(socket, options);
  }

  get closed(): boolean {
    return this.#failure !== undefined;
  }

  /** Local port, as SHOW SESSIONS may list it. */
  get localPort(): number | undefined {
    return this.#socket.localPort;
  }

  /** Calls back once when the connection has ended, for whatever reason; at once if it has. */
  onClose(listener: () => void): void {
    if (this.#failure) listener();
    else this.#closeListeners.push(listener);
  }

  /** Ends the connection at once; calls without an answer are rejected. */
  close(): void {
    this.#fail(new WireError('closed', `the connection to ${this.#address} was closed on this side`));
  }

  /** Calls a method and waits for its answer. @throws WireError */
  async call<Arguments, Result>(
    rpc: Rpc<Arguments, Result>,
    args: Arguments,
    options: CallOptions = {},
  ): Promise<Result> {
    const { name } = rpc;
    const { signal, timeoutMs } = options;
    if (this.#failure) throw this.#failure;
    if (signal?.aborted) throw new WireError('aborted', `${name} was given up before it was sent`, signal.reason);
    const seqId = (this.#lastSeqId = (this.#lastSeqId + 1) & 0x7fff_ffff);
    const chunks = this.#seal(rpc, MessageType.CALL, seqId, args);
    let timer: NodeJS.Timeout | undefined;
    const onAbort = (): void => this.#fail(new WireError('aborted', `${name} was given up`, signal?.reason));
    try {
      return await new Promise<Result>((resolve, reject) => {
        this.#pending.push({ seqId, read: (reader) => readResult(reader, name, rpc.result), resolve, reject });
        this.#write(chunks);
        if (signal) signal.addEventListener('abort', onAbort, { once: true });
        if (timeoutMs !== undefined) {
          const late = `no answer from ${this.#address} within ${timeoutMs} ms; whether ${name} took effect is not known`;
          timer = setTimeout(() => this.#fail(new WireError('timeout', late)), timeoutMs);
        }
      });
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
    }
  }

  /** Sends what is not answered; resolves when it is handed to the system. */
  async send<Arguments>(rpc: Rpc<Arguments, never>, args: Arguments): Promise<void> {
    if (this.#failure) throw this.#failure;
    const chunks = this.#seal(rpc, MessageType.ONEWAY, ++this.#lastSeqId, args);
    await new Promise<void>((resolve) => this.#write(chunks, resolve));
  }

  #seal<Arguments>(rpc: Rpc<Arguments, unknown>, type: number, seqId: number, args: Arguments): Buffer[] {
    const envelope: Envelope =
      this.#transport === 'header' ? { transport: 'header', seqId, zlib: this.#zlib } : { transport: 'framed' };
    return sealFrame(envelope, this.#encoding, (writer) => {
      writer.message(rpc.name, type, seqId);
      rpc.arguments.write(writer, args);
    });
  }

  #write(chunks: readonly Buffer[], done?: () => void): void {
    if (chunks.length > 1) this.#socket.cork();
    chunks.forEach((chunk, i) => this.#socket.write(chunk, i === chunks.length - 1 ? done : undefined));
    if (chunks.length > 1) this.#socket.uncork();
  }

  #onData(chunk: Buffer): void {
    try {
      this.#frames.push(chunk);
      for (let frame = this.#frames.next(); frame; frame = this.#frames.next()) this.#onFrame(frame);
    } catch (error) {
      this.#fail(error instanceof WireError ? error : new WireError('format', String(error), error));
    }
  }

  #onFrame(frame: Buffer): void {
    const { message } = openFrame(frame, this.#maxFrameBytes);
    const reader = messageReader(message);
    const { type, seqId } = reader.message();
    const call = this.#pending[0];
    if (!call || call.seqId !== seqId) throw new WireError('format', `answer ${seqId} to no call that is waiting`);
    this.#pending.shift();
    if (type === MessageType.EXCEPTION) {
      call.reject(readApplicationException(reader));
      return;
    }
    try {
      call.resolve(call.read(reader) as never);
    } catch (error) {
      call.reject(error instanceof WireError ? error : new WireError('format', String(error), error));
      throw error;
    }
  }

  #fail(error: WireError): void {
    if (this.#failure) return;
    this.#failure = error;
    this.#socket.destroy();
    const pending = this.#pending;
    this.#pending = [];
    for (const call of pending) call.reject(error);
    for (const listener of this.#closeListeners) listener();
  }
}

function readResult<Result>(reader: ThriftReader, method: string, codec: Codec<Result>): Result {
  let found: { result: Result } | undefined;
  let id = 0;
  for (let type = reader.field(0); type !== T.STOP; type = reader.field(id)) {
    id = reader.fieldId;
    if (id === 0 && type === codec.type) found = { result: codec.read(reader) };
    else skip(reader, type);
  }
  if (!found) throw new WireError('format', `an answer to ${method} without a result`);
  return found.result;
}

function reasonOf(error: Error & { code?: string; errors?: Error[] }): string {
  return error.message || error.errors?.map((one) => one.message).join('; ') || error.code || 'unknown reason';
}
