/** Runs in worker threads: reads pieces of a CSV file into shared memory and parses them there. */
import { closeSync, openSync, readSync } from 'node:fs';
import { bumpEnd, takeBytes } from '../runtime/bump.ts';
import { CONTROL, CONTROL_ADDRESS } from '../runtime/control.ts';
import type { KernelExports, ProcedureContext } from '../runtime/worker-protocol.ts';
import { VALUE_BYTES } from './adjacency.ts';
import { LONGEST_ROW_BYTES, type CsvFormat } from './csv-format.ts';
import { makeRoom, openThreadDictionary } from './thread-dictionary.ts';

export const FORM = { NARROW: 0, WIDE: 1, TEXT: 2 } as const;
export const STATUS = {
  OK: 0,
  INCOMPLETE: 1,
  NEEDS_WIDE: 2,
  NOT_INTEGER: 3,
  MISSING_COLUMN: 4,
  EMPTY_ID: 5,
  BAD_WEIGHT: 6,
  BAD_QUOTE: 7,
  NEEDS_ROOM: 8,
  BAD_TEXT: 9,
  BAD_TIME: 10,
  NO_TIME: 11,
  /** The memory's limit is passed. */
  NO_MEMORY: 100,
  ROW_TOO_LONG: 101,
} as const;

/** Bytes of the file that one claim reads. */
export const PIECE_BYTES = 1 << 20;
const PADDING = 64;
/** "a,b\n": no row that counts is shorter. */
const SHORTEST_ROW_BYTES = 4;
const MOST_ROWS = Math.ceil(PIECE_BYTES / SHORTEST_ROW_BYTES) + 1;

export interface PieceFault {
  readonly status: number;
  /** Byte of the file where the row begins. */
  readonly offset: number;
  readonly column: number;
  readonly value: string;
}

/** What became of the piece: the rows that begin in it, and where the first row of the next one begins. */
export interface Piece {
  readonly index: number;
  /** Where the first row was taken to begin; undefined: no row begins in the piece. */
  readonly start: number | undefined;
  readonly end: number;
  readonly rows: number;
  readonly wide: boolean;
  readonly sources: number;
  readonly targets: number;
  readonly values: number;
  readonly firstNegativeRow: number | undefined;
  readonly fault: PieceFault | undefined;
  readonly readMs: number;
}

export interface ReadPlan {
  readonly format: CsvFormat;
  readonly form: number;
  readonly onlyCanonical: boolean;
  /** At most PIECE_BYTES. */
  readonly pieceBytes: number;
  /** Pieces before this one are read already; those from stopPiece on are not asked for. */
  readonly firstPiece: number;
  readonly stopPiece: number;
  /** Where the first row of the first piece begins. */
  readonly firstStart: number;
  /** Distinguishes readings into one memory; buffers and dictionaries last as long as one. */
  readonly reading: number;
}

interface Buffers {
  readonly reading: number;
  readonly data: number;
  readonly scratch: number;
  readonly sources: number;
  readonly targets: number;
  readonly values: number;
}

const DATA_BYTES = 1 + PIECE_BYTES + LONGEST_ROW_BYTES + PADDING;

/** Bytes of shared memory that each thread takes for itself while it reads. */
export const READ_BUFFER_BYTES = DATA_BYTES + LONGEST_ROW_BYTES + PADDING + MOST_ROWS * 24 + 1024;

const buffersByMemory = new WeakMap<WebAssembly.Memory, Buffers>();

/** The thread's buffers, and for TEXT its dictionary; made at the first call of a reading. */
function open(context: ProcedureContext, csv: KernelExports, plan: ReadPlan): Buffers | undefined {
  const known = buffersByMemory.get(context.memory);
  if (known?.reading === plan.reading) return known;
  const address = takeBytes(context.memory, READ_BUFFER_BYTES);
  if (address === undefined) return undefined;
  if (plan.form === FORM.TEXT && !openThreadDictionary(context, csv)) return undefined;
  const scratch = address + Math.ceil(DATA_BYTES / 64) * 64;
  const sources = scratch + LONGEST_ROW_BYTES + PADDING;
  const targets = sources + MOST_ROWS * 8;
  const buffers = { reading: plan.reading, data: address, scratch, sources, targets, values: targets + MOST_ROWS * 8 };
  buffersByMemory.set(context.memory, buffers);
  return buffers;
}

/** One thread's part: claims pieces until none is left, a fault was found, or the run is cancelled. */
export function readPieces(context: ProcedureContext, _thread: number, _threads: number, plan: ReadPlan): Piece[] {
  const csv = context.instance('csv');
  const control = new Int32Array(context.memory.buffer, CONTROL_ADDRESS, CONTROL.BUMP_BYTES);
  const buffers = open(context, csv, plan);
  if (buffers === undefined) return [outOfMemory(-1, bumpEnd(context.memory))];
  const descriptor = openSync(plan.format.path, 'r');
  const pieces: Piece[] = [];
  try {
    while (Atomics.load(control, CONTROL.CANCEL) === 0) {
      const index = plan.firstPiece + Atomics.add(control, CONTROL.CURSOR, 1);
      if (index >= plan.stopPiece) break;
      const start = index === plan.firstPiece ? plan.firstStart : undefined;
      let piece = readPiece(context, csv, descriptor, plan, buffers, index, plan.form, start);
      if (piece.fault?.status === STATUS.NEEDS_WIDE) {
        piece = readPiece(context, csv, descriptor, plan, buffers, index, FORM.WIDE, start);
      }
      pieces.push(piece);
      Atomics.add(control, CONTROL.DONE, 1);
      // one fault decides (which one, the host sees); the others need not go on
      if (piece.fault !== undefined) Atomics.store(control, CONTROL.CURSOR, plan.stopPiece);
    }
  } finally {
    closeSync(descriptor);
  }
  return pieces;
}

function readPiece(
  context: ProcedureContext,
  csv: KernelExports,
  descriptor: number,
  plan: ReadPlan,
  buffers: Buffers,
  index: number,
  form: number,
  knownStart: number | undefined,
): Piece {
  const { memory } = context;
  const { format } = plan;
  const started = performance.now();
  const pieceStart = format.dataStart + index * plan.pieceBytes;
  const pieceEnd = Math.min(pieceStart + plan.pieceBytes, format.sizeBytes);
  csv['configure']!(
    format.delimiter, format.source, format.target, format.value, format.edgeValue === 'time' ? 1 : 0, form,
    plan.onlyCanonical ? 1 : 0, buffers.scratch,
  ); // prettier-ignore
  // the byte before says whether a row begins exactly here
  const from = knownStart ?? pieceStart - 1;
  const bytes = new Uint8Array(memory.buffer, buffers.data, DATA_BYTES);
  const wanted = Math.min(pieceEnd + LONGEST_ROW_BYTES, format.sizeBytes) - from;
  let got = 0;
  while (got < wanted) {
    const n = readSync(descriptor, bytes, got, wanted - got, from + got);
    if (n === 0) break;
    got += n;
  }
  bytes.fill(10, got, got + PADDING);
  const readMs = performance.now() - started;
  const last = from + got >= format.sizeBytes;
  const dataEnd = buffers.data + got;
  const limit = buffers.data + (pieceEnd - from);
  let at = buffers.data;
  if (knownStart === undefined) at = (csv['afterLineBreak']!(at, dataEnd) as number) >>> 0;
  const none = { index, rows: 0, wide: form === FORM.WIDE, sources: 0, targets: 0, values: 0, readMs } as const;
  const toOffset = (address: number): number => from + (address - buffers.data);
  if (at >= limit) {
    return { ...none, start: undefined, end: toOffset(at), firstNegativeRow: undefined, fault: undefined };
  }
  const start = toOffset(at);
  csv['beginChunk']!();
  let status: number;
  for (;;) {
    status = csv['parse']!(
      at,
      limit,
      dataEnd,
      last ? 1 : 0,
      buffers.sources,
      buffers.targets,
      buffers.values,
    ) as number;
    if (status !== STATUS.NEEDS_ROOM) break;
    at = (csv['position']!.value as number) >>> 0;
    if (!makeRoom(context, csv, csv['faultLength']!.value as number))
      return { ...outOfMemory(index, bumpEnd(memory)), start };
  }
  const position = (csv['position']!.value as number) >>> 0;
  const rows = csv['rows']!.value as number;
  const negative = (csv['firstNegativeRow']!.value as number) >>> 0;
  const end = toOffset(position);
  const firstNegativeRow = negative === 0xffff_ffff ? undefined : negative;
  if (status === STATUS.INCOMPLETE) status = STATUS.ROW_TOO_LONG;
  if (status !== STATUS.OK) {
    const value = faultText(csv, memory);
    const column = csv['faultColumn']!.value as number;
    return { ...none, start, end, firstNegativeRow, fault: { status, offset: end, column, value } };
  }
  const width = form === FORM.WIDE ? 8 : 4;
  const valueBytes = format.value >= 0 ? rows * VALUE_BYTES : 0;
  const block = Math.ceil((rows * width) / 8) * 8;
  const home = takeBytes(memory, 2 * block + valueBytes);
  if (home === undefined) return { ...outOfMemory(index, bumpEnd(memory)), start };
  const target = new Uint8Array(memory.buffer, home, 2 * block + valueBytes);
  target.set(new Uint8Array(memory.buffer, buffers.sources, rows * width));
  target.set(new Uint8Array(memory.buffer, buffers.targets, rows * width), block);
  target.set(new Uint8Array(memory.buffer, buffers.values, valueBytes), 2 * block);
  return {
    ...none,
    start,
    end,
    rows,
    sources: home,
    targets: home + block,
    values: format.value >= 0 ? home + 2 * block : 0,
    firstNegativeRow,
    fault: undefined,
  };
}

function outOfMemory(index: number, requiredBytes: number): Piece {
  return {
    index,
    start: undefined,
    end: 0,
    rows: 0,
    wide: false,
    sources: 0,
    targets: 0,
    values: 0,
    firstNegativeRow: undefined,
    fault: { status: STATUS.NO_MEMORY, offset: 0, column: 0, value: String(requiredBytes) },
    readMs: 0,
  };
}

/** The cell that a fault is about, at most 200 bytes of it. */
function faultText(csv: KernelExports, memory: WebAssembly.Memory): string {
  const address = (csv['faultAt']!.value as number) >>> 0;
  const length = csv['faultLength']!.value as number;
  const text = Buffer.from(new Uint8Array(memory.buffer, address, Math.min(length, 200)).slice()).toString('utf8');
  return length > 200 ? `${text}…` : text.replace(/[\r\n]+$/, '');
}
