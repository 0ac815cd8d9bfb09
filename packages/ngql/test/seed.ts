import fc from 'fast-check';

/** Every random test runs with this seed, which fast-check prints with a failing example. */
export const SEED = 20_240_229;

export const options = (numRuns: number): fc.Parameters<unknown> => ({ seed: SEED, numRuns });
