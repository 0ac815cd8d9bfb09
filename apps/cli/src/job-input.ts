import { parseLossless, type JobInput } from '@orrery/contracts';
import { InvalidArgumentError } from 'commander';

/** The `--input` of commands that begin a job; numbers keep their digits. */
export function jobInput(text: string): JobInput {
  try {
    return parseLossless(text) as JobInput;
  } catch (error) {
    throw new InvalidArgumentError(`it is no JSON: ${(error as Error).message}`);
  }
}
