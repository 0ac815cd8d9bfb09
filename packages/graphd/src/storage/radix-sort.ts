/** Positions 0 … n-1 in ascending order of (major, rank, minor); equal ones keep their order. Cost: linear. */
export function sortedPositions(major: Uint32Array, rank: BigInt64Array | undefined, minor: Uint32Array): Uint32Array {
  const n = major.length;
  let order = new Uint32Array(n);
  for (let i = 0; i < n; i++) order[i] = i;
  let spare = new Uint32Array(n);
  const pass = (digit: (position: number) => number): void => {
    const starts = new Uint32Array(65_537);
    for (let i = 0; i < n; i++) starts[digit(i) + 1]!++;
    if (starts[digit(0) + 1] === n) return;
    for (let i = 0; i < 65_536; i++) starts[i + 1]! += starts[i]!;
    for (let i = 0; i < n; i++) {
      const position = order[i]!;
      spare[starts[digit(position)]!++] = position;
    }
    [order, spare] = [spare, order];
  };
  if (n === 0) return order;
  const word = (words: Uint32Array): void => {
    pass((i) => words[i]! & 0xffff);
    pass((i) => words[i]! >>> 16);
  };
  word(minor);
  if (rank) {
    const low = new Uint32Array(n);
    const high = new Uint32Array(n);
    for (let i = 0; i < n; i++) {
      low[i] = Number(BigInt.asUintN(32, rank[i]!));
      high[i] = (Number(BigInt.asIntN(32, rank[i]! >> 32n)) ^ 0x8000_0000) >>> 0;
    }
    word(low);
    word(high);
  }
  word(major);
  return order;
}
