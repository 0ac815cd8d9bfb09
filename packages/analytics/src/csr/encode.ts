import type { VidColumn } from '@orrery/contracts';
import { bumpEnd, takeBytes } from '../runtime/bump.ts';
import { CONTROL_ADDRESS } from '../runtime/control.ts';
import { MemoryError } from '../runtime/memory-error.ts';
import type { Team } from '../runtime/team.ts';
import { CHUNK_RECORD_BYTES, writeChunks, type EdgeChunk, type RawEdges, type SourceNumbers } from './edge-chunks.ts';

const LARGEST_RANGE = 2 ** 32 - 64;
/** A bit and half a bit of count per value of the range are cheaper than a hash table up to about this. */
const RANGE_PER_ID = 32;
const SMALL_RANGE = 1 << 22;

/** Ids replaced by vertex indexes, in the same chunks. */
export interface EncodedEdges {
  readonly vids: VidColumn;
  readonly vertexCount: number;
}

/**
 * Numbers the vertices in the order of their ids (integers as numbers, strings by their UTF-8 bytes, which is the order
 * of code points), whatever the order of the edges or the number of threads, and replaces the ids of all chunks.
 * Integers of a small range go through a bitmap, others and strings through the threads' dictionaries. Where a source has
 * numbers for its vertices only the ids that these stand for are encoded, and numbers replaced by what came of them.
 */
export async function encodeIds(team: Team, raw: RawEdges): Promise<EncodedEdges> {
  const { numbers } = raw;
  const chunks = [...(numbers ? [numbers.ids] : raw.chunks), ...raw.loose];
  const edgeCount = chunks.reduce((sum, chunk) => sum + chunk.count, 0);
  if (edgeCount === 0) return { vids: noIds(raw.vidType), vertexCount: 0 };
  const take = (bytes: number, what: string): number => {
    const address = takeBytes(team.memory.wasm, bytes);
    if (address === undefined) throw new MemoryError(what, bumpEnd(team.memory.wasm), team.memory.limitBytes);
    return address;
  };
  const encoded = await encodeChunks(team, raw, chunks, edgeCount, take);
  if (numbers) await replaceNumbers(team, raw.chunks, numbers, take);
  return encoded;
}

/** The vertices' numbers of the source become vertex indexes, which their ids have by now. */
async function replaceNumbers(
  team: Team,
  chunks: readonly EdgeChunk[],
  { indexCount, used, ids }: SourceNumbers,
  take: Take,
): Promise<void> {
  const indexes = take(indexCount * 4, 'vertex numbers');
  const table = take(chunks.length * CHUNK_RECORD_BYTES, 'the list of edge chunks');
  writeChunks(team.memory, table, chunks);
  const indexOf = team.memory.u32(indexes, indexCount);
  const rest = used.length - ids.count;
  for (const [home, first] of [
    [ids.sources, 0],
    [ids.targets, rest],
  ] as const) {
    const ranks = team.memory.u32(home, ids.count);
    for (let i = 0; i < ids.count; i++) indexOf[used[first + i]!] = ranks[i]!;
  }
  await team.run('encode', 'replace', [table, chunks.length, indexes]);
}

async function encodeChunks(
  team: Team,
  raw: RawEdges,
  chunks: readonly EdgeChunk[],
  edgeCount: number,
  take: Take,
): Promise<EncodedEdges> {
  const table = take(chunks.length * CHUNK_RECORD_BYTES, 'the list of edge chunks');
  writeChunks(team.memory, table, chunks);
  if (raw.form === 'integers') {
    const out = take(team.threads * 16, 'encoding');
    await team.run('encode', 'range', [table, chunks.length, out]);
    const bounds = team.memory.i64(out, team.threads * 2);
    let least = bounds[0]!;
    let most = bounds[1]!;
    for (let i = 0; i < bounds.length; i += 2) {
      if (bounds[i]! < least) least = bounds[i]!;
      if (bounds[i + 1]! > most) most = bounds[i + 1]!;
    }
    const range = Number(most - least) + 1;
    if (range <= LARGEST_RANGE && range <= Math.max(SMALL_RANGE, edgeCount * 2 * RANGE_PER_ID)) {
      return encodeByBitmap(team, table, chunks.length, least, range, take);
    }
    await team
      .runProcedure(
        new URL('./intern-worker.ts', import.meta.url),
        'internIntegers',
        ['csv'],
        [{ table, chunkCount: chunks.length }],
      )
      .then(refuseWithoutMemory(team));
  }
  return encodeByDictionaries(team, raw, table, chunks.length, take);
}

function noIds(vidType: 'int64' | 'string'): VidColumn {
  return vidType === 'int64'
    ? { type: 'int64', values: new BigInt64Array(0) }
    : { type: 'string', offsets: new Uint32Array(1), bytes: new Uint8Array(0) };
}

type Take = (bytes: number, what: string) => number;

function refuseWithoutMemory(team: Team): (answers: unknown[]) => void {
  return (answers) => {
    if (answers.includes(false)) {
      throw new MemoryError('the dictionary of vertex ids', bumpEnd(team.memory.wasm), team.memory.limitBytes);
    }
  };
}

async function encodeByBitmap(
  team: Team,
  table: number,
  chunkCount: number,
  least: bigint,
  range: number,
  take: Take,
): Promise<EncodedEdges> {
  const words = Math.ceil(range / 64);
  const bits = take(words * 8, 'the bitmap of vertex ids');
  const before = take(words * 4, 'the bitmap of vertex ids');
  await team.run('encode', 'mark', [table, chunkCount, least, bits, words]);
  const vertexCount = (await team.runOne('encode', 'countBefore', [bits, before, words])) >>> 0;
  const vids = take(vertexCount * 8, 'vertex ids');
  await team.run('encode', 'rank', [table, chunkCount, least, bits, before, words, vids]);
  return { vertexCount, vids: { type: 'int64', values: team.memory.i64(vids, vertexCount).slice() } };
}

async function encodeByDictionaries(
  team: Team,
  raw: RawEdges,
  table: number,
  chunkCount: number,
  take: Take,
): Promise<EncodedEdges> {
  if (raw.dictionariesAreDirty) await team.run('order', 'markUsed', [table, chunkCount]);
  const sorted = await team.runProcedure<{ records: number; count: number } | false>(
    new URL('./intern-worker.ts', import.meta.url),
    'sortDictionary',
    ['csv', 'order'],
    [raw.dictionariesAreDirty],
  );
  refuseWithoutMemory(team)(sorted);
  const lists = sorted as { records: number; count: number }[];
  const total = lists.reduce((sum, list) => sum + list.count, 0);
  const heads = take(lists.length * 8, 'encoding');
  const ends = team.memory.u32(heads, lists.length * 2);
  lists.forEach((list, i) => ends.set([list.records, list.records + list.count * 16], i * 2));
  const references = take(total * 4, 'vertex ids');
  const vertexCount =
    (await team.runOne('order', 'mergeRanks', [CONTROL_ADDRESS, heads, lists.length, references])) >>> 0;
  await team.run('order', 'toRanks', [table, chunkCount]);
  if (raw.vidType === 'int64') {
    const out = take(vertexCount * 8, 'vertex ids');
    await team.runOne('order', 'writeInts', [references, vertexCount, out]);
    return { vertexCount, vids: { type: 'int64', values: team.memory.i64(out, vertexCount).slice() } };
  }
  const bytes = await team.runOne('order', 'mergedTextBytes', []);
  const offsets = take((vertexCount + 1) * 4, 'vertex ids');
  const out = take(bytes, 'vertex ids');
  await team.runOne('order', 'writeTexts', [references, vertexCount, offsets, out]);
  return {
    vertexCount,
    vids: {
      type: 'string',
      offsets: team.memory.u32(offsets, vertexCount + 1).slice(),
      bytes: team.memory.u8(out, bytes).slice(),
    },
  };
}
