/** How the walker of the oracle moves. */
export interface WalkRules {
  readonly directed: boolean;
  readonly teleport: number;
  /** Rounds of computing visits. */
  readonly rounds: number;
  readonly threshold: number;
}

export interface WeightedGraph {
  readonly n: number;
  readonly edges: readonly (readonly [number, number])[];
  readonly weights?: readonly number[];
}

interface Step {
  readonly to: number;
  readonly probability: number;
}

/** Where an edge is followed to from each vertex; nowhere without a way out. An undirected self-loop is one way. */
function stepsOf({ n, edges, weights }: WeightedGraph, directed: boolean): Step[][] {
  const ways: { to: number; weight: number }[][] = Array.from({ length: n }, () => []);
  edges.forEach(([u, v], e) => {
    const weight = weights?.[e] ?? 1;
    ways[u]!.push({ to: v, weight });
    if (!directed && u !== v) ways[v]!.push({ to: u, weight });
  });
  return ways.map((from) => {
    const strength = from.reduce((sum, { weight }) => sum + weight, 0);
    return strength > 0 ? from.map(({ to, weight }) => ({ to, probability: weight / strength })) : [];
  });
}

/** How often the walker is at each vertex. */
function visitsOf(steps: readonly (readonly Step[])[], { teleport, rounds, threshold }: WalkRules): number[] {
  const n = steps.length;
  let visits = steps.map(() => 1 / n);
  for (let round = 0; round < rounds; round++) {
    const next = steps.map(() => 0);
    steps.forEach((from, v) => {
      const jumps = from.length === 0 ? visits[v]! : teleport * visits[v]!;
      for (let u = 0; u < n; u++) next[u]! += jumps / n;
      for (const { to, probability } of from) next[to]! += (1 - teleport) * visits[v]! * probability;
    });
    const change = next.reduce((sum, p, v) => sum + Math.abs(p - visits[v]!), 0);
    visits = next;
    if (change < threshold) break;
  }
  return visits;
}

/** Rate times entropy of a codebook whose words are used that often: bits per step. */
function codebook(uses: readonly number[]): number {
  const rate = uses.reduce((sum, use) => sum + use, 0);
  return uses.reduce((bits, use) => (use > 0 ? bits - use * Math.log2(use / rate) : bits), 0);
}

/**
 * Bits per step of a random walker for each partition asked for, as the map equation is defined: a codebook whose words say
 * which community is entered, and one for each community whose words say which vertex is visited, or that the community is
 * left. Jumps are steps. Entered as often as left. Cost: n squared.
 */
export function mapEquation(graph: WeightedGraph, rules: WalkRules): (label: readonly number[]) => number {
  const { n } = graph;
  const steps = stepsOf(graph, rules.directed);
  const visits = visitsOf(steps, rules);
  return (label) => {
    const members = new Map<number, number[]>();
    label.forEach((community, v) => members.set(community, [...(members.get(community) ?? []), v]));
    const exits: number[] = [];
    let inside = 0;
    for (const [community, vertices] of members) {
      let exit = 0;
      for (const v of vertices) {
        const jumps = steps[v]!.length === 0 ? 1 : rules.teleport;
        exit += visits[v]! * jumps * (1 - vertices.length / n);
        for (const { to, probability } of steps[v]!) {
          if (label[to] !== community) exit += visits[v]! * (1 - rules.teleport) * probability;
        }
      }
      exits.push(exit);
      inside += codebook([exit, ...vertices.map((v) => visits[v]!)]);
    }
    return codebook(exits) + inside;
  };
}
