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

/** What the bytes that are wanted next say. */
const Seen = { VERSION: 0, NAME: 1, FIELD: 2, STRING: 3, LIST: 4, MAP: 5 } as const;
type Seen = (typeof Seen)[keyof typeof Seen];

/** In place of the elements that an open container still has to come: a struct ends where it says. */
const STRUCT_IS_OPEN = -1;

/** Structs and containers that may be open at once: values may be nested so deeply, and take three of them a level. */
const MAX_OPEN = MAX_DEPTH * 4;

/**
 * Cuts a stream of bytes into binary messages that have no frames around them, as NebulaGraph's Python client sends them
 * to the meta service: a message ends where its struct of arguments does. Every byte is looked at once, however small
 * the chunks are in which they come, and costs the same however deeply it is nested.
 */
export class MessageSplitter {
  readonly #maxMessageBytes: number;
  readonly #elementBudget: number;
  readonly #arrived: Buffer[] = [];
  #arrivedBytes = 0;
  /** What of the current message has been walked over. */
  readonly #walked: FrameSplitter;
  readonly #small = Buffer.alloc(6);
  #smallBytes = 0;
  /** Bytes to be walked over unseen; those that are wanted come after them. */
  #skip = 0;
  #seen: Seen = Seen.VERSION;
  #wanted = 4;
  /** What is open, from the outermost inwards: elements to come, a key and its value being two, and their types. */
  #open = 0;
  readonly #left: number[] = [];
  readonly #keyTypes: number[] = [];
  readonly #valueTypes: number[] = [];
  /** Of the current message's elements, how many may still come. */
  #budget: number;

  /** @param elementBudget how many container elements a message may hold in all, as they are announced */
  constructor(maxMessageBytes: number, elementBudget: number) {
    this.#maxMessageBytes = maxMessageBytes;
    this.#elementBudget = this.#budget = elementBudget;
    this.#walked = new FrameSplitter(maxMessageBytes);
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
      if (!this.#goOn(this.#small)) return { end: at, complete: true };
    }
  }

  /** Takes what was wanted. @returns false at the message's end */
  #goOn(small: Buffer): boolean {
    switch (this.#seen) {
      case Seen.VERSION:
        if (small.readUInt16BE(0) !== 0x8001) throw new WireError('format', 'unknown version of the binary protocol');
        this.#want(Seen.NAME, 4);
        return true;
      case Seen.NAME: {
        const nameBytes = small.readInt32BE(0);
        if (nameBytes < 0 || nameBytes > MAX_METHOD_NAME_BYTES) {
          throw new WireError('format', `a method's name of ${nameBytes} bytes`);
        }
        this.#skip = nameBytes + 4;
        this.#enter(STRUCT_IS_OPEN, T.STOP, T.STOP);
        break;
      }
      case Seen.FIELD:
        if (small[0] === T.STOP) {
          this.#open--;
        } else {
          this.#skip += 2;
          if (this.#value(small[0]!)) return true;
        }
        break;
      case Seen.STRING:
        this.#skip += checked(small.readInt32BE(0));
        break;
      case Seen.LIST:
        this.#elements(small[0]!, small[0]!, small.readInt32BE(1), 1);
        break;
      case Seen.MAP:
        this.#elements(small[0]!, small[1]!, small.readInt32BE(2), 2);
        break;
    }
    return this.#afterValue();
  }

  #want(seen: Seen, byteLength: number): void {
    this.#seen = seen;
    this.#wanted = byteLength;
  }

  /** Finds what comes after a value, or after the beginning of one with others in it. @returns false at the message's end */
  #afterValue(): boolean {
    while (this.#open > 0) {
      const at = this.#open - 1;
      const left = this.#left[at]!;
      if (left === STRUCT_IS_OPEN) {
        this.#want(Seen.FIELD, 1);
        return true;
      }
      if (left === 0) {
        this.#open--;
      } else {
        this.#left[at] = left - 1;
        if (this.#value(left % 2 === 0 ? this.#keyTypes[at]! : this.#valueTypes[at]!)) return true;
      }
    }
    this.#want(Seen.VERSION, 4);
    this.#budget = this.#elementBudget;
    return false;
  }

  /** Begins a value. @returns whether bytes of it are wanted before others */
  #value(type: number): boolean {
    const fixed = FIXED_BYTES[type];
    if (fixed !== undefined) {
      this.#skip += fixed;
      return false;
    }
    switch (type) {
      case T.STRUCT:
        this.#enter(STRUCT_IS_OPEN, T.STOP, T.STOP);
        return false;
      case T.STRING:
        this.#want(Seen.STRING, 4);
        return true;
      case T.LIST:
      case T.SET:
        this.#want(Seen.LIST, 5);
        return true;
      case T.MAP:
        this.#want(Seen.MAP, 6);
        return true;
      default:
        throw new WireError('format', `a field of unknown type ${type}`);
    }
  }

  /** Begins a container of so many elements, of one value or two each. */
  #elements(keyType: number, valueType: number, count: number, valuesEach: 1 | 2): void {
    this.#budget -= checked(count);
    if (this.#budget < 0) throw new WireError('format', 'the message holds more values than the limit');
    const values = count * valuesEach;
    const fixed = ((FIXED_BYTES[keyType] ?? Number.NaN) + (FIXED_BYTES[valueType] ?? Number.NaN)) / 2;
    if (Number.isNaN(fixed)) this.#enter(values, keyType, valueType);
    else this.#skip += fixed * values;
  }

  #enter(left: number, keyType: number, valueType: number): void {
    if (this.#open === MAX_OPEN) throw new WireError('format', 'the message is nested too deeply');
    this.#left[this.#open] = left;
    this.#keyTypes[this.#open] = keyType;
    this.#valueTypes[this.#open] = valueType;
    this.#open++;
  }
}

function checked(size: number): number {
  if (size < 0) throw new WireError('format', `a string or container announces ${size} bytes or elements`);
  return size;
}
