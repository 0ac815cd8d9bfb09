import type { Adjacency } from '../../csr/adjacency.ts';
import { CONTROL_ADDRESS } from '../../runtime/control.ts';
import type { Team } from '../../runtime/team.ts';

/** Strongly connected components in reverse topological order; addresses, see strongly-connected-component.as.ts. */
export interface Components {
  readonly count: number;
  /** u32[n]: number of each vertex's component. */
  readonly component: number;
  /** u32[n]: vertices, component after component. */
  readonly members: number;
  /** u32[count + 1] */
  readonly starts: number;
}

/** Takes 32 bytes a vertex; one thread. */
export async function stronglyConnected(
  team: Team,
  out: Pick<Adjacency, 'offsets' | 'neighbours'>,
  n: number,
  allocate: (bytes: number) => number,
  onDone: (seen: number) => void,
): Promise<Components> {
  const [component, members, starts] = [allocate(n * 4), allocate(n * 4), allocate((n + 1) * 4)];
  const working = Array.from({ length: 5 }, () => allocate(n * 4));
  const count = await team.runOne(
    'strongly-connected-component',
    'stronglyConnected',
    [CONTROL_ADDRESS, out.offsets, out.neighbours, n, component, members, starts, ...working],
    { onDone },
  );
  return { count: count >>> 0, component, members, starts };
}
