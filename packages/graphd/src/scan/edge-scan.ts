import type {
  DenseEdgeBatch,
  DenseEdges,
  EdgeBatch,
  EdgeScan,
  EdgeScanRequest,
  Value,
  VidColumn,
} from '@orrery/contracts';
import { OrreryError, untimedEdge, vidsOf } from '@orrery/contracts';
import type { Block } from '../storage/block.ts';
import { BlockArena } from '../storage/block-arena.ts';
import type { SchemaRows } from '../storage/schema-rows.ts';
import { openSpaceFiles } from './read-only-store.ts';
import type { SpaceFiles } from './read-only-store.ts';
import { copyRanks, copyRankTimes, copyTimes, copyWeights, isNumeric, isTime } from './scan-column.ts';
import { gatherVids, readVertexIds } from './vid-table.ts';

/** Blocks of one batch: some 100,000 edges with a number or two each. */
const BLOCKS_PER_BATCH = 768;

export interface EdgeScanOptions {
  /** What TTL is compared with; default Date.now. */
  readonly clock?: () => number;
}

/** How a type's columns are found. */
interface TypePlan {
  readonly rows: SchemaRows;
  /** Position of the weight; -1 is the rank, -2 none. */
  readonly weight: number;
  /** Position of the time; -1 is the rank, -2 none. */
  readonly time: number;
}

/**
 * Reads whole edge types out of the files of a graph, in whatever process: the graph's own process may write
 * meanwhile. The scan sees the state at this call until it is closed, and must be closed.
 *
 * @throws OrreryError ErrParam: no such space, edge type or property, or a property of the wrong type; from the batches, an
 * edge whose time is NULL
 */
export function openEdgeScan(dataDir: string, request: EdgeScanRequest, options: EdgeScanOptions = {}): EdgeScan {
  const files = openSpaceFiles(dataDir, request.space);
  try {
    const plans = request.edges.map((name) => planOf(files, request, name));
    return new StoredEdgeScan(files, request, plans, BigInt(Math.floor((options.clock ?? Date.now)() / 1000)));
  } catch (error) {
    void files.close();
    throw error;
  }
}

function planOf(files: SpaceFiles, request: EdgeScanRequest, name: string): TypePlan {
  const definition = files.catalog.edges.get(name);
  if (!definition) throw new OrreryError('ErrParam', `space ${request.space} has no edge type ${name}`);
  const rows = files.schemas.edge(definition.id)!;
  const position = (property: string, accepts: (kind: string) => boolean, wanted: string): number => {
    const found = rows.positionOf(property);
    if (found === undefined) throw new OrreryError('ErrParam', `edge type ${name} has no property ${property}`);
    const { kind } = definition.properties[found]!.type;
    if (!accepts(kind)) {
      throw new OrreryError('ErrParam', `property ${property} of edge type ${name} is ${kind}, not ${wanted}`);
    }
    return found;
  };
  const { weight, time } = request;
  return {
    rows,
    weight: weight === undefined ? -2 : weight === '_rank' ? -1 : position(weight, isNumeric, 'a number'),
    time:
      time === undefined ? -2 : time === '_rank' ? -1 : position(time, isTime, 'a datetime, date, timestamp or int'),
  };
}

class StoredEdgeScan implements EdgeScan {
  readonly vidType: 'int64' | 'string';
  readonly edgeCount: number;
  readonly dense: DenseEdges;
  readonly #files: SpaceFiles;
  readonly #request: EdgeScanRequest;
  readonly #plans: readonly TypePlan[];
  readonly #nowSeconds: bigint;
  #ids: VidColumn | undefined;

  constructor(files: SpaceFiles, request: EdgeScanRequest, plans: readonly TypePlan[], nowSeconds: bigint) {
    this.#files = files;
    this.#request = request;
    this.#plans = plans;
    this.#nowSeconds = nowSeconds;
    this.vidType = files.data.dictionary.isInt ? 'int64' : 'string';
    const counts = files.data.readCounts({ transaction: files.transaction });
    this.edgeCount = plans.reduce((sum, { rows }) => sum + (counts.edges[rows.definition.id] ?? 0), 0);
    this.dense = {
      indexCount: counts.nextIndex,
      vertexIds: () => Promise.resolve(this.#vertexIds()),
      batches: (signal) => this.#denseBatches(signal),
    };
  }

  async *batches(signal?: AbortSignal): AsyncIterable<EdgeBatch> {
    const ids = this.#vertexIds();
    for await (const { src, dst, ...rest } of this.#denseBatches(signal)) {
      yield { ...rest, src: gatherVids(ids, src), dst: gatherVids(ids, dst) };
    }
  }

  async close(): Promise<void> {
    this.#ids = undefined;
    await this.#files.close();
  }

  #vertexIds(): VidColumn {
    const { env, data, transaction } = this.#files;
    this.#ids ??= readVertexIds(env, data.dataId, data.dictionary.isInt, { transaction });
    return this.#ids;
  }

  async *#denseBatches(signal?: AbortSignal): AsyncIterable<DenseEdgeBatch> {
    const context = { transaction: this.#files.transaction };
    const arena = new BlockArena(BLOCKS_PER_BATCH);
    for (const plan of this.#plans) {
      const tree = this.#files.data.edges(plan.rows.definition.id, 'out');
      let last: Uint8Array | undefined;
      for (;;) {
        signal?.throwIfAborted();
        last = tree.readAfter(last, BLOCKS_PER_BATCH, context, arena);
        if (last === undefined) break;
        yield plan.rows.hasTtl ? this.#unexpired(plan, arena.blocks) : this.#wholeBlocks(plan, arena.blocks);
        // Batches are made in bursts of CPU: let messages and signals through.
        await new Promise<void>((resolve) => setImmediate(resolve));
      }
    }
  }

  #wholeBlocks(plan: TypePlan, blocks: readonly Block[]): DenseEdgeBatch {
    let count = 0;
    for (const block of blocks) count += block.count;
    const src = new Uint32Array(count);
    const dst = new Uint32Array(count);
    const weight = this.#request.weight === undefined ? undefined : new Float64Array(count);
    const timeMs = this.#request.time === undefined ? undefined : new BigInt64Array(count);
    let at = 0;
    for (const block of blocks) {
      block.copyVertices(src, at);
      block.copyOthers(dst, at);
      if (weight) {
        if (plan.weight === -1) copyRanks(block, weight, at);
        else copyWeights(block, plan.rows, plan.weight, weight, at);
      }
      if (timeMs) {
        const first = at;
        const missing = (row: number, value: Value): bigint => {
          if (plan.rows.isExpired(block.view, block.rowStart(row), this.#nowSeconds)) return 0n;
          const ends = vidsOf(gatherVids(this.#vertexIds(), Uint32Array.of(src[first + row]!, dst[first + row]!)));
          throw untimedEdge(plan.rows.definition.name, ends, this.#request.time!, value);
        };
        if (plan.time === -1) copyRankTimes(block, timeMs, at);
        else copyTimes(block, plan.rows, plan.time, timeMs, at, missing);
      }
      at += block.count;
    }
    return { count, src, dst, ...(weight && { weight }), ...(timeMs && { timeMs }) };
  }

  /** The same without the rows whose time is over. */
  #unexpired(plan: TypePlan, blocks: readonly Block[]): DenseEdgeBatch {
    const whole = this.#wholeBlocks(plan, blocks);
    let kept = 0;
    let at = 0;
    for (const block of blocks) {
      for (let i = 0; i < block.count; i++, at++) {
        if (plan.rows.isExpired(block.view, block.rowStart(i), this.#nowSeconds)) continue;
        whole.src[kept] = whole.src[at]!;
        whole.dst[kept] = whole.dst[at]!;
        if (whole.weight) whole.weight[kept] = whole.weight[at]!;
        if (whole.timeMs) whole.timeMs[kept] = whole.timeMs[at]!;
        kept++;
      }
    }
    return {
      count: kept,
      src: whole.src.subarray(0, kept),
      dst: whole.dst.subarray(0, kept),
      ...(whole.weight && { weight: whole.weight.subarray(0, kept) }),
      ...(whole.timeMs && { timeMs: whole.timeMs.subarray(0, kept) }),
    };
  }
}
