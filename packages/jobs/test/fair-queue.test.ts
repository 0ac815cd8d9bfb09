import { describe, expect, it } from 'vitest';
import { FairQueue } from '../src/control/fair-queue.ts';

const job = (id: number, user: string) => ({ id, account: { graphAddress: 'g', user } });

/** A generator with a fixed seed (mulberry32). */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

describe('the fair queue', () => {
  it('serves accounts in turn, each in its own order', () => {
    const queue = new FairQueue();
    for (const [id, user] of [
      [1, 'a'],
      [2, 'a'],
      [3, 'a'],
      [4, 'b'],
      [5, 'c'],
      [6, 'b'],
    ] as const)
      queue.push(job(id, user));
    const order = [];
    for (let next; (next = queue.shift()) !== undefined;) order.push(next.id);
    expect(order).toEqual([1, 4, 5, 2, 6, 3]);
    expect(queue.size).toBe(0);
  });

  it('does what an obvious queue does, over random operations', () => {
    const seed = 20_261_122;
    const next = random(seed);
    const queue = new FairQueue();
    /** Lines by user in the order of turns, as plain arrays. */
    let lines: { user: string; ids: number[] }[] = [];
    let id = 0;
    for (let step = 0; step < 50_000; step++) {
      const choice = next();
      if (choice < 0.5) {
        const user = 'abcdefgh'[Math.floor(next() * 8)]!;
        queue.push(job(++id, user));
        const line = lines.find((candidate) => candidate.user === user);
        if (line) line.ids.push(id);
        else lines.push({ user, ids: [id] });
      } else if (choice < 0.85) {
        // A line whose jobs were all taken away keeps its turn until it is found empty.
        while (lines.length > 0 && lines[0]!.ids.length === 0) lines.shift();
        const line = lines.shift();
        const expected = line?.ids.shift();
        if (line && line.ids.length > 0) lines.push(line);
        expect(queue.shift()?.id, `seed ${seed}, step ${step}`).toBe(expected);
      } else {
        const victim = Math.ceil(next() * id);
        const line = lines.find((candidate) => candidate.ids.includes(victim));
        if (line) line.ids = line.ids.filter((other) => other !== victim);
        expect(queue.remove(victim)?.id, `seed ${seed}, step ${step}`).toBe(line ? victim : undefined);
        expect(queue.get(victim)).toBeUndefined();
      }
      expect(queue.size).toBe(lines.reduce((sum, line) => sum + line.ids.length, 0));
      lines = lines.filter((line) => line !== undefined);
    }
  });
});
