import { open, rename, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import type { VidColumn } from '@orrery/contracts';
import type { EdgeValueKind, Projection } from '../face.ts';
import { SharedMemory } from '../runtime/shared-memory.ts';
import { workerPool } from '../runtime/worker-pool.ts';
import { allocateAdjacency, edgeValues, VALUE_BYTES } from './adjacency.ts';
import { GraphProjection } from './graph-projection.ts';

const MAGIC = 'orrery projection 2\n';
const HEADER_BYTES = 4096;
/** Linux writes at most 2 GiB at once. */
const MOST_AT_ONCE = 256 * 1024 * 1024;

/** Written as a line of JSON after the magic line, padded to HEADER_BYTES; then the arrays one after another. */
interface Header {
  readonly vidType: VidColumn['type'];
  readonly vertexCount: number;
  readonly edgeCount: number;
  readonly edgeValue: EdgeValueKind;
  readonly negativeWeight: string | null;
  /** Text of string ids, in bytes. */
  readonly textBytes: number;
}

/**
 * Writes a projection as a file of raw arrays in this machine's byte order, for another process of this machine:
 * a hand-over, not an archive, so it is not flushed. The file has its name only when it is whole. Other orientations
 * than the out-edges are left out; the reader builds them when it needs them.
 */
export async function saveProjection(projection: Projection, path: string): Promise<void> {
  if (!(projection instanceof GraphProjection)) throw new TypeError('the projection was not made by buildProjection');
  const partial = `${path}.${process.pid}.partial`;
  const handle = await open(partial, 'w');
  try {
    const { vids, vertexCount, edgeCount, edgeValue, negativeWeight } = projection;
    const textBytes = vids.type === 'string' ? vids.bytes.length : 0;
    const header: Header = {
      vidType: vids.type, vertexCount, edgeCount, edgeValue, negativeWeight: negativeWeight?.slice(0, 1000) ?? null, textBytes,
    }; // prettier-ignore
    const text = Buffer.alloc(HEADER_BYTES, ' ');
    text.write(`${MAGIC}${JSON.stringify(header)}`);
    await writeFully(handle, text);
    for (const array of [...idArrays(vids), ...edgeArrays(projection)]) await writeFully(handle, array);
    await handle.close();
    await rename(partial, path);
  } catch (error) {
    await handle.close().catch(() => {});
    await rm(partial, { force: true });
    throw error;
  }
}

/**
 * The projection that saveProjection wrote, in shared memory of its own. Cost: one read of the file.
 * @throws MemoryError with figures; Error for a file that is damaged or of another version
 */
export async function loadProjection(
  path: string,
  options: { readonly memoryLimitBytes: number; readonly signal?: AbortSignal },
): Promise<Projection> {
  const started = performance.now();
  await using handle = await open(path, 'r');
  const header = await readHeader(handle, path);
  const { vertexCount, edgeCount, edgeValue } = header;
  const memory = new SharedMemory(options.memoryLimitBytes);
  try {
    const vids = idColumn(header);
    const out = allocateAdjacency(memory, vertexCount, edgeCount, edgeValue, 'the graph');
    const stagesMs = { read: 0, encode: 0, build: 0 };
    const projection = new GraphProjection(
      memory,
      vids,
      vertexCount,
      out,
      header.negativeWeight ?? undefined,
      stagesMs,
    );
    for (const array of [...idArrays(vids), ...edgeArrays(projection)]) {
      options.signal?.throwIfAborted();
      await readFully(handle, array, path);
    }
    stagesMs.read = performance.now() - started;
    return projection;
  } catch (error) {
    workerPool.release(memory);
    throw error;
  }
}

function idColumn({ vidType, vertexCount, textBytes }: Header): VidColumn {
  return vidType === 'int64'
    ? { type: 'int64', values: new BigInt64Array(vertexCount) }
    : { type: 'string', offsets: new Uint32Array(vertexCount + 1), bytes: new Uint8Array(textBytes) };
}

function idArrays(vids: VidColumn): ArrayBufferView[] {
  return vids.type === 'int64' ? [vids.values] : [vids.offsets, vids.bytes];
}

function edgeArrays(projection: GraphProjection): ArrayBufferView[] {
  const { memory, vertexCount, edgeCount } = projection;
  const out = projection.held('out')!;
  const { kind, address } = edgeValues(out);
  return [
    memory.u32(out.offsets, vertexCount + 1),
    memory.u32(out.neighbours, edgeCount),
    ...(kind === 'none' ? [] : [memory.u8(address, edgeCount * VALUE_BYTES)]),
  ];
}

async function readHeader(handle: FileHandle, path: string): Promise<Header> {
  const { bytesRead, buffer } = await handle.read(Buffer.alloc(HEADER_BYTES), 0, HEADER_BYTES, null);
  const text = buffer.toString('utf8', 0, bytesRead);
  if (!text.startsWith(MAGIC)) throw new Error(`${path} is no projection of this version`);
  return JSON.parse(text.slice(MAGIC.length)) as Header;
}

async function writeFully(handle: FileHandle, array: ArrayBufferView): Promise<void> {
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await handle.write(bytes, done, Math.min(MOST_AT_ONCE, bytes.length - done), null);
    done += bytesWritten;
  }
}

async function readFully(handle: FileHandle, array: ArrayBufferView, path: string): Promise<void> {
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  for (let done = 0; done < bytes.length;) {
    const { bytesRead } = await handle.read(bytes, done, Math.min(MOST_AT_ONCE, bytes.length - done), null);
    if (bytesRead === 0) throw new Error(`${path} ends too early`);
    done += bytesRead;
  }
}
