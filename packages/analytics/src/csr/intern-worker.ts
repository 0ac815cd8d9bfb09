/** Runs in worker threads: the steps of encoding that use the thread's dictionary. */
import { takeBytes } from '../runtime/bump.ts';
import { CONTROL, CONTROL_ADDRESS } from '../runtime/control.ts';
import type { ProcedureContext } from '../runtime/worker-protocol.ts';
import { makeRoom, openThreadDictionary } from './thread-dictionary.ts';

/** Starts the thread's dictionary for texts that arrive in batches. False: no memory. */
export function openTexts(context: ProcedureContext): boolean {
  return openThreadDictionary(context, context.instance('csv'));
}

/** Replaces the integers of all chunks by references. False: no memory. */
export function internIntegers(
  context: ProcedureContext,
  _thread: number,
  _threads: number,
  { table, chunkCount }: { readonly table: number; readonly chunkCount: number },
): boolean {
  const csv = context.instance('csv');
  if (!openThreadDictionary(context, csv)) return false;
  const control = new Int32Array(context.memory.buffer, CONTROL_ADDRESS, CONTROL.BUMP_BYTES);
  for (;;) {
    const chunk = Atomics.add(control, CONTROL.CURSOR, 1);
    if (chunk >= chunkCount || Atomics.load(control, CONTROL.CANCEL) !== 0) return true;
    const [sources, targets, , count, wide] = new Uint32Array(context.memory.buffer, table + chunk * 32, 5);
    for (const ids of [sources!, targets!]) {
      for (let done = 0; done < count!;) {
        done = (csv['internInts']!(ids, ids, wide!, done, count!) as number) >>> 0;
        if (done < count! && !makeRoom(context, csv, 8)) return false;
      }
    }
  }
}

export interface TextBatch {
  readonly offsets: number;
  readonly bytes: number;
  readonly count: number;
  /** Where the references (u32) go. */
  readonly references: number;
}

/** Interns columns of strings in Arrow's layout. False: no memory. @throws Error for text that is no UTF-8 */
export function internTexts(
  context: ProcedureContext,
  _thread: number,
  _threads: number,
  batches: readonly TextBatch[],
): boolean {
  const csv = context.instance('csv');
  for (const { offsets, bytes, references, count } of batches) {
    for (let done = 0; done < count;) {
      done = (csv['internTexts']!(offsets, bytes, references, done, count) as number) >>> 0;
      if (done < count && csv['badText']!.value !== 0) throw new Error(`vertex id ${done + 1} of a batch is not UTF-8`);
      if (done < count && !makeRoom(context, csv, csv['faultLength']!.value as number)) return false;
    }
  }
  return true;
}

/** Sorts the thread's ids; false: no memory. With `onlyMarked`, those that an edge refers to. */
export function sortDictionary(
  context: ProcedureContext,
  _thread: number,
  _threads: number,
  onlyMarked: boolean,
): { readonly records: number; readonly count: number } | false {
  const csv = context.instance('csv');
  const most = (csv['dictionaryCount']!() as number) >>> 0;
  const records = takeBytes(context.memory, most * 16);
  const spare = takeBytes(context.memory, most * 32);
  if (records === undefined || spare === undefined) return false;
  const count = (csv['collect']!(records, onlyMarked ? 1 : 0) as number) >>> 0;
  context.instance('order')['sortIds']!(CONTROL_ADDRESS, records, spare, spare + most * 16, count);
  return { records, count };
}
