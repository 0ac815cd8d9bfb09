// Index arithmetic of all kernels: element i of an array at `base`. Counts and indexes are u32, addresses usize, so
// that a 64-bit memory needs another compilation, not other kernels. Bounds are the host's duty.

export function u8At(base: usize, i: u32): u32 {
  return load<u8>(base + <usize>i);
}

export function setU8(base: usize, i: u32, value: u32): void {
  store<u8>(base + <usize>i, <u8>value);
}

export function u32At(base: usize, i: u32): u32 {
  return load<u32>(base + ((<usize>i) << 2));
}

export function setU32(base: usize, i: u32, value: u32): void {
  store<u32>(base + ((<usize>i) << 2), value);
}

export function u64At(base: usize, i: u32): u64 {
  return load<u64>(base + ((<usize>i) << 3));
}

export function setU64(base: usize, i: u32, value: u64): void {
  store<u64>(base + ((<usize>i) << 3), value);
}

export function f64At(base: usize, i: u32): f64 {
  return load<f64>(base + ((<usize>i) << 3));
}

export function setF64(base: usize, i: u32, value: f64): void {
  store<f64>(base + ((<usize>i) << 3), value);
}

export function addressU32(base: usize, i: u32): usize {
  return base + ((<usize>i) << 2);
}

export function addressU64(base: usize, i: u32): usize {
  return base + ((<usize>i) << 3);
}
