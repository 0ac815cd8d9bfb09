/** Every triangle of the simple undirected graph, its vertices ascending, by looking at each three that may be one. */
export function trianglesOracle(n: number, edges: readonly (readonly [number, number])[]): [number, number, number][] {
  const neighbours: Set<number>[] = Array.from({ length: n }, () => new Set());
  for (const [u, v] of edges) {
    if (u === v) continue;
    neighbours[u]!.add(v);
    neighbours[v]!.add(u);
  }
  const triangles: [number, number, number][] = [];
  for (let u = 0; u < n; u++) {
    for (const v of neighbours[u]!) {
      if (v < u) continue;
      for (const w of neighbours[u]!) if (w > v && neighbours[v]!.has(w)) triangles.push([u, v, w]);
    }
  }
  return triangles;
}
