/** Positions 0 … n-1 in ascending order of (major, rank, minor); equal ones keep their order. Cost: linear. */
export function sortedPositions(major: Uint32Array, ranks: BigInt64Array | undefined, minor: Uint32Array): Uint32Array {
  const n = major.length;
  const first = new Uint32Array(n);
  for (let i = 0; i < n; i++) first[i] = i;
  let order = first;
  let spare = new Uint32Array(n);
  const by = (words: Uint32Array): void => {
    for (const shift of [0, 16]) {
      if (!pass(words, shift, order, spare)) continue;
      [order, spare] = [spare, order];
    }
  };
  by(minor);
  if (ranks) {
    const low = new Uint32Array(n);
    const high = new Uint32Array(n);
    for (let i = 0; i < n; i++) {
      low[i] = Number(BigInt.asUintN(32, ranks[i]!));
      high[i] = (Number(BigInt.asIntN(32, ranks[i]! >> 32n)) ^ 0x8000_0000) >>> 0;
    }
    by(low);
    by(high);
  }
  by(major);
  return order;
}

/** A stable counting sort by 16 bits of the words. False, with nothing done, when they are the same everywhere. */
function pass(words: Uint32Array, shift: number, order: Uint32Array, into: Uint32Array): boolean {
  const n = words.length;
  if (n === 0) return false;
  const starts = new Uint32Array(65_537);
  for (let i = 0; i < n; i++) starts[((words[i]! >>> shift) & 0xffff) + 1]!++;
  if (starts[((words[0]! >>> shift) & 0xffff) + 1] === n) return false;
  for (let i = 0; i < 65_536; i++) starts[i + 1]! += starts[i]!;
  for (let i = 0; i < n; i++) {
    const position = order[i]!;
    into[starts[(words[position]! >>> shift) & 0xffff]!++] = position;
  }
  return true;
}
