/** Runs in worker threads: room for the dictionary that each of them keeps in the csv kernel's instance. */
import { takeBytes } from '../runtime/bump.ts';
import type { KernelExports, ProcedureContext } from '../runtime/worker-protocol.ts';

const FIRST_SLOTS = 1 << 12;
const SLOT_BYTES = 8;
const FIRST_HEAP_BYTES = 1 << 16;
const HEAP_BYTES = 4 << 20;
const ENTRY_OVERHEAD_BYTES = 32;

/** Starts an empty dictionary. False: the memory's limit is passed. */
export function openThreadDictionary({ memory }: ProcedureContext, csv: KernelExports): boolean {
  const table = takeBytes(memory, FIRST_SLOTS * SLOT_BYTES);
  const heap = takeBytes(memory, FIRST_HEAP_BYTES);
  if (table === undefined || heap === undefined) return false;
  csv['openDictionary']!(table, FIRST_SLOTS, heap, FIRST_HEAP_BYTES);
  return true;
}

/** Makes room for an id of `idBytes` where it is missing: a table twice as large, another piece of heap, or both. */
export function makeRoom({ memory }: ProcedureContext, csv: KernelExports, idBytes: number): boolean {
  if (csv['tableIsFull']!() !== 0) {
    const slots = ((csv['dictionarySlots']!() as number) >>> 0) * 2;
    const table = takeBytes(memory, slots * SLOT_BYTES);
    if (table === undefined) return false;
    csv['rehash']!(table, slots);
  }
  const needed = idBytes + ENTRY_OVERHEAD_BYTES;
  if ((csv['heapRoom']!() as number) >>> 0 < needed) {
    const bytes = Math.max(HEAP_BYTES, needed);
    const heap = takeBytes(memory, bytes);
    if (heap === undefined) return false;
    csv['openHeap']!(heap, bytes);
  }
  return true;
}
