import type { Position } from './draft.ts';

export type Direction = 'left' | 'right' | 'up' | 'down';

/**
 * The component that one comes to from `from` in a direction: the nearest in that quarter, where being off the line
 * counts twice. Undefined where there is none.
 */
export function neighbourInDirection(
  positions: Readonly<Record<string, Position>>,
  from: string,
  direction: Direction,
): string | undefined {
  const start = positions[from];
  if (start === undefined) return undefined;
  let best: string | undefined;
  let bestCost = Infinity;
  for (const [id, { x, y }] of Object.entries(positions)) {
    if (id === from) continue;
    const [ahead, aside] = {
      left: [start.x - x, y - start.y],
      right: [x - start.x, y - start.y],
      up: [start.y - y, x - start.x],
      down: [y - start.y, x - start.x],
    }[direction] as [number, number];
    if (ahead <= 0 || Math.abs(aside) > ahead * 2) continue;
    const cost = ahead + 2 * Math.abs(aside);
    if (cost < bestCost) {
      best = id;
      bestCost = cost;
    }
  }
  return best;
}
