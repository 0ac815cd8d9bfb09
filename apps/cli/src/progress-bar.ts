import { Presets, SingleBar } from 'cli-progress';

/** A bar on standard error; undefined where that is no terminal. */
export function progressBar(format: string): SingleBar | undefined {
  return process.stderr.isTTY ? new SingleBar({ format, stream: process.stderr }, Presets.shades_classic) : undefined;
}
