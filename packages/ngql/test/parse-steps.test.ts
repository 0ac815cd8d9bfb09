import { expect, test } from 'vitest';
import { parse, parseSteps } from '@orrery/ngql';

function steps(text: string): { readonly count: number; readonly script: unknown } {
  const running = parseSteps(text);
  for (let count = 1; ; count++) {
    const { done, value } = running.next();
    if (done) return { count, script: value };
  }
}

test('long texts are parsed in many steps, to the same script', () => {
  const rows = Array.from({ length: 10_000 }, (_none, i) => `"a${i}"->"b\\"${i}"@${i}:(${i}, "x;,", 1.5)`).join(
    ',\n  ',
  );
  const insert = `INSERT EDGE e(a, b, c) VALUES ${rows}`;
  const vertices = `INSERT VERTEX t(a) VALUES ${Array.from({ length: 5000 }, (_none, i) => `${i}:(${i})`).join()}`;
  const many = Array.from({ length: 3000 }, (_none, i) => `USE s${i}`).join('; ');
  const text = `${insert}; ${vertices}; ${many}`;
  const { count, script } = steps(text);
  expect(script).toEqual(parse(text));
  // One in 64 rows, one for each statement, one in 32,768 characters.
  expect(count).toBeGreaterThan(10_000 / 64 + 5000 / 64 + 3000 + text.length / 40_000);
});

test('the step in which a fault is met says where it is', () => {
  const text = `INSERT VERTEX t(a) VALUES ${Array.from({ length: 9000 }, (_none, i) => `${i}:(${i})`).join()},,`;
  expect(() => steps(text)).toThrow(/syntax error near `,'/);
});
