export const GOLDEN: u64 = 0x9e3779b97f4a7c15;

/** Finalizer of splitmix64 (Steele, Lea, Flood 2014): every bit of the result depends on every bit of x. */
export function mix(x: u64): u64 {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
  x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
  return x ^ (x >> 31);
}
