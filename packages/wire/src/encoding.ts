/** Thrift's two serializations. Version 1 of compact (Apache Thrift) has little-endian doubles, version 2 (fbthrift) big-endian. */
export type Encoding = 'binary' | 'compact1' | 'compact2';

/** An {@link ExecutionResponse} that was already written as a struct in the encoding that the call asked for. */
export class EncodedExecutionResponse {
  readonly encoding: Encoding;
  readonly chunks: readonly Uint8Array[];
  constructor(encoding: Encoding, chunks: readonly Uint8Array[]) {
    this.encoding = encoding;
    this.chunks = chunks;
  }
}
