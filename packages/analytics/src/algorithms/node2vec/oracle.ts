/**
 * Probability of each next vertex of a walk that came from t to v, by looking at every edge. `edges` are [from, to, weight];
 * t undefined: the walk starts at v.
 */
export function nextVertexOracle(
  edges: readonly (readonly [number, number, number])[],
  { t, v, p, q }: { readonly t: number | undefined; readonly v: number; readonly p: number; readonly q: number },
): Map<number, number> {
  const shares = new Map<number, number>();
  let total = 0;
  for (const [from, x, weight] of edges) {
    if (from !== v) continue;
    const isNear = edges.some(([a, b]) => a === t && b === x);
    const share = weight * (t === undefined ? 1 : x === t ? 1 / p : isNear ? 1 : 1 / q);
    shares.set(x, (shares.get(x) ?? 0) + share);
    total += share;
  }
  for (const [x, share] of shares) shares.set(x, share / total);
  return shares;
}
