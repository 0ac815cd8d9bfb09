/**
 * sfc32 (Doty-Humphrey: PractRand): the same sequence for the same seed, in 0 … 2^32-1. Not a shift register: there the two ends
 * of an edge are linear functions of each other's bits, and what should be uniform has communities of a modularity of 0.34.
 */
export function randomStream(seed: number): () => number {
  let [a, b, c, counter] = [0, seed, 0x9e37_79b9, 1];
  const next = (): number => {
    const result = (a + b + counter++) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + result) | 0;
    return result >>> 0;
  };
  for (let i = 0; i < 12; i++) next();
  return next;
}
