import type { Team } from '../runtime/team.ts';

const MASK = (1n << 64n) - 1n;

/** SplitMix64 (Steele, Lea, Flood 2014): whole numbers 0 … bound-1, bound below 2^32. */
function splitMix(seed: bigint): (bound: number) => number {
  let state = seed & MASK;
  return (bound) => {
    state = (state + 0x9e3779b97f4a7c15n) & MASK;
    let z = state;
    z = ((z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n) & MASK;
    z = ((z ^ (z >> 27n)) * 0x94d049bb133111ebn) & MASK;
    return Number(((z ^ (z >> 31n)) * BigInt(bound)) >> 64n);
  };
}

/**
 * Different vertex indexes of 0 … n-1 in a random order; all of them when count is n. Cost: linear in count.
 * @throws the signal's reason
 */
export async function sampleVertices(
  team: Pick<Team, 'turn'>,
  n: number,
  count: number,
  seed: bigint,
): Promise<Uint32Array> {
  const draw = splitMix(seed);
  const sample = new Uint32Array(count);
  // Fisher-Yates, of which only what was moved is kept
  const moved = new Map<number, number>();
  for (let i = 0; i < count; i++) {
    const at = i + draw(n - i);
    sample[i] = moved.get(at) ?? at;
    moved.set(at, moved.get(i) ?? i);
    moved.delete(i);
    // one of these is worth some items of another loop
    if (i % 1024 === 1023) await team.turn(16 * 1024);
  }
  return sample;
}

/** 0 … n-1. @throws the signal's reason */
export async function allVertices(team: Pick<Team, 'inPieces'>, n: number): Promise<Uint32Array> {
  const all = new Uint32Array(n);
  await team.inPieces(n, (first, stop) => {
    for (let v = first; v < stop; v++) all[v] = v;
  });
  return all;
}
