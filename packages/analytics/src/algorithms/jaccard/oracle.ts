/** The neighbours of each vertex whatever the direction; its own self if it has a self-loop and loops are kept. */
function neighboursOf(n: number, edges: readonly (readonly [number, number])[], keepLoops: boolean): Set<number>[] {
  const neighbours: Set<number>[] = Array.from({ length: n }, () => new Set());
  for (const [u, v] of edges) {
    if (u === v && !keepLoops) continue;
    neighbours[u]!.add(v);
    neighbours[v]!.add(u);
  }
  return neighbours;
}

/** Jaccard's coefficient by its definition, of any two vertices. */
export function jaccardOracle(
  n: number,
  edges: readonly (readonly [number, number])[],
  keepLoops: boolean,
): (u: number, v: number) => number {
  const neighbours = neighboursOf(n, edges, keepLoops);
  return (u, v) => {
    const united = new Set([...neighbours[u]!, ...neighbours[v]!]).size;
    const shared = [...neighbours[u]!].filter((w) => neighbours[v]!.has(w)).length;
    return united === 0 ? 0 : shared / united;
  };
}
