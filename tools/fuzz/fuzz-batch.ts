import { writeSync } from 'node:fs';
import { FuzzFrames } from './fuzz-frames.ts';
import { fuzzInput } from './fuzz-input.ts';
import { FuzzFailure, FuzzTarget } from './fuzz-target.ts';

/** Statements that run on one loading of the sample; an index that is a multiple of it starts on a fresh sample. */
export const RELOAD_EVERY = 1000;

/** So many statements go with one request frame: each takes a connection, of which a machine has only so many. */
const FRAME_EVERY = 50;

/** What a batch tells its parent when it has ended. */
export interface BatchReport {
  readonly succeeded: number;
  readonly failure?: { readonly index: number; readonly reason: string };
}

export interface FuzzRange {
  readonly seed: number;
  readonly start: number;
  readonly end: number;
}

/**
 * Runs statements of a seed, from one index to before another, and changed request frames, up to the first failure.
 * @param inFlight a file that holds the index of the running statement, which outlives a crash of the process
 */
export async function runBatch({ seed, start, end }: FuzzRange, inFlight?: number): Promise<BatchReport> {
  const target = await FuzzTarget.open();
  const frames = await FuzzFrames.open();
  const mark = new BigInt64Array(1);
  let succeeded = 0;
  try {
    for (let index = start; index < end; index++) {
      if (index === start || index % RELOAD_EVERY === 0) await target.reset();
      mark[0] = BigInt(index);
      if (inFlight !== undefined) writeSync(inFlight, mark, 0, 8, 0);
      try {
        if (await target.run(fuzzInput(seed, index))) succeeded++;
        const fault = index % FRAME_EVERY === 0 ? await frames.send(seed, index) : undefined;
        if (fault !== undefined) return { succeeded, failure: { index, reason: fault } };
      } catch (error) {
        if (!(error instanceof FuzzFailure)) throw error;
        return { succeeded, failure: { index, reason: error.message } };
      }
    }
    return { succeeded };
  } finally {
    await frames.close();
    await target.close();
  }
}
