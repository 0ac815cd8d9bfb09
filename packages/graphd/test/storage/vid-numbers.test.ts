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

it(`VidNumbers number many ids at once as they do one by one (seed ${SEED})`, () => {
  const random = randomSource(SEED);
  const [byOne, byMany] = [new VidNumbers(false), new VidNumbers(false)];
  for (let batch = 0; batch < 60; batch++) {
    // Ids that come twice in a batch, before and after the table grew.
    const ids = Array.from({ length: 1 + random(3000) }, () => 'x'.repeat(random(3)) + String(random(40_000)));
    const texts = ids.map((id) => Buffer.from(id));
    let end = 0;
    const ends = Uint32Array.from(texts, ({ length }) => (end += length));
    expect([...byMany.numbersOf(Buffer.concat(texts), ends)]).toEqual(ids.map((id) => byOne.numberOf(id, () => {})));
  }
  expect(byMany.count).toBe(byOne.count);
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
