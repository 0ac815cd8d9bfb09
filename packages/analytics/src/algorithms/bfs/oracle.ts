/** Hops from root by scanning all edges again and again; undefined: not reached. Cost: depth * m. */
export function bfsOracle(
  n: number,
  edges: readonly (readonly [number, number])[],
  root: number,
): (number | undefined)[] {
  const out: number[][] = Array.from({ length: n }, () => []);
  for (const [u, v] of edges) out[u]!.push(v);
  const level: (number | undefined)[] = Array.from({ length: n }, () => undefined);
  level[root] = 0;
  for (let frontier = [root], depth = 1; frontier.length > 0; depth++) {
    const next: number[] = [];
    for (const u of frontier) {
      for (const v of out[u]!) {
        if (level[v] !== undefined) continue;
        level[v] = depth;
        next.push(v);
      }
    }
    frontier = next;
  }
  return level;
}
