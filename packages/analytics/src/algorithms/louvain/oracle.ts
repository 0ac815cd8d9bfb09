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

/** The most that modularity would grow by merging two groups: twice w(A,B) / 2W - K_A K_B / (2W)^2. */
export function bestMerge(
  edges: readonly (readonly [number, number])[],
  weights: readonly number[] | undefined,
  label: readonly number[],
): number {
  const strength = new Map<number, number>();
  const between = new Map<string, { readonly a: number; readonly b: number; weight: number }>();
  let total = 0;
  edges.forEach(([u, v], e) => {
    const weight = weights?.[e] ?? 1;
    total += 2 * weight;
    for (const end of [u, v]) strength.set(label[end]!, (strength.get(label[end]!) ?? 0) + weight);
    const a = Math.min(label[u]!, label[v]!);
    const b = Math.max(label[u]!, label[v]!);
    if (a === b) return;
    const pair = between.get(`${a} ${b}`) ?? { a, b, weight: 0 };
    pair.weight += weight;
    between.set(`${a} ${b}`, pair);
  });
  let best = -Infinity;
  for (const { a, b, weight } of between.values()) {
    best = Math.max(best, 2 * (weight / total - (strength.get(a)! * strength.get(b)!) / total ** 2));
  }
  return best;
}

/** The largest modularity of all partitions, by trying them all; for a handful of vertices. */
export function bestPartition(n: number, modularity: (label: readonly number[]) => number): number {
  const label = Array.from({ length: n }, () => 0);
  let best = -Infinity;
  const choose = (v: number, groups: number): void => {
    if (v === n) {
      best = Math.max(best, modularity(label));
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
