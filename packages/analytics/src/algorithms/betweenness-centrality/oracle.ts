/**
 * Sum over ordered pairs (s, t) of the share of their shortest paths that lead through v, s from `roots`: by the numbers of
 * paths from s and from v to t, pair by pair. Parallel edges count once. Cost: n³.
 */
export function betweennessOracle(
  n: number,
  edges: readonly (readonly [number, number])[],
  roots: Iterable<number>,
): number[] {
  const out = Array.from({ length: n }, () => new Set<number>());
  for (const [u, v] of edges) out[u]!.add(v);
  const searches = out.map((_, root) => {
    const hops = new Map([[root, 0]]);
    const paths = new Map([[root, 1]]);
    for (const [v, distance] of hops) {
      for (const w of out[v]!) {
        if (!hops.has(w)) hops.set(w, distance + 1);
        if (hops.get(w) === distance + 1) paths.set(w, (paths.get(w) ?? 0) + paths.get(v)!);
      }
    }
    return { hops, paths };
  });
  const values = Array.from({ length: n }, () => 0);
  for (const s of roots) {
    const from = searches[s]!;
    for (const [v, toV] of from.hops) {
      if (v === s) continue;
      for (const [t, onward] of searches[v]!.hops) {
        if (t === s || t === v || from.hops.get(t) !== toV + onward) continue;
        values[v]! += (from.paths.get(v)! * searches[v]!.paths.get(t)!) / from.paths.get(t)!;
      }
    }
  }
  return values;
}
