import { closeSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import { OrreryError, type VidType } from '@orrery/contracts';
import { bumpEnd, openBump } from '../runtime/bump.ts';
import { MemoryError } from '../runtime/memory-error.ts';
import type { Team } from '../runtime/team.ts';
import type { CsvFormat } from './csv-format.ts';
import { LONGEST_ROW_BYTES } from './csv-format.ts';
import { FORM, PIECE_BYTES, STATUS, type Piece, type PieceFault, type ReadPlan } from './csv-worker.ts';
import type { EdgeChunk, RawEdges } from './edge-chunks.ts';

const WORKER_MODULE = new URL('./csv-worker.ts', import.meta.url);
let readings = 0;

/**
 * Reads a CSV edge list with all threads of the team into memory from `address` on; the tail stays open for the ids.
 *
 * Threads read pieces of the file at once. Where a piece begins inside a quoted cell with line breaks, its thread took
 * a wrong place for the beginning of a row; that shows when the previous piece ends elsewhere, and the piece is read
 * again. So every file reads as it would from its beginning to its end.
 *
 * pieceBytes: how much of the file a thread reads at once; only tests choose it.
 * @throws OrreryError ErrParam naming line and value of the first bad row; MemoryError
 */
export async function readCsv(
  team: Team,
  format: CsvFormat,
  vidType: VidType | undefined,
  address: number,
  progress: (fraction: number) => void,
  pieceBytes: number = PIECE_BYTES,
): Promise<RawEdges> {
  if (vidType !== 'string') {
    const form = vidType === undefined ? 'canonical integers' : 'integers';
    const edges = await readAs(team, format, form, address, progress, pieceBytes);
    if (edges !== 'not integers') return edges;
  }
  return (await readAs(team, format, 'texts', address, progress, pieceBytes)) as RawEdges;
}

async function readAs(
  team: Team,
  format: CsvFormat,
  form: 'canonical integers' | 'integers' | 'texts',
  address: number,
  progress: (fraction: number) => void,
  pieceBytes: number,
): Promise<RawEdges | 'not integers'> {
  const { memory } = team;
  openBump(memory.wasm, { address, limitBytes: memory.limitBytes });
  const pieceCount = Math.ceil(Math.max(0, format.sizeBytes - format.dataStart) / pieceBytes);
  const plan = {
    format,
    form: form === 'texts' ? FORM.TEXT : FORM.NARROW,
    onlyCanonical: form === 'canonical integers',
    pieceBytes,
    reading: ++readings,
  };
  const good: Piece[] = [];
  const pieces = new Map<number, Piece>();
  let reread = false;
  let nextStart = format.dataStart;
  let nextPiece = 0;
  while (nextPiece < pieceCount) {
    const pieceEnd = Math.min(format.dataStart + (nextPiece + 1) * pieceBytes, format.sizeBytes);
    const piece = pieces.get(nextPiece);
    pieces.delete(nextPiece);
    if (nextStart >= pieceEnd) {
      // a row that began earlier covers the whole piece
      reread ||= piece?.start !== undefined;
      nextPiece++;
    } else if (piece?.start === nextStart) {
      if (piece.fault !== undefined) {
        if (plan.onlyCanonical && piece.fault.status === STATUS.NOT_INTEGER) return 'not integers';
        throw rowError(format, piece.fault, form);
      }
      good.push(piece);
      nextStart = piece.end;
      nextPiece++;
    } else {
      // not read yet, or read from a wrong place: up to the next piece that may be right
      reread ||= piece !== undefined;
      const stopPiece = Math.min(pieceCount, ...pieces.keys());
      const run: ReadPlan = { ...plan, firstPiece: nextPiece, firstStart: nextStart, stopPiece };
      for (const got of await readPieces(team, run, progress, pieceCount)) pieces.set(got.index, got);
    }
  }
  return {
    chunks: good.filter((piece) => piece.rows > 0).map(chunkOf),
    loose: [],
    form: form === 'texts' ? 'references' : 'integers',
    vidType: form === 'texts' ? 'string' : 'int64',
    edgeValue: format.edgeValue,
    dictionariesAreDirty: reread,
    negativeWeight: negativeWeight(team, format, good),
  };
}

async function readPieces(
  team: Team,
  run: ReadPlan,
  progress: (fraction: number) => void,
  pieceCount: number,
): Promise<Piece[]> {
  const answers = await team.runProcedure<Piece[]>(WORKER_MODULE, 'readPieces', ['csv'], [run], {
    onDone: (done) => progress((run.firstPiece + done) / pieceCount),
  });
  const pieces = answers.flat();
  if (pieces.some((piece) => piece.fault?.status === STATUS.NO_MEMORY)) {
    throw new MemoryError(`reading ${basename(run.format.path)}`, bumpEnd(team.memory.wasm), team.memory.limitBytes);
  }
  return pieces;
}

function chunkOf({ sources, targets, values, rows, wide }: Piece): EdgeChunk {
  return { sources, targets, values, count: rows, wide };
}

function negativeWeight(team: Team, format: CsvFormat, pieces: readonly Piece[]): string | undefined {
  let before = 0;
  for (const piece of pieces) {
    if (piece.firstNegativeRow !== undefined) {
      const weight = team.memory.f64(piece.values, piece.rows)[piece.firstNegativeRow]!;
      return `${weight} in edge ${before + piece.firstNegativeRow + 1} of ${basename(format.path)}`;
    }
    before += piece.rows;
  }
  return undefined;
}

function rowError(format: CsvFormat, fault: PieceFault, form: string): OrreryError {
  const place = `${basename(format.path)}, row at line ${lineOf(format.path, fault.offset)}`;
  const value = JSON.stringify(fault.value);
  const column = `column ${fault.column + 1}`;
  const what: Record<number, string> = {
    [STATUS.NOT_INTEGER]: `${column} has ${value}, which is no 64-bit integer; correct it, or set vidType to string`,
    [STATUS.MISSING_COLUMN]: `the row ${value} ends before ${column}, which is needed`,
    [STATUS.EMPTY_ID]: `${column} is empty, but every edge needs two vertex ids`,
    [STATUS.BAD_WEIGHT]: `${column} has ${value}, which is no finite number; a weight left empty counts as 1`,
    [STATUS.BAD_TIME]: `${column} has ${value}, which is no time: give a datetime such as 2023-10-03 11:11:15.489 (UTC), or milliseconds since 1970`,
    [STATUS.NO_TIME]: `${column} is empty, but every edge needs a time`,
    [STATUS.BAD_TEXT]: `${column} has ${value}, which is not encoded in UTF-8; convert the file to UTF-8`,
    [STATUS.BAD_QUOTE]: `${column} has a quoted cell that is not closed, or has text after its closing quote: ${value}`,
    [STATUS.ROW_TOO_LONG]: `the row is longer than ${LONGEST_ROW_BYTES} bytes; is a quote missing?`,
  };
  const message = what[fault.status];
  if (message === undefined) return new OrreryError('ErrInternalServer', `${place}: status ${fault.status} of ${form}`);
  return new OrreryError('ErrParam', `${place}: ${message}`);
}

/** Number of the line, from 1, that holds a byte of the file. */
function lineOf(path: string, offset: number): number {
  const descriptor = openSync(path, 'r');
  try {
    const buffer = Buffer.alloc(1 << 20);
    let line = 1;
    for (let at = 0; at < offset;) {
      const n = readSync(descriptor, buffer, 0, Math.min(buffer.length, offset - at), at);
      if (n === 0) break;
      for (let i = buffer.indexOf(10); i >= 0 && i < n; i = buffer.indexOf(10, i + 1)) line++;
      at += n;
    }
    return line;
  } finally {
    closeSync(descriptor);
  }
}
