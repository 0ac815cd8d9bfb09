/** Vertices other than v within `steps` hops of it along the edges (-1: any number), by a search from each. */
export function nStepDegreeOracle(n: number, edges: readonly (readonly [number, number])[], steps: number): number[] {
  const out: number[][] = Array.from({ length: n }, () => []);
  for (const [u, v] of edges) out[u]!.push(v);
  return out.map((_, v) => {
    const seen = new Set([v]);
    let frontier = [v];
    for (let step = 0; frontier.length > 0 && step !== steps; step++) {
      const next: number[] = [];
      for (const u of frontier) {
        for (const w of out[u]!) {
          if (seen.has(w)) continue;
          seen.add(w);
          next.push(w);
        }
      }
      frontier = next;
    }
    return seen.size - 1;
  });
}
