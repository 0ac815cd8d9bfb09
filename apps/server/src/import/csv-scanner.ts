const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;

/** What makes a file no CSV: nothing after it can be read. */
export class CsvFault extends Error {}

/**
 * Walks over the records of whole lines of CSV (RFC 4180; empty lines are skipped), leaving the cells where they are:
 * `while (scanner.next()) …`. A quoted cell's bytes are moved together within it, so that they are its text.
 */
export class CsvScanner {
  /** Cells of the record. */
  count = 0;
  /** Places of the cells' text. */
  starts = new Int32Array(64);
  ends = new Int32Array(64);
  /** 1 where the cell is in quotes. */
  quoted = new Uint8Array(64);
  readonly bytes: Uint8Array;
  readonly #buffer: Buffer;
  readonly #delimiter: number;
  #at = 0;

  /** `bytes` is changed. */
  constructor(bytes: Uint8Array, delimiter: string) {
    this.bytes = bytes;
    this.#buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#delimiter = delimiter.charCodeAt(0);
  }

  /** False at the end. @throws CsvFault on a quote that is neither around a cell nor doubled within one */
  next(): boolean {
    const { bytes } = this;
    const { length } = bytes;
    const delimiter = this.#delimiter;
    let at = this.#at;
    while (at < length && (bytes[at] === LF || (bytes[at] === CR && bytes[at + 1] === LF))) at++;
    if (at >= length) return false;
    let count = 0;
    for (;;) {
      if (count === this.starts.length) this.#grow();
      let end: number;
      if (bytes[at] === QUOTE) {
        this.quoted[count] = 1;
        this.starts[count] = at + 1;
        let to = at + 1;
        for (at++; ; at++) {
          if (at >= length) throw new CsvFault('a cell has an opening quote and no closing one');
          if (bytes[at] === QUOTE) {
            if (bytes[at + 1] !== QUOTE) break;
            at++;
          }
          bytes[to++] = bytes[at]!;
        }
        end = to;
        at++;
        if (bytes[at] === CR && (at + 1 === length || bytes[at + 1] === LF)) at++;
        if (at < length && bytes[at] !== delimiter && bytes[at] !== LF) {
          throw new CsvFault('a quoted cell goes on after its closing quote; a quote within a cell is written twice');
        }
      } else {
        this.quoted[count] = 0;
        this.starts[count] = at;
        let byte = 0;
        while (at < length && (byte = bytes[at]!) !== delimiter && byte !== LF) {
          if (byte === QUOTE) throw new CsvFault('there is a quote in a cell that does not begin with one');
          at++;
        }
        end = at;
        if ((at === length || byte === LF) && end > this.starts[count]! && bytes[end - 1] === CR) end--;
      }
      this.ends[count++] = end;
      if (at >= length || bytes[at] === LF) break;
      at++;
    }
    this.count = count;
    this.#at = at + 1;
    return true;
  }

  /** Where the next record begins. */
  get position(): number {
    return this.#at;
  }

  text(cell: number): string {
    return this.#buffer.toString('utf8', this.starts[cell], this.ends[cell]);
  }

  #grow(): void {
    const grown = <T extends Int32Array | Uint8Array>(from: T, into: T): T => {
      into.set(from);
      return into;
    };
    const capacity = this.starts.length * 2;
    this.starts = grown(this.starts, new Int32Array(capacity));
    this.ends = grown(this.ends, new Int32Array(capacity));
    this.quoted = grown(this.quoted, new Uint8Array(capacity));
  }
}
