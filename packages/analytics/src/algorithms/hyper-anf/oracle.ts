/** Average distance of the ordered pairs of different vertices with a path, by a search from each; 0 without any. */
export function averageDistanceOracle(n: number, edges: readonly (readonly [number, number])[]): number {
  const out: number[][] = Array.from({ length: n }, () => []);
  for (const [u, v] of edges) out[u]!.push(v);
  let sum = 0;
  let pairs = 0;
  for (let root = 0; root < n; root++) {
    const hops = new Map([[root, 0]]);
    for (const [v, distance] of hops) {
      sum += distance;
      for (const w of out[v]!) if (!hops.has(w)) hops.set(w, distance + 1);
    }
    pairs += hops.size - 1;
  }
  return pairs === 0 ? 0 : sum / pairs;
}
