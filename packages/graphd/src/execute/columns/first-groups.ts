import type { Value } from '@orrery/contracts';
import type { AggregateNode } from '../../plan/plan-node.ts';
import { compareValues } from '../../values/compare.ts';

interface Candidate {
  readonly group: number;
  readonly keys: readonly Value[];
}

/** Candidates are sorted out when there are so many, or twice as many as are wanted. */
const FEW = 1024;

/**
 * The groups that come first in an order, by number; of those that are level, the first ones. `valueOf` is asked for as few
 * values as decide.
 */
export function firstGroups(
  size: number,
  { keys, count }: NonNullable<AggregateNode['top']>,
  valueOf: (slot: number, group: number) => Value,
): readonly number[] {
  const order = (a: Value, b: Value, key: number): number => {
    const found = compareValues(a, b);
    return keys[key]!.descending ? -found : found;
  };
  const compare = (a: Candidate, b: Candidate): number => {
    for (let i = 0; i < keys.length; i++) {
      const found = order(a.keys[i], b.keys[i], i);
      if (found !== 0) return found;
    }
    return a.group - b.group;
  };
  /** Whether the group comes before the last of those that would be kept. */
  const isBefore = (group: number, last: Candidate): boolean => {
    for (let i = 0; i < keys.length; i++) {
      const found = order(valueOf(keys[i]!.slot, group), last.keys[i], i);
      if (found !== 0) return found < 0;
    }
    return false;
  };
  if (count === 0) return [];
  let candidates: Candidate[] = [];
  let last: Candidate | undefined;
  for (let group = 0; group < size; group++) {
    if (last && !isBefore(group, last)) continue;
    candidates.push({ group, keys: keys.map(({ slot }) => valueOf(slot, group)) });
    if (candidates.length < Math.max(FEW, 2 * count)) continue;
    candidates = candidates.sort(compare).slice(0, count);
    last = candidates.at(-1);
  }
  const first = candidates.sort(compare).slice(0, count);
  return first.map(({ group }) => group).sort((a, b) => a - b);
}
