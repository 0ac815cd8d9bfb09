/** Neighbours in the simple undirected graph. */
export function simpleNeighbours(n: number, edges: readonly (readonly [number, number])[]): Set<number>[] {
  const neighbours: Set<number>[] = Array.from({ length: n }, () => new Set());
  for (const [u, v] of edges) {
    if (u === v) continue;
    neighbours[u]!.add(v);
    neighbours[v]!.add(u);
  }
  return neighbours;
}

/**
 * Core numbers by their definition: for k = 1, 2, … what is left when vertices of fewer than k neighbours are taken away
 * until there are none has core numbers of at least k.
 */
export function coreNumbersOracle(n: number, edges: readonly (readonly [number, number])[]): number[] {
  const neighbours = simpleNeighbours(n, edges);
  const core: number[] = Array.from({ length: n }, () => 0);
  for (let k = 1; ; k++) {
    const doomed = [...neighbours.keys()].filter((v) => neighbours[v]!.size < k);
    for (const v of doomed) {
      for (const u of neighbours[v]!) {
        neighbours[u]!.delete(v);
        if (neighbours[u]!.size === k - 1) doomed.push(u);
      }
      neighbours[v]!.clear();
    }
    const left = [...neighbours.keys()].filter((v) => neighbours[v]!.size > 0);
    if (left.length === 0) return core;
    for (const v of left) core[v] = k;
  }
}
