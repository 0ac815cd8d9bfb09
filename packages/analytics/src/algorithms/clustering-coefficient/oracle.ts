/** For each vertex the ordered pairs of different neighbours, and those of them that an edge leads along. */
export function neighbourPairsOracle(
  n: number,
  edges: readonly (readonly [number, number])[],
  directed: boolean,
): { readonly pairs: number; readonly linked: number }[] {
  const neighbours: Set<number>[] = Array.from({ length: n }, () => new Set());
  const links = new Set<number>();
  for (const [u, v] of edges) {
    if (u === v) continue;
    neighbours[u]!.add(v);
    neighbours[v]!.add(u);
    links.add(u * n + v);
    if (!directed) links.add(v * n + u);
  }
  return neighbours.map((around) => {
    let pairs = 0;
    let linked = 0;
    for (const a of around) {
      for (const b of around) {
        if (a === b) continue;
        pairs++;
        if (links.has(a * n + b)) linked++;
      }
    }
    return { pairs, linked };
  });
}
