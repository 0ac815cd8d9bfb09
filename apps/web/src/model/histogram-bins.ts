import { scalePosition, type Scale } from './axis-ticks.ts';

export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** A bar of a histogram in a unit square: x and width to the right, height up. */
export interface Bar extends Bin {
  readonly x: number;
  readonly width: number;
  readonly height: number;
}

export interface Histogram {
  readonly bars: readonly Bar[];
  readonly x: Scale;
  readonly y: Scale;
  readonly total: number;
}

/**
 * Bars of the server's bins. On a logarithmic count axis a count of 1 still shows: it begins at 0.5. Undefined where
 * there is nothing to show.
 */
export function histogramOf(bins: readonly Bin[], xKind: Scale['kind'], yKind: Scale['kind']): Histogram | undefined {
  if (bins.length === 0) return undefined;
  const most = Math.max(...bins.map((bin) => bin.count));
  const x: Scale = { kind: xKind, low: bins[0]!.from, high: bins.at(-1)!.to };
  const y: Scale =
    yKind === 'log'
      ? { kind: 'log', low: 0.5, high: Math.max(1, most) }
      : { kind: 'linear', low: 0, high: Math.max(1, most) };
  const bars = bins.map((bin): Bar => {
    const single = bins.length === 1;
    const left = single ? 0.25 : scalePosition(x, bin.from);
    const right = single ? 0.75 : scalePosition(x, bin.to);
    return { ...bin, x: left, width: right - left, height: bin.count === 0 ? 0 : scalePosition(y, bin.count) };
  });
  return { bars, x, y, total: bins.reduce((sum, bin) => sum + bin.count, 0) };
}
