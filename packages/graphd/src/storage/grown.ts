/** A larger array that begins with the same numbers. */
export function grown<T extends Uint8Array | Uint32Array | BigInt64Array | Float64Array>(from: T, into: T): T {
  into.set(from as never);
  return into;
}
