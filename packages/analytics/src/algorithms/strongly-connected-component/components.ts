import type { Adjacency } from '../../csr/adjacency.ts';
import { CONTROL_ADDRESS } from '../../runtime/control.ts';
import type { Team } from '../../runtime/team.ts';

/** Strongly connected components; addresses, see strongly-connected-component.as.ts. */
export interface Components {
  readonly count: number;
  /** u32[n]: number of each vertex's component. */
  readonly component: number;
  /** u32[n]: vertices, component after component, without those of a giant. */
  readonly members: number;
  /** u32[count + 1] */
  readonly starts: number;
}

/** Component 0, found before, and the order that tells its vertices from others: u32[n] each, as placeGiant leaves them. */
export interface Giant {
  readonly component: number;
  readonly order: number;
}

/**
 * By one thread, in 32 bytes a vertex. All but the giant are in reverse topological order: edges between them lead from
 * higher numbers to lower ones.
 */
export async function stronglyConnected(
  team: Team,
  out: Pick<Adjacency, 'offsets' | 'neighbours'>,
  n: number,
  allocate: (bytes: number) => number,
  onDone: (seen: number) => void,
  giant?: Giant,
): Promise<Components> {
  const [members, starts] = [allocate(n * 4), allocate((n + 1) * 4)];
  const { component, order } = giant ?? { component: allocate(n * 4), order: allocate(n * 4) };
  const working = Array.from({ length: 4 }, () => allocate(n * 4));
  const count = await team.runOne(
    'strongly-connected-component',
    'stronglyConnected',
    [
      CONTROL_ADDRESS, out.offsets, out.neighbours, n, component, members, starts, order, ...working,
      giant === undefined ? 0 : 1,
    ], // prettier-ignore
    { onDone },
  );
  return { count: count >>> 0, component, members, starts };
}
