/** Newman's modularity as the formula says: undirected, a self-loop once in W and twice in K. */
export function modularityOracle(
  edges: readonly (readonly [number, number])[],
  weights: readonly number[] | undefined,
  label: readonly number[],
): number {
  const inside = new Map<number, number>();
  const degree = new Map<number, number>();
  let total = 0;
  edges.forEach(([u, v], e) => {
    const weight = weights?.[e] ?? 1;
    total += weight;
    add(degree, label[u]!, weight);
    add(degree, label[v]!, weight);
    if (label[u] === label[v]) add(inside, label[u]!, weight);
  });
  if (total === 0) return 0;
  let sum = 0;
  for (const [group, k] of degree) sum += (inside.get(group) ?? 0) / total - (k / (2 * total)) ** 2;
  return sum;
}

function add(map: Map<number, number>, key: number, value: number): void {
  map.set(key, (map.get(key) ?? 0) + value);
}
