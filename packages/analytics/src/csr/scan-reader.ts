import {
  OrreryError,
  vidCount,
  type DenseEdgeBatch,
  type DenseEdges,
  type EdgeBatch,
  type EdgeScan,
  type VidColumn,
} from '@orrery/contracts';
import type { EdgeValueKind } from '../face.ts';
import { bumpEnd, openBump, takeBytes } from '../runtime/bump.ts';
import { MemoryError } from '../runtime/memory-error.ts';
import type { Team } from '../runtime/team.ts';
import { VALUE_BYTES } from './adjacency.ts';
import type { EdgeChunk, RawEdges } from './edge-chunks.ts';

/** Edges per chunk: enough to be worth a claim, few enough to share. */
const CHUNK_EDGES = 1 << 16;
const INTERN_MODULE = new URL('./intern-worker.ts', import.meta.url);

/**
 * Reads a scan's batches into memory from `address` on. Integers are copied; strings become references of the threads'
 * dictionaries, a batch per thread at a time. Where the scan has numbers for its vertices, these are copied, and only the
 * ids that they stand for are read, once each. `vertices` exist even without an edge.
 * @throws OrreryError ErrParam naming the edge of a bad weight, or when times are asked of a scan that has none; MemoryError
 */
export async function readScan(
  team: Team,
  scan: EdgeScan,
  edgeValue: EdgeValueKind,
  vertices: VidColumn | undefined,
  address: number,
  progress: (fraction: number) => void,
): Promise<RawEdges> {
  const { memory } = team;
  openBump(memory.wasm, { address, limitBytes: memory.limitBytes });
  const reader = new BatchReader(team, scan.vidType);
  if (scan.vidType === 'string') await reader.openDictionaries();
  const chunks: EdgeChunk[] = [];
  let edges = 0;
  let hasValues = edgeValue === 'time';
  let negativeWeight: string | undefined;
  const numbers = scan.dense && new UsedNumbers(scan.dense);
  const isWide = !numbers && scan.vidType === 'int64';
  for await (const batch of (scan.dense ?? scan).batches(team.signal)) {
    team.signal?.throwIfAborted();
    if (batch.count === 0) continue;
    checkEnds(batch);
    const values = valuesOf(batch, edgeValue);
    if (chunks.length > 0 && hasValues !== (values !== undefined)) {
      throw new OrreryError('ErrInternalServer', 'some batches of a scan have weights and others have none');
    }
    hasValues = values !== undefined;
    if (values instanceof Float64Array) negativeWeight ??= checkWeights(values, edges);
    const take = async (ends: VidColumn | Uint32Array): Promise<number> => {
      if (!(ends instanceof Uint32Array)) return reader.ids(ends, batch.count);
      numbers!.add(ends);
      return reader.copy(new Uint8Array(ends.buffer, ends.byteOffset, ends.byteLength));
    };
    const sources = await take(batch.src);
    const targets = await take(batch.dst);
    const home = values ? reader.copy(new Uint8Array(values.buffer, values.byteOffset, values.byteLength)) : 0;
    const width = isWide ? 8 : 4;
    for (let first = 0; first < batch.count; first += CHUNK_EDGES) {
      chunks.push({
        sources: sources + first * width,
        targets: targets + first * width,
        values: values ? home + first * VALUE_BYTES : 0,
        count: Math.min(CHUNK_EDGES, batch.count - first),
        wide: isWide,
      });
    }
    edges += batch.count;
    if (scan.edgeCount) progress(Math.min(1, edges / scan.edgeCount));
  }
  /** Ids as the two ends of edges that are only encoded, never built; an odd one is an end twice. */
  const looseIds = async (ids: VidColumn): Promise<EdgeChunk> => {
    const count = Math.ceil(vidCount(ids) / 2);
    const [firsts, seconds] = halves(ids, count);
    const sources = await reader.ids(firsts, count);
    const targets = await reader.ids(seconds, count);
    return { sources, targets, values: 0, count, wide: scan.vidType === 'int64' };
  };
  const loose = vertices !== undefined && vidCount(vertices) > 0 ? [await looseIds(vertices)] : [];
  const used = numbers?.list();
  const sourceNumbers = used &&
    used.length > 0 && {
      indexCount: scan.dense!.indexCount,
      used,
      ids: await looseIds(gather(await scan.dense!.vertexIds(), used)),
    };
  await reader.finish();
  return {
    chunks,
    loose,
    ...(sourceNumbers && { numbers: sourceNumbers }),
    form: scan.vidType === 'int64' ? 'integers' : 'references',
    vidType: scan.vidType,
    edgeValue: hasValues ? edgeValue : 'none',
    dictionariesAreDirty: false,
    negativeWeight,
  };
}

/** @throws OrreryError ErrInternalServer when a batch has more or fewer ends than edges */
function checkEnds({ count, src, dst }: EdgeBatch | DenseEdgeBatch): void {
  const [sources, targets] = [src, dst].map((ends) => (ends instanceof Uint32Array ? ends.length : vidCount(ends)));
  if (sources === count && targets === count) return;
  throw new OrreryError('ErrInternalServer', `a batch of ${count} edges has ${sources} sources and ${targets} targets`);
}

/** The numbers of a scan's vertices that edges have. */
class UsedNumbers {
  /** 1 for each that is used. */
  readonly #isUsed: Uint8Array;

  constructor({ indexCount }: DenseEdges) {
    this.#isUsed = new Uint8Array(indexCount);
  }

  add(numbers: Uint32Array): void {
    const isUsed = this.#isUsed;
    for (let i = 0; i < numbers.length; i++) isUsed[numbers[i]!] = 1;
  }

  /** In ascending order. */
  list(): Uint32Array {
    const isUsed = this.#isUsed;
    let count = 0;
    for (let number = 0; number < isUsed.length; number++) count += isUsed[number]!;
    const used = new Uint32Array(count);
    let at = 0;
    for (let number = 0; number < isUsed.length; number++) if (isUsed[number] === 1) used[at++] = number;
    return used;
  }
}

/** The ids in these rows. */
function gather(ids: VidColumn, rows: Uint32Array): VidColumn {
  if (rows.length === vidCount(ids)) return ids;
  if (ids.type === 'int64') return { type: 'int64', values: BigInt64Array.from(rows, (row) => ids.values[row]!) };
  const offsets = new Uint32Array(rows.length + 1);
  rows.forEach((row, i) => {
    offsets[i + 1] = offsets[i]! + ids.offsets[row + 1]! - ids.offsets[row]!;
  });
  const bytes = new Uint8Array(offsets.at(-1)!);
  rows.forEach((row, i) => bytes.set(ids.bytes.subarray(ids.offsets[row], ids.offsets[row + 1]), offsets[i]));
  return { type: 'string', offsets, bytes };
}

/** The batch's weights or times; a scan may have no weights, but not no times. */
function valuesOf(
  batch: EdgeBatch | DenseEdgeBatch,
  edgeValue: EdgeValueKind,
): Float64Array | BigInt64Array | undefined {
  if (edgeValue === 'none') return undefined;
  const values = edgeValue === 'time' ? batch.timeMs : batch.weight;
  if (values === undefined && edgeValue === 'time') {
    throw new OrreryError('ErrParam', 'the input has no time: name the column or property with the time of each edge');
  }
  if (values !== undefined && values.length !== batch.count) {
    throw new OrreryError('ErrInternalServer', `a batch of ${batch.count} edges has ${values.length} ${edgeValue}s`);
  }
  return values;
}

/** The first `count` ids and the last `count` ids; they overlap when their number is odd. */
function halves(ids: VidColumn, count: number): [VidColumn, VidColumn] {
  const rest = vidCount(ids) - count;
  if (ids.type === 'int64')
    return [
      { type: 'int64', values: ids.values.subarray(0, count) },
      { type: 'int64', values: ids.values.subarray(rest) },
    ];
  const part = (from: number): VidColumn => ({
    type: 'string',
    offsets: ids.offsets.subarray(from, from + count + 1),
    bytes: ids.bytes,
  });
  return [part(0), part(rest)];
}

function checkWeights(weights: Float64Array, before: number): string | undefined {
  let negative: string | undefined;
  for (let i = 0; i < weights.length; i++) {
    const weight = weights[i]!;
    if (!Number.isFinite(weight)) {
      throw new OrreryError(
        'ErrParam',
        `edge ${before + i + 1} of the input has the weight ${weight}, which is no finite number`,
      );
    }
    if (weight < 0) negative ??= `${weight} in edge ${before + i + 1} of the input`;
  }
  return negative;
}

/** Puts columns of ids into shared memory. */
class BatchReader {
  readonly #team: Team;
  readonly #vidType: 'int64' | 'string';
  /** Per thread: what it is interning, and where its texts are staged. */
  readonly #threads: { busy: Promise<void>; address: number; bytes: number }[];
  #next = 0;

  constructor(team: Team, vidType: 'int64' | 'string') {
    this.#team = team;
    this.#vidType = vidType;
    this.#threads = team.workers.map(() => ({ busy: Promise.resolve(), address: 0, bytes: 0 }));
  }

  async openDictionaries(): Promise<void> {
    const opened = await this.#team.runProcedure<boolean>(INTERN_MODULE, 'openTexts', ['csv'], []);
    if (opened.includes(false)) throw this.#memoryError();
  }

  /** Address of the ids: int64, or references that are there after finish(). */
  async ids(column: VidColumn, count: number): Promise<number> {
    if (column.type !== this.#vidType) {
      throw new OrreryError('ErrInternalServer', `a scan of ${this.#vidType} ids has a batch of ${column.type} ids`);
    }
    if (column.type === 'int64') {
      return this.copy(new Uint8Array(column.values.buffer, column.values.byteOffset, count * 8));
    }
    const references = this.#take(count * 4);
    const thread = this.#next++ % this.#threads.length;
    const state = this.#threads[thread]!;
    await state.busy;
    const first = column.offsets[0]!;
    const text = column.bytes.subarray(first, column.offsets[count]!);
    const offsetBytes = Math.ceil(((count + 1) * 4) / 8) * 8;
    const needed = offsetBytes + text.length + 16;
    if (needed > state.bytes) {
      state.bytes = Math.max(needed, state.bytes * 2);
      state.address = this.#take(state.bytes);
    }
    const { memory } = this.#team;
    const offsets = memory.u32(state.address, count + 1);
    offsets.set(column.offsets.subarray(0, count + 1));
    if (first !== 0) for (let i = 0; i <= count; i++) offsets[i] = offsets[i]! - first;
    memory.u8(state.address + offsetBytes, text.length).set(text);
    const batch = { offsets: state.address, bytes: state.address + offsetBytes, count, references };
    const interning = this.#team
      .runProcedureOn<boolean>(thread, INTERN_MODULE, 'internTexts', ['csv'], [[batch]])
      .then((done) => {
        if (!done) throw this.#memoryError();
      });
    interning.catch(() => {});
    state.busy = interning;
    return references;
  }

  copy(bytes: Uint8Array): number {
    const address = this.#take(bytes.length);
    this.#team.memory.u8(address, bytes.length).set(bytes);
    return address;
  }

  async finish(): Promise<void> {
    await Promise.all(this.#threads.map((state) => state.busy));
  }

  #take(bytes: number): number {
    const address = takeBytes(this.#team.memory.wasm, bytes);
    if (address === undefined) throw this.#memoryError();
    return address;
  }

  #memoryError(): MemoryError {
    return new MemoryError('reading the edges', bumpEnd(this.#team.memory.wasm), this.#team.memory.limitBytes);
  }
}
