import { describe, expect, it } from 'vitest';
import { columnWidths, MAX_SCROLL_HEIGHT, rowWindow, windowPages } from '../../src/model/row-window.ts';

describe('the window of rows', () => {
  it('draws what is seen and a little more', () => {
    expect(rowWindow(1000, 28, 280, 0, 5)).toEqual({ height: 28_000, from: 0, to: 16, top: 0 });
    expect(rowWindow(1000, 28, 280, 2800, 5)).toEqual({ height: 28_000, from: 95, to: 116, top: 95 * 28 });
    expect(rowWindow(3, 28, 280, 0)).toMatchObject({ from: 0, to: 3 });
    expect(rowWindow(0, 28, 280, 0)).toMatchObject({ height: 0, from: 0, to: 0 });
  });

  it('reaches the first and the last of very many rows, which a browser could not draw at full height', () => {
    const total = 50_000_000;
    const at = (scrollTop: number) => rowWindow(total, 28, 500, scrollTop, 0);
    expect(at(0).height).toBe(MAX_SCROLL_HEIGHT);
    expect(at(0)).toMatchObject({ from: 0, top: 0 });
    const end = at(MAX_SCROLL_HEIGHT - 500);
    expect(end.to).toBe(total);
    expect(end.top + (end.to - end.from) * 28).toBeCloseTo(MAX_SCROLL_HEIGHT, 0);
    let last = -1;
    for (let scrollTop = 0; scrollTop <= MAX_SCROLL_HEIGHT - 500; scrollTop += 99_991) {
      const { from, to, top } = at(scrollTop);
      expect(from).toBeGreaterThan(last);
      expect(top).toBeLessThanOrEqual(scrollTop);
      expect(top + (to - from) * 28).toBeGreaterThanOrEqual(scrollTop + 500);
      last = from;
    }
  });

  it('needs few pages', () => {
    expect(windowPages({ from: 0, to: 0 }, 100)).toEqual([]);
    expect(windowPages({ from: 0, to: 100 }, 100)).toEqual([0]);
    expect(windowPages({ from: 95, to: 101 }, 100)).toEqual([0, 1]);
  });

  it('has columns that fit their texts within bounds', () => {
    const [short, long, whole] = columnWidths(['a', 'b', 'VALUE'], [['x', 'y'.repeat(500), '0.123456789012345678']]);
    expect(short).toBe(112);
    expect(long).toBe(420);
    expect(whole).toBeGreaterThan(20 * 7);
  });
});
