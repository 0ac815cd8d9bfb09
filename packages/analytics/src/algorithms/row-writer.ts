import { vidCount, type ColumnData, type VidColumn } from '@orrery/contracts';
import { MemoryError } from '../runtime/memory-error.ts';
import type { Team } from '../runtime/team.ts';
import type { KernelContext } from './algorithm.ts';
import { allVids, copyInt64, textsAt } from './columns.ts';

/** Rows that are written at once. */
const PIECE = 1 << 15;
const MOST_TEXT = 0xffff_ffff;
/** In place of a vertex index: none, an empty cell. */
export const NO_VERTEX = 0xffff_ffff;

/** Bytes of an id in a result column, on average. */
export function vidBytesPerRow(vids: VidColumn, vertexCount: number): number {
  return vids.type === 'int64' ? 8 : 4 + vids.bytes.length / Math.max(1, vertexCount);
}

/** Rows of `bytes` each that fit beside what is in memory. */
export function rowsThatFit({ team }: KernelContext, bytes: number): number {
  return Math.floor(Math.max(0, team.memory.limitBytes - team.memory.usedBytes) / bytes);
}

/** @throws MemoryError when that many rows do not fit; `what` names them and what to ask for instead */
export function requireRows(context: KernelContext, what: string, rows: number, bytes: number): void {
  const { memory } = context.team;
  if (rows > rowsThatFit(context, bytes))
    throw new MemoryError(what, memory.usedBytes + rows * bytes, memory.limitBytes);
}

/** A result column of vertex ids that is written piece by piece, and lets a cancel through between them. */
export class VidWriter {
  readonly #team: Team;
  readonly #vids: VidColumn;
  readonly #values: BigInt64Array | undefined;
  readonly #offsets: Uint32Array | undefined;
  readonly #texts: Uint8Array[] = [];
  #valid: Uint8Array | undefined;
  #run: Uint32Array | undefined;
  #rows = 0;

  /** rows: all that will come. */
  constructor(team: Team, vids: VidColumn, rows: number) {
    this.#team = team;
    this.#vids = vids;
    if (vids.type === 'int64') this.#values = new BigInt64Array(rows);
    else this.#offsets = new Uint32Array(rows + 1);
  }

  /** The ids of vertices; NO_VERTEX leaves a cell empty. @throws the signal's reason */
  async append(indexes: Uint32Array): Promise<void> {
    for (let first = 0; first < indexes.length; first += PIECE) {
      const rows = this.#known(indexes.subarray(first, first + PIECE));
      if (this.#vids.type === 'int64') {
        copyInt64(this.#vids.values, rows, this.#values!, this.#rows);
      } else {
        const piece = textsAt(this.#vids, rows);
        const base = this.#offsets![this.#rows]!;
        if (base + piece.bytes.length > MOST_TEXT)
          throw new RangeError('the ids of a result column exceed 4 GiB of text');
        for (let i = 1; i < piece.offsets.length; i++) this.#offsets![this.#rows + i] = base + piece.offsets[i]!;
        this.#texts.push(piece.bytes);
      }
      this.#rows += rows.length;
      await this.#team.turn(rows.length);
    }
  }

  /** `runs` times a vertex as often as it has rows. */
  async appendRuns(runs: number, vertexOf: (run: number) => number, rowsOf: (run: number) => number): Promise<void> {
    this.#run ??= new Uint32Array(PIECE);
    let filled = 0;
    for (let run = 0; run < runs; run++) {
      for (let left = rowsOf(run); left > 0;) {
        const rows = Math.min(left, PIECE - filled);
        this.#run.fill(vertexOf(run), filled, filled + rows);
        filled += rows;
        left -= rows;
        if (filled < PIECE) continue;
        await this.append(this.#run);
        filled = 0;
      }
      if (run % PIECE === PIECE - 1) await this.#team.turn(PIECE);
    }
    await this.append(this.#run.subarray(0, filled));
  }

  /** The same rows with some vertex in place of none, which is noted. */
  #known(indexes: Uint32Array): Uint32Array {
    if (!indexes.includes(NO_VERTEX)) return indexes;
    this.#valid ??= new Uint8Array(this.#values?.length ?? this.#offsets!.length - 1).fill(1);
    return indexes.map((v, i) => {
      if (v !== NO_VERTEX) return v;
      this.#valid![this.#rows + i] = 0;
      return 0;
    });
  }

  /** When all rows have come. @throws the signal's reason */
  async column(): Promise<ColumnData> {
    const valid = this.#valid ? { valid: this.#valid } : {};
    if (this.#values) return { type: 'int64', values: this.#values, ...valid };
    const bytes = new Uint8Array(this.#offsets![this.#rows]!);
    let at = 0;
    for (const text of this.#texts.splice(0)) {
      bytes.set(text, at);
      at += text.length;
      await this.#team.turn(text.length / 64);
    }
    return { type: 'string', offsets: this.#offsets!, bytes, ...valid };
  }
}

/** The ids of vertices as a result column; NO_VERTEX is an empty cell. @throws the signal's reason */
export async function vidsByRow(team: Team, vids: VidColumn, indexes: Uint32Array): Promise<ColumnData> {
  const writer = new VidWriter(team, vids, indexes.length);
  await writer.append(indexes);
  return writer.column();
}

/** The same of ascending vertices, which may be all. */
export async function vidsOfSome(team: Team, vids: VidColumn, vertices: Uint32Array): Promise<ColumnData> {
  return vertices.length === vidCount(vids) ? allVids(vids) : vidsByRow(team, vids, vertices);
}
