export interface TimedEdge {
  readonly from: number;
  readonly to: number;
  readonly timeMs: bigint;
}

/** By vertex: the different others at the far end of edges whose time is in the closed range, along them and against. */
export function degreeWithTimeOracle(
  n: number,
  edges: readonly TimedEdge[],
  begin: bigint,
  end: bigint,
): { readonly out: number[]; readonly in: number[] } {
  const out = Array.from({ length: n }, () => new Set<number>());
  const into = Array.from({ length: n }, () => new Set<number>());
  for (const { from, to, timeMs } of edges) {
    if (timeMs < begin || timeMs > end || from === to) continue;
    out[from]!.add(to);
    into[to]!.add(from);
  }
  return { out: out.map(({ size }) => size), in: into.map(({ size }) => size) };
}
