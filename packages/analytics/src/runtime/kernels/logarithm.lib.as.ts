// Logarithms without tables: the compiler's own need static data, which kernels cannot have.

const SQRT_HALF: f64 = 0.7071067811865476;
const LOG2_E: f64 = 1.4426950408889634;

/**
 * Base 2, for x > 0 and not subnormal; off by at most about two units in the last place, and exact for powers of two. The
 * polynomial is that of fdlibm's e_log.c (Sun Microsystems 1993): log(1 + f) = f - s * (f - R), s = f / (2 + f).
 */
export function log2(x: f64): f64 {
  const bits = reinterpret<u64>(x);
  let exponent = <i32>(bits >> 52) - 1022;
  // in [1/2, 1), then in [sqrt(1/2), sqrt(2))
  let m = reinterpret<f64>((bits & 0x000fffffffffffff) | 0x3fe0000000000000);
  if (m < SQRT_HALF) {
    m += m;
    exponent--;
  }
  const f = m - 1;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const even = w * (0.3999999999940942 + w * (0.22222198432149784 + w * 0.15313837699209373));
  const odd = z * (0.6666666666666735 + w * (0.2857142874366239 + w * (0.1818357216161805 + w * 0.14798198605116586)));
  const half = 0.5 * f * f;
  return <f64>exponent + LOG2_E * (f - (half - s * (half + even + odd)));
}

/** x * log2(x), 0 for what is not above the smallest normal number. */
export function plogp(x: f64): f64 {
  return x > f64.MIN_NORMAL_VALUE ? x * log2(x) : 0;
}
