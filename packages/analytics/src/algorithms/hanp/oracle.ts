/** What every vertex holds: a label, and how many hops it has come. */
export interface Held {
  readonly label: readonly number[];
  readonly hops: readonly number[];
}

/** What a vertex may hold after a round, by the label that it may take. */
export type Choices = ReadonlyMap<number, { readonly hops: number }>;

/**
 * For each vertex the labels that a round of HANP may choose, of which it takes one at random: those with the largest sum of
 * weight * (1 - attenuation * hops) * degree ^ preference among its in-neighbours, as the paper says it, edge by edge. The
 * degree counts the ends of edges at a vertex.
 */
export function hanpChoices(
  { label, hops }: Held,
  edges: readonly (readonly [number, number])[],
  weights: readonly number[] | undefined,
  degree: readonly number[],
  { preference, attenuation }: { readonly preference: number; readonly attenuation: number },
): Choices[] {
  const supported: Map<number, { sum: number; hops: number }>[] = label.map(() => new Map());
  edges.forEach(([u, v], e) => {
    const weight = weights?.[e] ?? 1;
    const support = weight * (Math.max(0, 1 - attenuation * hops[u]!) * degree[u]! ** preference);
    const known = supported[v]!.get(label[u]!) ?? { sum: 0, hops: Infinity };
    known.sum += support;
    if (weight > 0) known.hops = Math.min(known.hops, hops[u]!);
    supported[v]!.set(label[u]!, known);
  });
  return supported.map((candidates, v) => {
    const most = Math.max(0, ...[...candidates.values()].map(({ sum }) => sum));
    if (most === 0) return new Map([[label[v]!, { hops: hops[v]! }]]);
    const best = [...candidates].filter(([, { sum }]) => sum === most);
    return new Map(best.map(([l, c]) => [l, { hops: l === label[v] ? hops[v]! : c.hops + 1 }]));
  });
}

/** Edge ends by vertex: a self-loop has two. */
export function degrees(n: number, edges: readonly (readonly [number, number])[]): number[] {
  const degree = Array.from({ length: n }, () => 0);
  for (const ends of edges) for (const v of ends) degree[v]!++;
  return degree;
}
