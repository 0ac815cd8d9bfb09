import { availableParallelism, totalmem } from 'node:os';
import type { TaskResources } from '../task-type.ts';

/** Share of the machine's memory that tasks may ask for together; the rest is the server's, the graph's, the cache's. */
const TASK_SHARE = 0.75;

/** What this machine (or its container) has for tasks. */
export function machineTotals(): TaskResources {
  const constrained = process.constrainedMemory();
  const memory = constrained > 0 && constrained < totalmem() ? constrained : totalmem();
  return { threads: availableParallelism(), memoryBytes: Math.floor(memory * TASK_SHARE) };
}

/** Books what running tasks stated against the totals. */
export class Machine {
  readonly totals: TaskResources;
  #threads = 0;
  #memoryBytes = 0;

  constructor(totals: TaskResources) {
    this.totals = totals;
  }

  /** Why a task can't ever run here, in words with the figures; undefined when it can. */
  refusal({ threads, memoryBytes }: TaskResources): string | undefined {
    if (!Number.isFinite(threads) || threads < 0 || !Number.isFinite(memoryBytes) || memoryBytes < 0) {
      return `its task type asks for ${threads} threads and ${memoryBytes} bytes, which are no amounts`;
    }
    if (memoryBytes > this.totals.memoryBytes) {
      return (
        `it needs ${inMiB(memoryBytes)} of memory, and this machine has ${inMiB(this.totals.memoryBytes)} for tasks. ` +
        'Give it less data at once, or run it on a machine with more memory.'
      );
    }
    if (threads > this.totals.threads) {
      return `it asks for ${threads} threads, and this machine has ${this.totals.threads} for tasks. Set "execution.threads" lower.`;
    }
    return undefined;
  }

  /** @param heldBytes memory that idle executors still hold */
  fits(resources: TaskResources, heldBytes: number): 'yes' | 'after-eviction' | 'no-threads' | 'no-memory' {
    if (this.#threads + resources.threads > this.totals.threads) return 'no-threads';
    const memoryBytes = this.#memoryBytes + resources.memoryBytes;
    if (memoryBytes > this.totals.memoryBytes) return 'no-memory';
    return memoryBytes + heldBytes <= this.totals.memoryBytes ? 'yes' : 'after-eviction';
  }

  reserve(resources: TaskResources): void {
    this.#threads += resources.threads;
    this.#memoryBytes += resources.memoryBytes;
  }

  release(resources: TaskResources): void {
    this.#threads -= resources.threads;
    this.#memoryBytes -= resources.memoryBytes;
  }

  used(): TaskResources {
    return { threads: this.#threads, memoryBytes: this.#memoryBytes };
  }
}

function inMiB(bytes: number): string {
  return `${Math.ceil(bytes / 2 ** 20).toLocaleString('en')} MiB`;
}
