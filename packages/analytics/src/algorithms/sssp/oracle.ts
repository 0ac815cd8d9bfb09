/** Distances by Bellman and Ford: relax every edge until nothing changes. Cost: n * m at worst. */
export function ssspOracle(
  n: number,
  edges: readonly (readonly [number, number])[],
  weights: readonly number[] | undefined,
  root: number,
): number[] {
  const distance = Array.from({ length: n }, () => Infinity);
  distance[root] = 0;
  for (let changed = true; changed;) {
    changed = false;
    edges.forEach(([u, v], e) => {
      const through = distance[u]! + (weights?.[e] ?? 1);
      if (through >= distance[v]!) return;
      distance[v] = through;
      changed = true;
    });
  }
  return distance;
}
