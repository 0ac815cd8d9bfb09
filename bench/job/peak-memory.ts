import { readdirSync, readFileSync } from 'node:fs';

const INTERVAL_MS = 50;

/** Proportional memory of a process and all below it (shared pages count once), sampled on Linux. */
export class PeakMemory {
  #peakBytes = 0;
  #timer: NodeJS.Timeout | undefined;

  watch(pid: number): void {
    this.#timer = setInterval(() => {
      this.#peakBytes = Math.max(this.#peakBytes, treeBytes(pid));
    }, INTERVAL_MS);
  }

  /** The largest sum seen. */
  stop(): number {
    clearInterval(this.#timer);
    return this.#peakBytes;
  }
}

function treeBytes(root: number): number {
  const children = new Map<number, number[]>();
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, 'utf8');
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      children.set(parent, [...(children.get(parent) ?? []), Number(entry)]);
    } catch {
      // It has ended since it was listed.
    }
  }
  let bytes = 0;
  const open = [root];
  for (let pid = open.pop(); pid !== undefined; pid = open.pop()) {
    open.push(...(children.get(pid) ?? []));
    try {
      const pss = /^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'));
      bytes += Number(pss?.[1] ?? 0) * 1024;
    } catch {
      // As above.
    }
  }
  return bytes;
}
