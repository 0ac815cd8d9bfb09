/** PageRank as the formula says, edge by edge. Cost: rounds * (n + m). */
export function pageRankOracle(
  n: number,
  edges: readonly (readonly [number, number])[],
  options: { rounds: number; damping: number; scale: 'raw' | 'sum1'; dangling: 'lost' | 'spread' },
): number[] {
  const degree = Array.from({ length: n }, () => 0);
  for (const [u] of edges) degree[u]!++;
  const start = options.scale === 'raw' ? 1 : 1 / n;
  let rank = Array.from({ length: n }, () => start);
  for (let round = 0; round < options.rounds; round++) {
    const next = Array.from({ length: n }, () => (1 - options.damping) * start);
    for (const [u, v] of edges) next[v]! += (options.damping * rank[u]!) / degree[u]!;
    if (options.dangling === 'spread') {
      const lost = rank.reduce((sum, x, v) => (degree[v] === 0 ? sum + x : sum), 0);
      for (let v = 0; v < n; v++) next[v]! += (options.damping * lost) / n;
    }
    rank = next;
  }
  return rank;
}
