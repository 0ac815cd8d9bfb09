/** The most that modularity would grow by merging two groups: twice w(A,B) / 2W - K_A K_B / (2W)^2. */
export function bestMerge(
  edges: readonly (readonly [number, number])[],
  weights: readonly number[] | undefined,
  label: readonly number[],
): number {
  const strength = new Map<number, number>();
  const between = new Map<string, { readonly a: number; readonly b: number; weight: number }>();
  let total = 0;
  edges.forEach(([u, v], e) => {
    const weight = weights?.[e] ?? 1;
    total += 2 * weight;
    for (const end of [u, v]) strength.set(label[end]!, (strength.get(label[end]!) ?? 0) + weight);
    const a = Math.min(label[u]!, label[v]!);
    const b = Math.max(label[u]!, label[v]!);
    if (a === b) return;
    const pair = between.get(`${a} ${b}`) ?? { a, b, weight: 0 };
    pair.weight += weight;
    between.set(`${a} ${b}`, pair);
  });
  let best = -Infinity;
  for (const { a, b, weight } of between.values()) {
    best = Math.max(best, 2 * (weight / total - (strength.get(a)! * strength.get(b)!) / total ** 2));
  }
  return best;
}
