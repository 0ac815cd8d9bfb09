import { MAX_METHOD_NAME_BYTES } from './byte-reader.ts';
import { FrameSplitter } from './frame-splitter.ts';
import { MAX_DEPTH, ThriftType as T } from './thrift-type.ts';
import { WireError } from './wire-error.ts';

/** Bytes of a container's element of the type; undefined where elements differ in length. */
const FIXED_BYTES: Readonly<Record<number, number>> = {
  [T.BOOL]: 1,
  [T.BYTE]: 1,
  [T.I16]: 2,
  [T.I32]: 4,
  [T.FLOAT]: 4,
  [T.I64]: 8,
  [T.DOUBLE]: 8,
};

/**
 * Cuts a stream of bytes into binary messages that have no frames around them, as NebulaGraph's Python client sends them
 * to the meta service: a message ends where its struct of arguments does. Every byte is looked at once, however small
 * the chunks are in which they come.
 */
export class MessageSplitter {
  readonly #maxMessageBytes: number;
  readonly #arrived: Buffer[] = [];
  #arrivedBytes = 0;
  /** What of the current message has been walked over. */
  readonly #walked: FrameSplitter;
  readonly #small = Buffer.alloc(6);
  #smallBytes = 0;
  #skip = 0;
  #walk: Generator<number, void, Buffer>;
  #wanted: number;

  constructor(maxMessageBytes: number) {
    this.#maxMessageBytes = maxMessageBytes;
    this.#walked = new FrameSplitter(maxMessageBytes);
    this.#walk = this.#message();
    this.#wanted = this.#walk.next().value as number;
  }

  /** Bytes that have arrived and are not yet taken. */
  get byteLength(): number {
    return this.#arrivedBytes + this.#walked.byteLength;
  }

  push(chunk: Buffer): void {
    this.#arrived.push(chunk);
    this.#arrivedBytes += chunk.length;
  }

  /** The next message; undefined until all of it has arrived. @throws WireError (format) on one that is broken or too long */
  next(): Buffer | undefined {
    for (let chunk = this.#arrived[0]; chunk; chunk = this.#arrived[0]) {
      const { end, complete } = this.#over(chunk);
      this.#walked.push(chunk.subarray(0, end));
      this.#arrivedBytes -= end;
      if (end === chunk.length) this.#arrived.shift();
      else this.#arrived[0] = chunk.subarray(end);
      if (this.#walked.byteLength + this.#skip > this.#maxMessageBytes) {
        throw new WireError('format', `a message of more than the limit of ${this.#maxMessageBytes} bytes`);
      }
      if (complete) return this.#walked.drain();
    }
    return undefined;
  }

  /** Walks on until the message or the chunk ends. */
  #over(chunk: Buffer): { end: number; complete: boolean } {
    let at = 0;
    for (;;) {
      const skipped = Math.min(this.#skip, chunk.length - at);
      at += skipped;
      this.#skip -= skipped;
      while (this.#smallBytes < this.#wanted && at < chunk.length) this.#small[this.#smallBytes++] = chunk[at++]!;
      if (this.#skip > 0 || this.#smallBytes < this.#wanted) return { end: at, complete: false };
      this.#smallBytes = 0;
      const step = this.#walk.next(this.#small);
      if (step.done) {
        this.#walk = this.#message();
        this.#wanted = this.#walk.next().value as number;
        return { end: at, complete: true };
      }
      this.#wanted = step.value;
    }
  }

  /** Yields how many bytes it has to see next, up to six; what lies before them is in `#skip`. */
  *#message(): Generator<number, void, Buffer> {
    const start = yield 4;
    if (start.readUInt16BE(0) !== 0x8001) throw new WireError('format', 'unknown version of the binary protocol');
    const nameBytes = (yield 4).readInt32BE(0);
    if (nameBytes < 0 || nameBytes > MAX_METHOD_NAME_BYTES) {
      throw new WireError('format', `a method's name of ${nameBytes} bytes`);
    }
    this.#skip = nameBytes + 4;
    yield* this.#struct(0);
  }

  *#struct(depth: number): Generator<number, void, Buffer> {
    if (depth > MAX_DEPTH * 4) throw new WireError('format', 'the message is nested too deeply');
    for (let type = (yield 1)[0]!; type !== T.STOP; type = (yield 1)[0]!) {
      this.#skip += 2;
      yield* this.#value(type, depth);
    }
  }

  *#value(type: number, depth: number): Generator<number, void, Buffer> {
    const fixed = FIXED_BYTES[type];
    if (fixed !== undefined) {
      this.#skip += fixed;
    } else if (type === T.STRING) {
      const byteLength = checked((yield 4).readInt32BE(0));
      this.#skip += byteLength;
    } else if (type === T.STRUCT) {
      yield* this.#struct(depth + 1);
    } else if (type === T.LIST || type === T.SET) {
      const header = yield 5;
      yield* this.#elements([header[0]!], checked(header.readInt32BE(1)), depth + 1);
    } else if (type === T.MAP) {
      const header = yield 6;
      yield* this.#elements([header[0]!, header[1]!], checked(header.readInt32BE(2)), depth + 1);
    } else {
      throw new WireError('format', `a field of unknown type ${type}`);
    }
  }

  /** So many elements, or pairs of a key and a value. */
  *#elements(types: readonly number[], count: number, depth: number): Generator<number, void, Buffer> {
    if (depth > MAX_DEPTH * 4) throw new WireError('format', 'the message is nested too deeply');
    const fixed = types.reduce((sum, type) => sum + (FIXED_BYTES[type] ?? Number.NaN), 0);
    if (!Number.isNaN(fixed)) {
      this.#skip += fixed * count;
      return;
    }
    for (let i = 0; i < count; i++) {
      for (const type of types) yield* this.#value(type, depth);
    }
  }
}

function checked(size: number): number {
  if (size < 0) throw new WireError('format', `a string or container announces ${size} bytes or elements`);
  return size;
}
