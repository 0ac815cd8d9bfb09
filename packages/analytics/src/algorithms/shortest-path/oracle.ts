/** Least number of hops from the source by vertex, undefined where there is no path: a set of vertices per hop. */
export function hopsOracle(
  n: number,
  edges: readonly (readonly [number, number])[],
  source: number,
): (number | undefined)[] {
  const hops: (number | undefined)[] = Array.from({ length: n }, (_, v) => (v === source ? 0 : undefined));
  let frontier = new Set([source]);
  const out: number[][] = Array.from({ length: n }, () => []);
  for (const [u, v] of edges) out[u]!.push(v);
  for (let hop = 1; frontier.size > 0; hop++) {
    const next = new Set([...frontier].flatMap((u) => out[u]!).filter((v) => hops[v] === undefined));
    for (const v of next) hops[v] = hop;
    frontier = next;
  }
  return hops;
}
