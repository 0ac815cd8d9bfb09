import { describe, expect, it } from 'vitest';
import { coerceParameters, DateTimeValue, DateValue, timeMsOfDate, timeMsOfText } from '@orrery/contracts';

describe('timeMsOfText', () => {
  it.each<[string, bigint]>([
    ['1970-01-01', 0n],
    ['2023-10-03 11:11:15.489', 1_696_331_475_489n],
    ['2023-10-03T11:11:15.489Z', 1_696_331_475_489n],
    ['2023-10-03T11:11', 1_696_331_460_000n],
    ['2023-10-03 11:11:15.4', 1_696_331_475_400n],
    ['2023-10-03 11:11:15.489999999', 1_696_331_475_489n],
    ['2023-10-03 13:11:15+02:00', 1_696_331_475_000n],
    ['2023-10-03 05:41:15-0530', 1_696_331_475_000n],
    ['2023-10-03 12:11:15+01', 1_696_331_475_000n],
    ['1969-12-31 23:59:59.9999', -1n],
    ['0000-01-01', -62_167_219_200_000n],
    ['0000-02-29 00:00:00', -62_162_121_600_000n],
    ['0099-12-31', -59_011_545_600_000n],
    ['2024-02-29', 1_709_164_800_000n],
    ['9999-12-31 23:59:59.999', 253_402_300_799_999n],
    ['0', 0n],
    ['-1', -1n],
    ['20231003', 20_231_003n],
    ['9223372036854775807', 2n ** 63n - 1n],
    ['-9223372036854775808', -(2n ** 63n)],
  ])('%s', (text, expected) => {
    expect(timeMsOfText(text)).toBe(expected);
  });

  it.each([
    '', ' ', '2023-', '2023-02-29', '1900-02-29', '2023-13-01', '2023-00-01', '2023-01-00', '2023-04-31',
    '2023-1-1', '2023-01-01 ', ' 2023-01-01', '2023-01-01T', '2023-01-01 24:00:00', '2023-01-01 10:60:00', '2023-01-01 10:00:60',
    '2023-01-01 10', '2023-01-01 10:00:', '2023-01-01 10:00:00.', '2023-01-01 10:00:00.1234567890', '2023-01-01 10:00Z',
    '2023-01-01 10:00:00+24:00', '2023-01-01 10:00:00+02:60', '2023-01-01 10:00:00+2', '2023-01-01 10:00:00+02:', '2023-01-01z',
    '2023-01-01 10:00:00 UTC', '10000-01-01', '-2023-01-01', '9223372036854775808', '-9223372036854775809', '1e3', '1.5', '+1',
    '-', 'now', 'infinity', '２０２３-01-01', '0x10', '00000000000000000001',
  ])('%j is none', (text) => {
    expect(timeMsOfText(text)).toBeUndefined();
  }); // prettier-ignore

  it('is what a date prints, whatever the year', () => {
    for (const year of [0, 1, 99, 100, 1582, 1900, 1970, 2000, 2024, 9999]) {
      const value = new DateTimeValue(year, 2, 28, 23, 59, 58, 765_999);
      const text = `${String(year).padStart(4, '0')}-02-28 23:59:58.765999`;
      expect(timeMsOfDate(value), text).toBe(timeMsOfText(text));
      expect(timeMsOfDate(new DateValue(year, 2, 28)), text).toBe(timeMsOfText(text.slice(0, 10)));
    }
  });
});

it('a datetime parameter takes texts, dates and milliseconds, and nothing else', () => {
  const descriptor = { id: 'X', parameters: [{ name: 'AT', type: 'datetime', default: null, help: '' }] } as const;
  const coerced = (AT: unknown) => coerceParameters(descriptor, { AT });
  for (const raw of ['2023-01-01', new DateValue(2023, 1, 1), 1_672_531_200_000, 1_672_531_200_000n, '1672531200000']) {
    expect(coerced(raw)).toEqual({ ok: true, values: { AT: 1_672_531_200_000n } });
  }
  for (const raw of ['yesterday', 1.5, true, 2n ** 63n, [1], '']) {
    expect(coerced(raw)).toMatchObject({ ok: false, faults: [{ path: 'AT', code: 'parameter.mustBe' }] });
  }
});
