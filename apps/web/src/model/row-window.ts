/** Browsers draw nothing beyond some 16 to 33 million pixels; larger tables scroll in proportion. */
export const MAX_SCROLL_HEIGHT = 15_000_000;

export interface RowWindow {
  /** Of the scrolled content, in pixels. */
  readonly height: number;
  /** First and behind-the-last row to draw. */
  readonly from: number;
  readonly to: number;
  /** Where the first of them is drawn, in pixels from the content's top. */
  readonly top: number;
}

/** What a scroller of `viewport` pixels at `scrollTop` shows of `total` rows, with `overscan` rows on both sides. */
export function rowWindow(
  total: number,
  rowHeight: number,
  viewport: number,
  scrollTop: number,
  overscan = 8,
): RowWindow {
  const whole = total * rowHeight;
  const height = Math.min(whole, MAX_SCROLL_HEIGHT);
  const visible = Math.ceil(viewport / rowHeight) + 1;
  // Whole and height differ only for tables that scroll in proportion.
  const way = Math.max(0, height - viewport);
  const offset = whole === height || way === 0 ? scrollTop : (Math.min(scrollTop, way) / way) * (whole - viewport);
  const first = Math.max(0, Math.min(total - 1, Math.floor(offset / rowHeight)));
  const from = Math.max(0, first - overscan);
  const to = Math.min(total, first + visible + overscan);
  return { height, from, to, top: scrollTop - offset + from * rowHeight };
}

/** Pages of `size` rows that a window needs. */
export function windowPages({ from, to }: Pick<RowWindow, 'from' | 'to'>, size: number): readonly number[] {
  if (to <= from) return [];
  const first = Math.floor(from / size);
  return Array.from({ length: Math.floor((to - 1) / size) - first + 1 }, (_, i) => first + i);
}

/** Column widths in pixels, from their names and some of their texts: wide enough to read, never the whole page. */
export function columnWidths(names: readonly string[], rows: readonly (readonly string[])[]): readonly number[] {
  return names.map((name, column) => {
    const longest = rows.reduce((most, row) => Math.max(most, row[column]?.length ?? 0), name.length + 5);
    return Math.min(420, Math.max(112, Math.ceil(longest * 7.6) + 28));
  });
}
