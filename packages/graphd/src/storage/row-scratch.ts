/** Memory that rows are encoded in before they are copied to where they go. */
export class RowScratch {
  bytes = new Uint8Array(4096);
  view = new DataView(this.bytes.buffer);

  /** Makes room for so many bytes, keeping what is there. */
  ensure(bytes: number): void {
    if (bytes <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(bytes, this.bytes.length * 2));
    grown.set(this.bytes);
    this.bytes = grown;
    this.view = new DataView(grown.buffer);
  }
}
