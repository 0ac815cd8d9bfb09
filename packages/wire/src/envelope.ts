import { promisify } from 'node:util';
import { deflate, deflateSync, inflateSync } from 'node:zlib';
import type { Encoding } from './encoding.ts';
import { thriftWriter, type ThriftWriter } from './thrift-writer.ts';
import { WireError } from './wire-error.ts';

/** How a message is wrapped: in a frame, in a THeader, or bare (the body of an HTTP request, or one after the other). */
export type Envelope =
  | { readonly transport: 'framed' }
  | { readonly transport: 'bare' }
  | { readonly transport: 'header'; readonly seqId: number; readonly zlib: boolean };

const HEADER_MAGIC = 0x0fff;
const PROTOCOL_BINARY = 0;
const PROTOCOL_COMPACT = 2;
const TRANSFORM_ZLIB = 1;
const FIXED_HEADER_BYTES = 10;

/**
 * Opens a frame: the message in it, and the envelope in which the answer is expected.
 * @throws WireError (format) on a broken header or a transform other than zlib
 */
export function openFrame(frame: Buffer, maxMessageBytes: number): { envelope: Envelope; message: Buffer } {
  if (frame.length < 2 || frame.readUInt16BE(0) !== HEADER_MAGIC)
    return { envelope: { transport: 'framed' }, message: frame };
  if (frame.length < FIXED_HEADER_BYTES) throw new WireError('format', 'a header shorter than its fixed part');
  const seqId = frame.readUInt32BE(4);
  const headerEnd = FIXED_HEADER_BYTES + frame.readUInt16BE(8) * 4;
  if (headerEnd > frame.length) throw new WireError('format', 'a header longer than its frame');
  const header = new VarintCursor(frame.subarray(FIXED_HEADER_BYTES, headerEnd));
  const protocol = header.next();
  if (protocol !== PROTOCOL_BINARY && protocol !== PROTOCOL_COMPACT) {
    throw new WireError('format', `protocol ${protocol} in a header; binary (0) and compact (2) are spoken here`);
  }
  const transforms = header.next();
  let zlib = false;
  let message = frame.subarray(headerEnd);
  for (let i = 0; i < transforms; i++) {
    const transform = header.next();
    if (transform !== TRANSFORM_ZLIB || zlib) {
      throw new WireError('format', `transform ${transform} in a header; only zlib (1), once, is spoken here`);
    }
    zlib = true;
    message = inflate(message, maxMessageBytes);
  }
  return { envelope: { transport: 'header', seqId, zlib }, message };
}

function inflate(bytes: Buffer, maxMessageBytes: number): Buffer {
  try {
    return inflateSync(bytes, { maxOutputLength: maxMessageBytes });
  } catch (error) {
    throw new WireError('format', 'a compressed message that is broken or beyond the size limit', error);
  }
}

class VarintCursor {
  readonly #bytes: Buffer;
  #position = 0;
  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }
  next(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.#bytes[this.#position++];
      if (byte === undefined) break;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
    throw new WireError('format', 'a header with a broken number');
  }
}

/** The largest frame that every client can read the length of. */
const MAX_FRAME_BYTES = 0x3fffffff;

/**
 * Wraps the message that `write` writes. The chunks are to be sent in order.
 * @throws WireError (format) when it exceeds 1 GiB, and whatever `write` throws
 */
export function sealFrame(envelope: Envelope, encoding: Encoding, write: (writer: ThriftWriter) => void): Buffer[] {
  const body = isCompressed(envelope) ? thriftWriter(encoding) : beginFrame(envelope, encoding);
  write(body);
  if (!isCompressed(envelope)) return endFrame(envelope, body);
  const frame = beginFrame(envelope, encoding);
  frame.raw(deflateSync(Buffer.concat(body.finish())));
  return endFrame(envelope, frame);
}

/** A message is written at most this long before others get their turn. */
const SLICE_MS = 4;

/** The same for a message that may be long: others have their turns between the steps. Undefined once `gone` is aborted. */
export async function sealFrameInSteps(
  envelope: Envelope,
  encoding: Encoding,
  write: (writer: ThriftWriter) => Generator<void>,
  gone: AbortSignal,
): Promise<Buffer[] | undefined> {
  const body = isCompressed(envelope) ? thriftWriter(encoding) : beginFrame(envelope, encoding);
  let begun = performance.now();
  for (const _step of write(body)) {
    if (performance.now() - begun < SLICE_MS) continue;
    await new Promise<void>((resolve) => setImmediate(resolve));
    if (gone.aborted) return undefined;
    begun = performance.now();
  }
  if (!isCompressed(envelope)) return endFrame(envelope, body);
  const frame = beginFrame(envelope, encoding);
  frame.raw(await deflateAside(Buffer.concat(body.finish())));
  return endFrame(envelope, frame);
}

/** On a thread of its own. */
const deflateAside: (bytes: Buffer) => Promise<Buffer> = promisify(deflate);

function isCompressed(envelope: Envelope): boolean {
  return envelope.transport === 'header' && envelope.zlib;
}

function beginFrame(envelope: Envelope, encoding: Encoding): ThriftWriter {
  const writer = thriftWriter(encoding);
  if (envelope.transport === 'framed') writer.raw(new Uint8Array(4));
  else if (envelope.transport === 'header') writer.raw(headerPrefix(envelope, encoding));
  return writer;
}

function endFrame(envelope: Envelope, writer: ThriftWriter): Buffer[] {
  if (envelope.transport === 'bare') return writer.finish();
  const frameBytes = writer.byteLength - 4;
  if (frameBytes > MAX_FRAME_BYTES) {
    throw new WireError('format', `a message of ${frameBytes} bytes; the protocol carries up to 1 GiB`);
  }
  const chunks = writer.finish();
  chunks[0]!.writeUInt32BE(frameBytes, 0);
  return chunks;
}

function headerPrefix(envelope: { seqId: number; zlib: boolean }, encoding: Encoding): Buffer {
  const words = 1;
  const prefix = Buffer.alloc(4 + FIXED_HEADER_BYTES + words * 4);
  prefix.writeUInt16BE(HEADER_MAGIC, 4);
  prefix.writeUInt32BE(envelope.seqId, 8);
  prefix.writeUInt16BE(words, 12);
  prefix[14] = encoding === 'binary' ? PROTOCOL_BINARY : PROTOCOL_COMPACT;
  if (envelope.zlib) {
    prefix[15] = 1;
    prefix[16] = TRANSFORM_ZLIB;
  }
  return prefix;
}
