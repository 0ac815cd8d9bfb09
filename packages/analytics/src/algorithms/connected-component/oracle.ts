/** Smallest vertex of each weak component, by a search from each vertex that has none yet. Cost: n + m. */
export function connectedComponentOracle(n: number, edges: readonly (readonly [number, number])[]): number[] {
  const near: number[][] = Array.from({ length: n }, () => []);
  for (const [u, v] of edges) {
    near[u]!.push(v);
    near[v]!.push(u);
  }
  const label = Array.from({ length: n }, () => -1);
  for (let smallest = 0; smallest < n; smallest++) {
    if (label[smallest] !== -1) continue;
    const waiting = [smallest];
    label[smallest] = smallest;
    for (let v = waiting.pop(); v !== undefined; v = waiting.pop()) {
      for (const u of near[v]!) {
        if (label[u] !== -1) continue;
        label[u] = smallest;
        waiting.push(u);
      }
    }
  }
  return label;
}
