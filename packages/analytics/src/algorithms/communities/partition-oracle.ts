/** Whether every group of `label` is connected by edges of weight above 0 between its own members. */
export function groupsAreConnected(
  n: number,
  edges: readonly (readonly [number, number])[],
  weights: readonly number[] | undefined,
  label: readonly number[],
): boolean {
  const near: number[][] = Array.from({ length: n }, () => []);
  edges.forEach(([u, v], e) => {
    if (label[u] !== label[v] || (weights?.[e] ?? 1) <= 0) return;
    near[u]!.push(v);
    near[v]!.push(u);
  });
  const seen = new Set<number>();
  const reached = new Set<number>();
  for (let start = 0; start < n; start++) {
    if (seen.has(start)) continue;
    if (reached.has(label[start]!)) return false;
    reached.add(label[start]!);
    seen.add(start);
    const queue = [start];
    for (const v of queue) {
      for (const u of near[v]!) {
        if (seen.has(u)) continue;
        seen.add(u);
        queue.push(u);
      }
    }
  }
  return true;
}

/** The largest value of all partitions, by trying them all; for a handful of vertices. */
export function bestPartition(n: number, value: (label: readonly number[]) => number): number {
  const label = Array.from({ length: n }, () => 0);
  let best = -Infinity;
  const choose = (v: number, groups: number): void => {
    if (v === n) {
      best = Math.max(best, value(label));
      return;
    }
    for (let group = 0; group <= groups; group++) {
      label[v] = group;
      choose(v + 1, Math.max(groups, group + 1));
    }
  };
  choose(0, 0);
  return best;
}

/** Whether every label is the smallest vertex that has it. */
export function isNamedBySmallest(label: readonly number[]): boolean {
  const first = new Map<number, number>();
  return label.every((group, v) => {
    if (!first.has(group)) first.set(group, v);
    return first.get(group) === group;
  });
}
