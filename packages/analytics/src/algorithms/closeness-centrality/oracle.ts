/** Hops from each vertex to every vertex that it reaches, itself among them, by a search from each. */
export function hopsOracle(n: number, edges: readonly (readonly [number, number])[]): Map<number, number>[] {
  const out: number[][] = Array.from({ length: n }, () => []);
  for (const [u, v] of edges) out[u]!.push(v);
  return out.map((_, root) => {
    const hops = new Map([[root, 0]]);
    // entries that are set while a map is gone through are visited too, in that order
    for (const [v, distance] of hops) for (const w of out[v]!) if (!hops.has(w)) hops.set(w, distance + 1);
    return hops;
  });
}

/** Vertices reached divided by the sum of their distances; only `targets` count. */
export function closenessOracle(hops: readonly Map<number, number>[], targets: ReadonlySet<number>): number[] {
  return hops.map((distances, v) => {
    const counted = [...distances].filter(([u]) => u !== v && targets.has(u));
    return counted.length === 0 ? 0 : counted.length / counted.reduce((sum, [, distance]) => sum + distance, 0);
  });
}
