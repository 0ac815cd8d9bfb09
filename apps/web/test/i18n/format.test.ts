import { expect, it } from 'vitest';
import { formatBytes, formatDuration, formatNumber, formatPercent, formatRelative } from '../../src/i18n/format.ts';

it('writes durations in the unit that a reader can compare', () => {
  expect(
    [0, 0.4, 999, 1000, 59_949, 59_950, 60_000, 61_000, 3_599_600, 3_600_000, 7_500_000, -5].map(formatDuration),
  ).toEqual([
    '0 ms',
    '0 ms',
    '999 ms',
    '1 s',
    '59.9 s',
    '1 min',
    '1 min',
    '1 min 1 s',
    '1 h',
    '1 h',
    '2 h 5 min',
    '0 ms',
  ]);
});

it('writes amounts', () => {
  expect([0, 1023, 1024, 1.5 * 1024 ** 2, 5 * 1024 ** 5].map(formatBytes)).toEqual([
    '0 B',
    '1,023 B',
    '1 KiB',
    '1.5 MiB',
    '5,120 TiB',
  ]);
  expect(formatNumber(1234.56789)).toBe('1,234.568');
  expect(formatNumber(9_007_199_254_740_993n)).toBe('9,007,199,254,740,993');
  expect(formatPercent(0.256, 1)).toBe('25.6%');
});

it('says how long ago', () => {
  const now = 1_800_000_000_000;
  const ago = (ms: number): string => formatRelative(now - ms, now);
  expect([0, 45_000, 90_000, 7_200_000, 86_400_000, 40 * 86_400_000, -60_000].map(ago)).toEqual([
    'now',
    '45 seconds ago',
    '1 minute ago',
    '2 hours ago',
    'yesterday',
    'last month',
    'in 1 minute',
  ]);
});

it('says long times in days where they are whole ones', () => {
  expect([24, 48, 49, 720].map((hours) => formatDuration(hours * 3_600_000))).toEqual(['24 h', '2 d', '49 h', '30 d']);
});
