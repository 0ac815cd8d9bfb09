import { bfsOracle } from '../bfs/oracle.ts';

/** Smallest vertex of each strong component: those that reach each other, by a search each way. Cost: n * (n + m). */
export function stronglyConnectedOracle(n: number, edges: readonly (readonly [number, number])[]): number[] {
  const reversed = edges.map(([u, v]) => [v, u] as const);
  const label = Array.from({ length: n }, () => -1);
  for (let v = 0; v < n; v++) {
    if (label[v] !== -1) continue;
    const from = bfsOracle(n, edges, v);
    const to = bfsOracle(n, reversed, v);
    for (let u = v; u < n; u++) if (from[u] !== undefined && to[u] !== undefined) label[u] = v;
  }
  return label;
}
