/** A scale from values to 0…1; `log` needs positive bounds. */
export interface Scale {
  readonly kind: 'linear' | 'log';
  readonly low: number;
  readonly high: number;
}

/** Where a value lies: 0 at low, 1 at high. Values that a log scale can't show lie at 0. Equal bounds give 0.5. */
export function scalePosition({ kind, low, high }: Scale, value: number): number {
  if (kind === 'linear') return low === high ? 0.5 : (value / 2 - low / 2) / (high / 2 - low / 2);
  if (value <= 0) return 0;
  return low === high ? 0.5 : (Math.log10(value) - Math.log10(low)) / (Math.log10(high) - Math.log10(low));
}

/**
 * Round numbers within [low, high], about `count` of them: multiples of 1, 2 or 5 times a power of ten.
 * Equal bounds give that one.
 */
export function linearTicks(low: number, high: number, count = 5): readonly number[] {
  if (!Number.isFinite(low) || !Number.isFinite(high) || high < low) return [];
  if (low === high) return [low];
  const rough = high / count - low / count;
  const exponent = Math.floor(Math.log10(rough));
  // Written as decimal text, so that the third tenth is 0.3 and not 0.30000000000000004.
  const at = (factor: number, multiple: number): number => Number(`${factor * multiple}e${exponent}`);
  const factor = [1, 2, 5, 10].find((candidate) => at(candidate, 1) >= rough * 0.999)!;
  const step = at(factor, 1);
  if (!Number.isSafeInteger(Math.ceil(low / step)) || !Number.isSafeInteger(Math.ceil(high / step))) return [low, high];
  const ticks: number[] = [];
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) {
    const tick = i === 0 ? 0 : at(factor, i);
    if (ticks.length === 0 || tick > ticks.at(-1)!) ticks.push(tick);
  }
  return ticks;
}

/** Powers of ten within [low, high], thinned to about `count`; where there are fewer than two, 1-2-5 steps of them. */
export function logTicks(low: number, high: number, count = 6): readonly number[] {
  if (!(low > 0) || !Number.isFinite(high) || high < low) return [];
  const first = Math.ceil(Math.log10(low) - 1e-9);
  const last = Math.floor(Math.log10(high) + 1e-9);
  const decades = last - first + 1;
  if (decades >= 2) {
    const step = Math.max(1, Math.ceil(decades / count));
    return Array.from({ length: Math.ceil(decades / step) }, (_, i) => Number(`1e${first + i * step}`));
  }
  const ticks: number[] = [];
  for (let exponent = first - 1; exponent <= last + 1; exponent++) {
    for (const factor of [1, 2, 5]) {
      const tick = Number(`${factor}e${exponent}`);
      if (tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9)) ticks.push(tick);
    }
  }
  return ticks.length >= 2 ? ticks : linearTicks(low, high, count);
}

export function ticksOf({ kind, low, high }: Scale, count?: number): readonly number[] {
  return kind === 'log' ? logTicks(low, high, count) : linearTicks(low, high, count);
}

/** A short text of a number on an axis: `0.25`, `1,200`, `12k`, `3.4M`, `1e-7`. */
export function tickText(value: number): string {
  const size = Math.abs(value);
  if (value === 0) return '0';
  if (size >= 1e15 || size < 1e-4)
    return value
      .toExponential(Number(value.toPrecision(2)) === Number(value.toPrecision(1)) ? 0 : 1)
      .replace('e+', 'e');
  for (const [unit, letter] of [
    [1e12, 'T'],
    [1e9, 'G'],
    [1e6, 'M'],
    [1e4, 'k'],
  ] as const) {
    if (size >= unit) return `${Number((value / (unit === 1e4 ? 1e3 : unit)).toPrecision(3))}${letter}`;
  }
  return String(Number(value.toPrecision(4)));
}
