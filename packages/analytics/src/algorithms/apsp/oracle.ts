/** Distances between all pairs by Floyd and Warshall: every vertex is tried in between every two. Cost: n³. */
export function apspOracle(
  n: number,
  edges: readonly (readonly [number, number])[],
  weights: readonly number[] | undefined,
): number[][] {
  const distance = Array.from({ length: n }, (_, u) => Array.from({ length: n }, (_, v) => (u === v ? 0 : Infinity)));
  edges.forEach(([u, v], e) => {
    distance[u]![v] = Math.min(distance[u]![v]!, weights?.[e] ?? 1);
  });
  for (let via = 0; via < n; via++) {
    const onward = distance[via]!;
    for (const row of distance) {
      const first = row[via]!;
      if (first === Infinity) continue;
      for (let v = 0; v < n; v++) if (first + onward[v]! < row[v]!) row[v] = first + onward[v]!;
    }
  }
  return distance;
}
