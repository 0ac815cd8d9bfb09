/** Choices of a generator, all of one stream of random numbers. */
export interface Choice {
  /** 0 ≤ x < 1 */
  readonly random: () => number;
  readonly pick: <T>(items: readonly T[]) => T;
  /** True with the probability. */
  readonly chance: (probability: number) => boolean;
  /** A whole number from 0 to below `limit`. */
  readonly below: (limit: number) => number;
}

export function choiceOf(random: () => number): Choice {
  const below = (limit: number): number => Math.floor(random() * limit);
  return {
    random,
    below,
    pick: (items) => items[below(items.length)]!,
    chance: (probability) => random() < probability,
  };
}
