import { CONTROL_ADDRESS } from '../../runtime/control.ts';
import type { Team, TeamRunOptions } from '../../runtime/team.ts';
import type { Level } from './hierarchy.ts';

/** Groups of nodes that choose at once; prime, so that the rows of a grid do not fall together. */
const BATCHES = 61;
/** Levels up to either size are one thread's work, node by node, which finds better communities. */
const SEQUENTIAL_NODES = 4096;
const SEQUENTIAL_ENTRIES = 2 ** 17;

/** Calls a kernel's `move` over a level; values by the number of batches. Answers the rounds done. */
export async function moveNodes(
  team: Team,
  kernel: string,
  { n, entries }: Level,
  values: (batches: number) => readonly number[],
  options: TeamRunOptions,
): Promise<number> {
  if (n <= SEQUENTIAL_NODES || entries <= SEQUENTIAL_ENTRIES) {
    return team.runOne(kernel, 'move', [0, 1, CONTROL_ADDRESS, ...values(n)], options);
  }
  const [done] = await team.run(kernel, 'move', values(BATCHES), options);
  return done!;
}
