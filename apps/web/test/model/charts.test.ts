import { describe, expect, it } from 'vitest';
import { linearTicks, logTicks, scalePosition, tickText } from '../../src/model/axis-ticks.ts';
import { communitySizes, isLabelColumn, sizeDistribution } from '../../src/model/community-sizes.ts';
import { histogramOf } from '../../src/model/histogram-bins.ts';
import { taskTimeline, timeTicks } from '../../src/model/task-timeline.ts';

describe('ticks', () => {
  it('are round and lie within the range', () => {
    expect(linearTicks(0, 1)).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(linearTicks(0, 97)).toEqual([0, 20, 40, 60, 80]);
    expect(linearTicks(-3, 3, 6)).toEqual([-3, -2, -1, 0, 1, 2, 3]);
    expect(linearTicks(5, 5)).toEqual([5]);
    expect(linearTicks(2, 1)).toEqual([]);
    expect(linearTicks(0.1, 0.30000000000000004, 2)).toEqual([0.1, 0.2, 0.3]);
    expect(logTicks(1, 1e6)).toEqual([1, 10, 100, 1000, 10_000, 100_000, 1_000_000].filter((_, i) => i % 2 === 0));
    expect(logTicks(2, 80)).toEqual([2, 5, 10, 20, 50]);
    expect(logTicks(0, 10)).toEqual([]);
  });

  it('are few and ascending for ranges of any size (seed 41)', () => {
    let seed = 41;
    const random = () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647;
    for (let i = 0; i < 500; i++) {
      const low = (random() - 0.5) * 10 ** (random() * 40 - 20);
      const high = low + random() * 10 ** (random() * 40 - 20);
      for (const ticks of [linearTicks(low, high), logTicks(Math.abs(low), Math.abs(low) + high - low)]) {
        expect(ticks.length, `seed 41, round ${i}: ${low} ${high}`).toBeLessThanOrEqual(13);
        for (let j = 1; j < ticks.length; j++) expect(ticks[j]).toBeGreaterThan(ticks[j - 1]!);
      }
    }
  });

  it('have short texts', () => {
    const texts = [0, 0.25, 5, 1200, 12_000, 3_400_000, 1e9, 0.00001, 2.5e-7, 1e18].map(tickText);
    expect(texts).toEqual(['0', '0.25', '5', '1200', '12k', '3.4M', '1G', '1e-5', '2.5e-7', '1e18']);
  });

  it('lie where their scale says', () => {
    expect(scalePosition({ kind: 'linear', low: -1, high: 3 }, 0)).toBe(0.25);
    expect(scalePosition({ kind: 'linear', low: -Number.MAX_VALUE, high: Number.MAX_VALUE }, 0)).toBe(0.5);
    expect(scalePosition({ kind: 'log', low: 1, high: 1e4 }, 100)).toBeCloseTo(0.5, 12);
    expect(scalePosition({ kind: 'log', low: 1, high: 10 }, 0)).toBe(0);
    expect(scalePosition({ kind: 'log', low: 7, high: 7 }, 7)).toBe(0.5);
  });
});

describe('histograms', () => {
  it('fill the width, show a count of one on a log axis and nothing for none', () => {
    const bins = [
      { from: 1, to: 10, count: 100 },
      { from: 10, to: 100, count: 0 },
      { from: 100, to: 1000, count: 1 },
    ];
    const histogram = histogramOf(bins, 'log', 'log')!;
    expect(histogram.total).toBe(101);
    expect(histogram.bars[0]).toMatchObject({ x: 0, height: 1 });
    expect(histogram.bars[1]!.height).toBe(0);
    expect(histogram.bars[2]!.height).toBeGreaterThan(0.1);
    expect(histogram.bars[2]!.x + histogram.bars[2]!.width).toBeCloseTo(1, 12);
    expect(histogramOf([{ from: 3, to: 3, count: 2 }], 'linear', 'linear')!.bars[0]).toMatchObject({
      x: 0.25,
      width: 0.5,
    });
    expect(histogramOf([], 'linear', 'linear')).toBeUndefined();
  });
});

describe('communities', () => {
  it('are sizes, shares and a rest', () => {
    const sizes = communitySizes(
      [
        { value: '9223372036854775807', count: 6 },
        { value: 'b', count: 2 },
      ],
      10,
    );
    expect(sizes.communities[0]).toEqual({ label: '9223372036854775807', size: 6, share: 0.6 });
    expect(sizes.restSize).toBe(2);
  });

  it('are told from measures by the column', () => {
    expect(isLabelColumn('LABEL', 'string')).toBe(true);
    expect(isLabelColumn('community_id', 'int64')).toBe(true);
    expect(isLabelColumn('VALUE', 'double')).toBe(false);
    expect(isLabelColumn('label', 'double')).toBe(false);
  });

  it('spread over powers of two', () => {
    expect(sizeDistribution([1, 1, 2, 3, 8])).toEqual([
      { from: 1, to: 2, count: 2 },
      { from: 2, to: 4, count: 2 },
      { from: 4, to: 8, count: 0 },
      { from: 8, to: 16, count: 1 },
    ]);
    expect(sizeDistribution([])).toEqual([]);
  });
});

describe('the timeline', () => {
  const task = (key: string, runBeginTime: number | null, runEndTime: number | null) =>
    ({ key, runBeginTime, runEndTime }) as Parameters<typeof taskTimeline>[1][number];

  it('shows tasks within the job, running ones until now, in the order of their begin', () => {
    const job = { createTime: 900, runBeginTime: 1000, runEndTime: null };
    const { bars, spanMs } = taskTimeline(
      job,
      [task('c', null, null), task('b', 2000, null), task('a', 1000, 2000)],
      3000,
    );
    expect(spanMs).toBe(2000);
    expect(bars.map(({ task: { key }, x, width }) => [key, x, width])).toEqual([
      ['a', 0, 0.5],
      ['b', 0.5, 0.5],
      ['c', undefined, 0],
    ]);
  });

  it('keeps its scale while a job runs on, until the time reaches the end of the axis', () => {
    const job = { createTime: 0, runBeginTime: 0, runEndTime: null };
    const at = (nowMs: number) => taskTimeline(job, [task('a', 0, 4000), task('b', 4000, null)], nowMs);
    expect([8100, 8350, 9900].map((nowMs) => at(nowMs).spanMs)).toEqual([10_000, 10_000, 10_000]);
    expect(at(9900).bars[0]).toEqual(at(8100).bars[0]);
    expect(at(10_100).spanMs).toBe(12_000);
    expect(taskTimeline({ ...job, runEndTime: 8100 }, [task('a', 0, 8100)], 9900).spanMs).toBe(8100);
  });

  it('leaves out what a resumed job took over', () => {
    const job = { createTime: 5000, runBeginTime: 5000, runEndTime: 6000 };
    expect(taskTimeline(job, [task('old', 1000, 2000)], 9000).bars[0]!.x).toBeUndefined();
  });

  it('has few round times for spans from milliseconds to weeks', () => {
    for (let span = 100; span < 3e9; span *= 1.7) {
      const ticks = timeTicks(span);
      expect(ticks.length).toBeGreaterThan(1);
      expect(ticks.length).toBeLessThanOrEqual(8);
      expect(ticks.at(-1)!.x).toBeLessThanOrEqual(1);
    }
    expect(timeTicks(90_000).map(({ text }) => text)).toEqual(['0', '15 s', '30 s', '45 s', '1:00', '1:15', '1:30']);
  });
});
