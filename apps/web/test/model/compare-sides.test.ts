import { expect, it } from 'vitest';
import { readSide, sideText } from '../../src/model/compare-sides.ts';

it.each(['4216617528', '4216617528@2', '7@10'])('%s is a side', (text) => {
  expect(sideText(readSide(text)!)).toBe(text);
});

it.each([null, '', 'x', '4216617528@0', '4216617528@', '42166175281', '1@2@3'])('%j is none', (text) => {
  expect(readSide(text)).toBeUndefined();
});
