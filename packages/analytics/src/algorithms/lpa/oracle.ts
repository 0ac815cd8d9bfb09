/**
 * For each vertex the labels that a round of label propagation may choose: those with the largest sum of weights among
 * its in-neighbours, or its own where it has none. Sums of doubles are compared exactly, added in the edges' order.
 */
export function lpaChoices(
  n: number,
  edges: readonly (readonly [number, number])[],
  weights: readonly number[] | undefined,
  label: readonly number[],
): number[][] {
  const votes: Map<number, number>[] = Array.from({ length: n }, () => new Map());
  edges.forEach(([u, v], e) => {
    votes[v]!.set(label[u]!, (votes[v]!.get(label[u]!) ?? 0) + (weights?.[e] ?? 1));
  });
  return votes.map((sums, v) => {
    if (sums.size === 0) return [label[v]!];
    const most = Math.max(...sums.values());
    return [...sums].filter(([, sum]) => sum === most).map(([candidate]) => candidate);
  });
}
