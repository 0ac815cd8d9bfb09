import { expect, it } from 'vitest';
import { elapsedText, textTable } from '../src/output.ts';

it('aligns columns by what a terminal shows, one line per row', () => {
  expect(
    textTable(
      ['id', 'name'],
      [
        ['1', '姚明'],
        ['22', 'a\nb\u0001'],
        ['3', 'e\u0301e'],
      ],
    ),
  ).toBe(['id  name', '──  ────────', '1   姚明', '22  a\\nb\\x01', '3   e\u0301e'].join('\n'));
});

it('writes times as people say them', () => {
  expect([0.4, 850, 3210, 65_000, undefined].map(elapsedText)).toEqual(['0 ms', '850 ms', '3.2 s', '1 min 05 s', '']);
});
