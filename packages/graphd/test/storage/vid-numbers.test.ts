import type { VertexId } from '@orrery/contracts';
import { describe, expect, it } from 'vitest';
import { VidNumbers } from '../../src/storage/vid-numbers.ts';
import { randomSource } from './temp-store.ts';

const SEED = 31;

describe.each<{ kind: string; isInt: boolean; make: (n: number) => VertexId }>([
  { kind: 'ids that differ at their ends', isInt: false, make: (n) => `vertex_${n}` },
  { kind: 'ids of all lengths and scripts', isInt: false, make: (n) => 'é一😀a'.repeat(n % 40) + String(n % 7000) },
  {
    kind: 'int64 around the sign and 2^32',
    isInt: true,
    make: (n) => BigInt(n - 1000) * (n % 2 === 0 ? 1n : 4294967296n),
  },
])('VidNumbers of $kind', ({ isInt, make }) => {
  it(`agree with a Map, growing on the way (seed ${SEED})`, () => {
    const random = randomSource(SEED);
    const numbers = new VidNumbers(isInt);
    const known = new Map<VertexId, number>();
    const checked: VertexId[] = [];
    for (let i = 0; i < 120_000; i++) {
      const vid = make(random(60_000));
      const wanted = known.get(vid) ?? known.size;
      known.set(vid, wanted);
      expect(numbers.numberOf(vid, (id) => checked.push(id))).toBe(wanted);
    }
    expect(numbers.count).toBe(known.size);
    expect(checked).toEqual([...known.keys()]);
    for (const [vid, number] of known) expect(numbers.at(number)).toBe(vid);
    expect(() => numbers.at(known.size)).toThrow(RangeError);
  });
});

it('VidNumbers give no number to an id that the check refuses', () => {
  const numbers = new VidNumbers(false);
  const refuse = (): never => {
    throw new Error('refused');
  };
  expect(() => numbers.numberOf(5n, refuse)).toThrow('refused');
  expect(() => numbers.numberOf('a', refuse)).toThrow('refused');
  expect(numbers.numberOf('b', () => {})).toBe(0);
  expect(numbers.numberOf('b', refuse)).toBe(0);
});
