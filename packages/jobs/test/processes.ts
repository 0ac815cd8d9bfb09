import { readdirSync, readFileSync } from 'node:fs';

/** Processes (but this one) whose command line contains the text; zombies have none. Linux only. */
export function processesWith(text: string): number[] {
  const pids: number[] = [];
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) continue;
    try {
      if (readFileSync(`/proc/${name}/cmdline`, 'utf8').includes(text)) pids.push(Number(name));
    } catch {
      // It ended while this looked.
    }
  }
  return pids;
}
