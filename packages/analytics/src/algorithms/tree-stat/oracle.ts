/** Vertices of the largest breadth-first level and number of levels, by a search from the root. */
export function treeStatOracle(
  n: number,
  edges: readonly (readonly [number, number])[],
  root: number,
): { width: number; depth: number } {
  const out: number[][] = Array.from({ length: n }, () => []);
  for (const [u, v] of edges) out[u]!.push(v);
  const seen = new Set([root]);
  let width = 0;
  let depth = 0;
  for (let level = new Set([root]); level.size > 0; depth++) {
    width = Math.max(width, level.size);
    const next = new Set<number>();
    for (const u of level) for (const v of out[u]!) if (!seen.has(v)) next.add(v);
    for (const v of next) seen.add(v);
    level = next;
  }
  return { width, depth };
}
